import pytest

from equity.briefing.audit import audit
from equity.briefing.page import BriefingExporter
from made_up_pages import notebook


@pytest.fixture(scope="module")
def text() -> str:
    page, _ = BriefingExporter().from_notebook_node(notebook("sv"))
    return str(page)


def test_a_page_of_ours_has_no_fault(text: str) -> None:
    assert audit(text) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("</main>", '<script src="https://x.org/a.js"></script></main>', "script loads https"),
        ("</head>", '<link rel="icon" href="//x.org/i.png"></head>', "link loads //x.org"),
        ("</main>", '<img alt="" src="http://x.org/i.png"></main>', "img loads http"),
        ("</main>", '<form action="https://x.org/"></form></main>', "form loads"),
        ("<style>", "<style>@import 'a.css';", "a style loads from elsewhere"),
        ("<style>", "<style>p{background:url(https://x.org/a)}", "a style loads"),
        ("<main", '<main style="background:url(//x.org/a)"', "the style of main loads"),
        ("</h1>", "</h1><h1>two</h1>", "2 headings h1"),
        ("</h1>", "</h1><h4>deep</h4>", "heading h4 follows h1"),
        ('lang="sv"', "", "the page's language is ''"),
        ("default-src 'none'", "default-src *", "no Content-Security-Policy"),
        ("script-src ", "script-src 'unsafe-eval' ", "no Content-Security-Policy"),
        ("id=row-5", "id=row-x", "link to #row-5, which is not on the page"),
        ("</main>", "<figure></figure></main>", "figure without a name"),
        ("</main>", "<table></table></main>", "table without a caption"),
        ("</main>", '<div role="img"></div></main>', "without a name"),
        ("</main>", '<a href="#rows"> </a></main>', "link to '#rows' without a name"),
        ("</main>", '<p id="rows"></p></main>', "id 'rows' stands 2 times"),
        ("<main", '<main onclick="x()"', "main has a handler onclick"),
        ("</main>", '<a href="javascript:x()">x</a></main>', "a runs a script"),
        ("<title>", "<title></title><i>", "the page has no title"),
    ],
)
def test_a_fault_put_into_the_page_is_found(text: str, old: str, new: str, fault: str) -> None:
    assert old in text
    faults = audit(text.replace(old, new, 1))
    assert any(fault in found for found in faults)

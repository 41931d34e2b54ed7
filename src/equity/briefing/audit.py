"""What must hold on every page, checked in its text alone, without a browser."""

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from typing import Final

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_LOADING: Final = {
    "script": ("src",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src", "srcdoc"),
    "object": ("data",),
    "embed": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "form": ("action",),
    "base": ("href",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
}
_REMOTE: Final = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_REMOTE_STYLE: Final = re.compile(
    r"@import|@font-face|url\(\s*['\"]?\s*(?:[a-z]+:)?//", re.IGNORECASE
)
_VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track")
)


def audit(text: str) -> list[str]:
    """Return what is wrong with a page, one sentence a fault; empty when nothing is.

    Looks for: a language and a title; one h1 and headings without a step left out; nothing
    loaded from elsewhere, in elements or styles, and a policy that forbids it; no handler in
    an attribute; a name at each figure, chart, picture and link; a caption at each table; ids
    that are unique; and a target for every link inside the page, so that no number chip is
    without its row.

    >>> audit("<html lang='sv'><title>t</title><h1>a</h1><h3>b</h3></html>")[-1]
    'heading h3 follows h1: a level is left out'
    """
    page = _Page()
    page.feed(text)
    page.close()
    return [
        *_head(page),
        *_outline(page.headings),
        *page.faults,
        *(f"id {name!r} stands {n} times" for name, n in Counter(page.ids).items() if n > 1),
        *(
            f"link to #{target}, which is not on the page"
            for target in dict.fromkeys(page.targets)
            if target not in page.ids
        ),
        *(
            f"{what} is named by #{target}, which is not on the page"
            for what, target in page.named_by
            if target not in page.ids
        ),
    ]


def _outline(headings: list[str]) -> list[str]:
    faults = [
        f"heading {after} follows {before}: a level is left out"
        for before, after in pairwise(headings)
        if int(after[1]) > int(before[1]) + 1
    ]
    if headings.count("h1") != 1:
        faults.append(f"{headings.count('h1')} headings h1, 1 expected")
    if headings and headings[0] != "h1":
        faults.append(f"the first heading is {headings[0]}, h1 expected")
    return faults


def _head(page: "_Page") -> list[str]:
    faults = []
    if page.language not in ("sv", "en"):
        faults.append(f"the page's language is {page.language!r}, 'sv' or 'en' expected")
    if not page.title.strip():
        faults.append("the page has no title")
    if "default-src 'none'" not in page.policy or "unsafe-eval" in page.policy:
        faults.append("no Content-Security-Policy that forbids what is not named")
    return faults


class _Page(HTMLParser):
    """Gathers, in one reading, what the rules look at."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.language = self.title = self.policy = ""
        self.headings: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.named_by: list[tuple[str, str]] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self._links: list[list[str]] = []
        self._tables: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self._open.append(tag)
        if tag == "html":
            self.language = given.get("lang", "")
        if tag == "meta" and given.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = given.get("content", "")
        if tag in _HEADINGS:
            self.headings.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        self._check_loading(tag, given)
        self._check_name(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag == "a" and self._links:
            href, name = self._links.pop()
            if not name.strip():
                self.faults.append(f"link to {href!r} without a name")
        if tag == "table" and self._tables and not self._tables.pop():
            self.faults.append("table without a caption")

    def handle_data(self, data: str) -> None:
        inside = self._open[-1] if self._open else ""
        if inside == "title" and "svg" not in self._open:
            self.title += data
        if self._links:
            self._links[-1][1] += data
        if inside == "style" and _REMOTE_STYLE.search(data):
            self.faults.append("a style loads from elsewhere")

    def _check_loading(self, tag: str, given: dict[str, str]) -> None:
        for name in _LOADING.get(tag, ()):
            if _REMOTE.search(given.get(name, "")):
                self.faults.append(f"{tag} loads {given[name]}")
        if _REMOTE_STYLE.search(given.get("style", "")):
            self.faults.append(f"the style of {tag} loads from elsewhere")
        for name, value in given.items():
            if name.startswith("on"):
                self.faults.append(f"{tag} has a handler {name}")
            if name == "href" and value.strip().lower().startswith("javascript:"):
                self.faults.append(f"{tag} runs a script: {value}")

    def _check_name(self, tag: str, given: dict[str, str]) -> None:
        if target := given.get("aria-labelledby"):
            self.named_by.append((tag, target))
        named = bool(given.get("aria-label", "").strip() or target)
        if tag == "figure" and not named:
            self.faults.append("figure without a name")
        if given.get("role") == "img" and not named:
            self.faults.append(f"{tag} with the role of a picture, without a name")
        if tag == "img" and "alt" not in given:
            self.faults.append("img without alt")
        if tag == "a":
            href = given.get("href", "")
            if href.startswith("#"):
                self.targets.append(href[1:])
            self._links.append([href, given.get("aria-label", "")])
        if tag == "table":
            self._tables.append(False)
        if tag == "caption" and self._tables:
            self._tables[-1] = True

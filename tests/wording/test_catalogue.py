"""Every sentence of the package stands in the Swedish catalogue, and nothing else does."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from equity.findings import Label, Note
from equity.wording.messages import render, say, translate

MARKS = {"translate", "say", "N_"}


def marks_in(tree: ast.AST) -> set[str]:
    """Return which marks a module has from `messages`, or is `messages` itself."""
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "equity.wording.messages"
        for alias in node.names
    }
    return MARKS & (imported | {f.name for f in functions(tree) if f.name == "N_"})


def functions(tree: ast.AST) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def marked(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield what stands where a message is marked, or given to a Note without Swedish."""
    marks = marks_in(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", "")
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        if name in marks and node.args:
            yield node.args[0]
        if name == "Note" and "sv" not in given and "message" in given:
            yield given["message"]


def messages_in(tree: ast.AST) -> Iterator[str]:
    """Yield every message: written in place, assigned to `message`, or returned by a function."""
    makers = set()
    for node in marked(tree):
        yield from literals(node)
        if isinstance(node, ast.Call):
            makers.add(getattr(node.func, "id", ""))
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and "message" in [
            getattr(t, "id", "") for t in node.targets
        ]:
            yield from literals(node.value)
    for function in functions(tree):
        if function.name in makers:
            for node in ast.walk(function):
                if isinstance(node, ast.Return) and node.value is not None:
                    yield from literals(node.value)


def literals(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    if isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def formed_at_run_time(tree: ast.AST) -> Iterator[int]:
    """Yield the lines on which a message is an f-string or a sum, which no catalogue can hold."""
    for node in marked(tree):
        if isinstance(node, ast.JoinedStr | ast.BinOp):
            yield node.lineno


@pytest.fixture(scope="module")
def modules(root: Path) -> dict[str, ast.AST]:
    files = sorted((root / "src" / "equity").rglob("*.py"))
    return {str(file.relative_to(root)): ast.parse(file.read_text("utf-8")) for file in files}


@pytest.fixture(scope="module")
def catalogue(root: Path) -> dict[str, str]:
    file = root / "src" / "equity" / "locale" / "sv" / "LC_MESSAGES" / "equity.po"
    with file.open("rb") as opened:
        return {str(m.id): str(m.string) for m in read_po(opened, locale="sv") if m.id}


def test_every_message_has_its_swedish(modules, catalogue):
    used = {message for tree in modules.values() for message in messages_in(tree)}
    assert sorted(message for message in used if not catalogue.get(message)) == []


def test_no_message_of_the_catalogue_is_unused(modules, catalogue):
    used = {message for tree in modules.values() for message in messages_in(tree)}
    assert sorted(set(catalogue) - used) == []


def test_no_message_is_put_together_at_run_time(modules):
    found = [
        f"{name}:{line}" for name, tree in modules.items() for line in formed_at_run_time(tree)
    ]
    assert found == []


def test_both_languages_fill_the_same_fields(catalogue):
    def fields(text):
        return sorted({name for _, name, _, _ in Formatter().parse(text) if name})

    assert [m for m, swedish in catalogue.items() if fields(m) != fields(swedish)] == []


def test_the_extraction_sees_marks_notes_and_assigned_messages():
    code = (
        "from equity.wording.messages import say\n"
        "say('one', language)\nNote(message='two')\nNote(message='own', sv='egen')\n"
        "message = 'three'\nsay(text, language)\nother('five')\n"
        "def chosen():\n    return 'four'\nNote(message=chosen())\n"
    )
    assert sorted(messages_in(ast.parse(code))) == ["four", "one", "three", "two"]


def test_the_extraction_sees_what_is_put_together():
    code = "from equity.wording.messages import say\nsay(f'a {b}', language)\nNote(message=a + b)\n"
    assert list(formed_at_run_time(ast.parse(code))) == [2, 3]


def test_words_of_another_module_with_the_same_name_are_not_taken():
    assert (
        list(messages_in(ast.parse("from equity.figures.words import say\nsay('low', x)\n"))) == []
    )


def test_the_swedish_has_no_words_of_statistics(catalogue):
    swedish = " ".join(catalogue.values()).lower()
    assert [w for w in ("signifikan", "p-värde", "statistisk", "konfidens") if w in swedish] == []


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="'fr'"):
        translate("Decided", "fr")
    with pytest.raises(ValueError, match="'fr'"):
        render(Note(message="x"), "fr")


def test_a_message_that_is_not_the_packages_own_stays_as_it_is():
    assert translate("Bring a hat", "sv") == "Bring a hat"


def test_a_notes_own_swedish_stands_before_the_catalogues():
    note = Note(message="Decided", sv="Bestämt")
    assert render(note, "sv") == "Bestämt"
    assert render(note, "en") == "Decided"


def test_a_notes_numbers_are_written_as_each_language_does():
    note = Note(
        message="{n:,.0f} {part}, {share:.1%}, {gap:+.2f}, in {year}",
        values={
            "n": 28726,
            "part": Label(en="votes", sv="röster"),
            "share": 0.1926,
            "gap": -0.51,
            "year": 2018,
        },
    )
    assert render(note, "en") == "28,726 votes, 19.3%, −0.51, in 2018"
    assert render(note, "sv") == "28\u202f726 röster, 19,3\u00a0%, −0,51, in 2018"


def test_english_keeps_the_precision_that_findings_json_has():
    note = Note(message="{a:.1f} {b:,d} {c}", values={"a": 2.345, "b": 1234, "c": 0.5})
    assert render(note, "en") == note.english()


def test_a_format_that_is_not_fixed_decimals_is_refused():
    with pytest.raises(ValueError, match="field a"):
        render(Note(message="{a:.3e}", values={"a": 2.0}), "en")


def test_braces_in_a_note_without_values_stay():
    assert render(Note(message="a set {1, 2}"), "sv") == "a set {1, 2}"


def test_words_are_put_into_the_translated_template():
    assert say("The range is {range}", "sv", range="1–2") == "Spannet är 1–2"

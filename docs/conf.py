"""How the site is built: `make docs`, without a network, warnings as errors."""

from importlib import metadata

project = "stockholm-equity"
author = "The equity team"
copyright = "The equity team; code MIT, data on their publishers' terms"
release = metadata.version("stockholm-equity")

extensions = ["myst_parser", "sphinx.ext.autodoc"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
nitpicky = False
autodoc_typehints = "signature"
autodoc_member_order = "bysource"

html_theme = "furo"
html_title = "stockholm-equity"
html_show_sphinx = False
html_static_path: list[str] = []
exclude_patterns = ["_build"]


def as_written(_app, _what, _name, _obj, _options, lines):
    """Keep docstrings as they are written: lines as lines, and no sign of theirs as markup."""
    example = [line.lstrip().startswith(">>>") for line in lines]
    first = example.index(True) if True in example else len(lines)
    marks = str.maketrans({"*": r"\*", "`": "`", "|": r"\|", "_": r"\_"})
    for at, line in enumerate(lines[:first]):
        parts = line.split("`")
        lines[at] = "``".join(
            part if inside % 2 else part.translate(marks) for inside, part in enumerate(parts)
        )


def setup(app):
    """Have docstrings pass through `as_written`."""
    app.connect("autodoc-process-docstring", as_written)

"""The door: about a dozen and a half names, imported when first used, each documented."""

import subprocess
import sys

import pytest

import equity


@pytest.mark.parametrize("name", equity.__all__)
def test_every_name_at_the_door_is_a_documented_function(name):
    found = getattr(equity, name)
    assert callable(found)
    assert found.__doc__


def test_an_unknown_name_is_told_with_those_there_are():
    with pytest.raises(AttributeError, match=r"equity has no 'gapp'; it has .*gap"):
        equity.gapp  # noqa: B018


def test_completion_lists_every_name():
    assert set(equity.__all__) <= set(dir(equity))


def test_no_module_at_top_level_bears_the_name_of_a_public_function(root):
    modules = {path.stem for path in (root / "src" / "equity").iterdir()}
    assert not modules & set(equity.__all__)


def test_importing_equity_imports_nothing_heavy():
    code = (
        "import equity, sys; print([m for m in ('pandas', 'plotly', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

"""Pages on paper: a PDF of each, made by the Chromium that is installed."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from equity.errors import RunError

BROWSERS: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
HOW_TO_GET_ONE: Final = (
    "no PDF was made: no Chromium is installed; get it with your system's packages "
    "(Debian, Ubuntu: apt install chromium) or print a page from any browser"
)
SECONDS: Final = 120.0
_SCRIPT: Final = re.compile(rb"<script\b.*?</script>", re.DOTALL)
_QUIET: Final = (
    "--headless=new",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)


def browser() -> str | None:
    """Return the path of an installed Chromium, or of a browser made from it; None without."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def print_pages(pages: Mapping[str, bytes], chromium: str, folder: Path) -> dict[str, bytes]:
    """Return each page as a tagged PDF on A4, its name ending in .pdf instead of .html.

    The browser opens the pages one by one, without any network. chromium: as `browser` found it.
    folder: private and empty; holds the pages and the browser's profile, and goes with its maker.
    Raises RunError, naming the page, where the browser fails or takes more than two minutes.
    """
    return {
        name.removesuffix(".html") + ".pdf": _printed(name, page, chromium, folder)
        for name, page in pages.items()
    }


def _printed(name: str, page: bytes, chromium: str, folder: Path) -> bytes:
    source, target = folder / name, folder / "page.pdf"
    source.write_bytes(_SCRIPT.sub(b"", page))  # it is whole without, and need not wait for plotly
    target.unlink(missing_ok=True)
    command = [chromium, *_QUIET, f"--user-data-dir={folder / 'profile'}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--no-sandbox")  # Chromium refuses to run as root with it
    command += [f"--print-to-pdf={target}", source.as_uri()]
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and no word of it comes from data
            command, capture_output=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        raise RunError(
            f"{name}: no PDF within {SECONDS:.0f} s; run it again, or without --pdf"
        ) from None
    if not target.is_file() or not target.read_bytes().startswith(b"%PDF"):
        told = done.stderr.decode(errors="replace").strip().splitlines() or ["it said nothing"]
        raise RunError(f"{name}: {chromium} made no PDF: {told[-1][:200]}")
    return target.read_bytes()

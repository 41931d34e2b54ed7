"""Makes docs/briefing.jpg from a page that `equity brief --lang en` left: its first screen.

`.venv/bin/python docs/picture.py runs/pages/index.en.html`, with Chromium installed.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

QUIET = ["--no-sandbox", "--disable-background-networking"]


def main(page: Path, target: Path) -> None:
    """Open the page as it is, without a network, and save what a wide screen shows first."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        context = browser.new_context(viewport={"width": 1280, "height": 980}, offline=True)
        shown = context.new_page()
        shown.goto(page.absolute().as_uri())
        shown.wait_for_selector("html[data-charts=drawn]", state="attached")
        shown.screenshot(path=target, type="jpeg", quality=80)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).with_name("briefing.jpg"))

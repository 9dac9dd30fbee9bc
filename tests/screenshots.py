"""The pictures of the README: `python -m tests.screenshots FOLDER` takes them of build/site."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SITE = Path(__file__).parent.parent / "build" / "site"
WIDTH, HEIGHT = 1280, 800

# What is shown: name of the picture, page, and whether it is in the dark.
PICTURES = (
    ("thema", "thema/bewaken-en-beveiligen.html#uitspraak=lovp-2025-04-16-039", False),
    ("graaf", "graaf.html#thema=bewaken-en-beveiligen", False),
    ("gezag", "gezag.html", False),
    ("toezeggingen", "toezeggingen.html#peildatum=2026-02-02&vervolg=none-seen", True),
)


def main(folder: Path) -> None:
    """Take each picture, small enough for a README."""
    folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, address, dark in PICTURES:
            page = browser.new_page(
                viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="dark" if dark else "light", locale="nl-NL"
            )
            page.goto(f"{SITE.as_uri()}/{address}")
            page.wait_for_timeout(500)
            page.screenshot(path=folder / f"{name}.png", type="png", scale="css")
            page.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

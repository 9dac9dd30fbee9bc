"""The pictures of the README: `python -m tests.screenshots FOLDER` takes them of build/site."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SITE = Path(__file__).parent.parent / "build" / "site"
WIDTH, HEIGHT = 1400, 860
SHOWN = 0.75  # of that in the picture: enough to read the headings, small enough for a README

# What is shown: name of the picture, page, and whether it is in the dark.
PICTURES = (
    ("thema", "thema/structureel-tekort.html#uitspraak=lovp-2021-11-29-045&keten=1", False),
    ("graaf", "graaf.html#thema=mit", False),
    ("gezag", "gezag.html", True),
    ("vraag", "sparql.html#vraag=together&theme=bewaken-en-beveiligen", False),
    ("toezeggingen", "toezeggingen.html#peildatum=2026-02-02&vervolg=none-seen", False),
)


def main(folder: Path) -> None:
    """Take each picture, small enough for a README."""
    folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, address, dark in PICTURES:
            page = browser.new_page(
                viewport={"width": WIDTH, "height": HEIGHT},
                device_scale_factor=SHOWN,
                color_scheme="dark" if dark else "light",
                locale="nl-NL",
            )
            page.goto(f"{SITE.as_uri()}/{address}")
            page.wait_for_timeout(500)
            if address.startswith("sparql.html"):
                page.wait_for_selector("#found tr")
            page.screenshot(path=folder / f"{name}.png", type="png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

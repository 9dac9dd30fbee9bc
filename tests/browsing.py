"""A browser for the tests: a page of its own, with what it asked for and what went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, ViewportSize

DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
PAPER: ViewportSize = {"width": 673, "height": 1002}  # A4 within the margins of the pages


@dataclass
class Visit:
    """A page in a browser of its own, with what it asked for and what went wrong."""

    page: Page
    folder: Path
    asked: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def open(self, path: str, fragment: str = "") -> Page:
        """Open a page anew, with the state that its address gives."""
        self.page.goto("about:blank")
        self.page.goto((self.folder / path).as_uri() + (f"#{fragment}" if fragment else ""))
        return self.page

    def asked_elsewhere(self, path: str) -> list[str]:
        """What was asked of anything but a page itself; a blob was made by the page and stays in the browser."""
        own = (self.folder / path).as_uri()
        return [url for url in self.asked if url not in {own, "about:blank"} and not url.startswith("blob:null/")]

    def hash(self) -> str:
        return str(self.page.evaluate("decodeURIComponent(location.hash)"))


@contextmanager
def visiting(browser: Browser, folder: Path, **options: Any) -> Iterator[Visit]:
    """A browser without a history, which notes requests, errors and dialogs."""
    context = browser.new_context(**({"viewport": DESK, "locale": "nl-NL"} | options))
    context.set_default_timeout(5000)
    visit = Visit(context.new_page(), folder)

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning", "assert"}:
            visit.troubles.append(f"{message.type}: {message.text}")

    def spoken(dialog: Dialog) -> None:
        visit.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    context.on("request", lambda request: visit.asked.append(request.url))
    visit.page.on("console", heard)
    visit.page.on("pageerror", lambda error: visit.troubles.append(f"script: {error.message}"))
    visit.page.on("dialog", spoken)
    visit.page.on("popup", lambda page: visit.troubles.append(f"popup: {page.url}"))
    try:
        yield visit
    finally:
        context.close()


@contextmanager
def afresh(visit: Visit) -> Iterator[Visit]:
    """A visit that another test used, without what that left behind."""
    visit.asked.clear()
    visit.troubles.clear()
    try:
        yield visit
    finally:
        visit.page.evaluate("try { localStorage.clear(); } catch { /* about:blank has none */ }")
        visit.page.emulate_media(media="screen")
        visit.page.set_viewport_size(DESK)

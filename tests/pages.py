"""How the tests read the pages: as a browser would, without one."""

from __future__ import annotations

import json
import posixpath
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urlsplit

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Element:
    """An element of a page: its tag and attributes, and for scripts, styles and titles the text inside."""

    tag: str
    attributes: dict[str, str]
    line: int
    text: str = ""


@dataclass
class Page:
    """A page by its path, with its elements in their order and what is wrong with its nesting."""

    path: str
    elements: list[Element] = field(default_factory=list)
    crossed: list[str] = field(default_factory=list)

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    @property
    def ids(self) -> list[str]:
        return [element.attributes["id"] for element in self.elements if "id" in element.attributes]

    @property
    def scripts(self) -> list[Element]:
        """The scripts that run; a block of data has another type."""
        return [element for element in self.all("script") if not element.attributes.get("type")]

    def data(self, kind: str) -> list[Any]:
        """What the blocks of data of a type hold."""
        return [json.loads(one.text) for one in self.all("script") if one.attributes.get("type") == kind]

    def meta(self, **wanted: str) -> list[str]:
        """The contents of the meta elements with some attributes."""
        return [
            one.attributes.get("content", "") for one in self.all("meta") if wanted.items() <= one.attributes.items()
        ]

    @property
    def links(self) -> list[str]:
        """The addresses that the page leads to or needs, those of its search index among them."""
        named = [
            element.attributes[name]
            for element in self.elements
            for name in ("href", "src")
            if name in element.attributes
        ]
        indexed = [
            str(entry[2])
            for one in self.all("script")
            if one.attributes.get("id") == "index"
            for entry in json.loads(one.text)
        ]
        return named + indexed

    def target(self, address: str) -> tuple[str, str]:
        """The path from the root, and the fragment, that a relative address on this page leads to."""
        parts = urlsplit(address)
        if not parts.path:
            return self.path, unquote(parts.fragment)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), unquote(parts.path)))
        return path, unquote(parts.fragment)


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        for name in {name for name in names if names.count(name) > 1}:
            self.page.crossed.append(f"line {self.getpos()[0]}: {name} twice on <{tag}>")
        element = Element(tag, {name: value or "" for name, value in attrs}, self.getpos()[0])
        self.page.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open = [one for one in self.open if one is not self.page.elements[-1]]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].tag != tag:
            inside = self.open[-1].tag if self.open else "nothing"
            self.page.crossed.append(f"line {self.getpos()[0]}: </{tag}> within <{inside}>")
        if any(one.tag == tag for one in self.open):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1].text += data

    def close(self) -> None:
        super().close()
        self.page.crossed += [f"<{one.tag}> of line {one.line} is not closed" for one in self.open]


def parse(path: str, content: bytes) -> Page:
    """A page, read; the text of an element is what stands directly in it."""
    page = Page(path)
    reader = _Reader(page)
    reader.feed(content.decode("utf-8"))
    reader.close()
    return page


def parse_all(files: dict[str, bytes]) -> dict[str, Page]:
    """All pages of a site by path."""
    return {path: parse(path, content) for path, content in files.items() if path.endswith(".html")}


def kind(path: str) -> str:
    """Of which kind a page is: pages in a folder are alike, each of the others is a kind of its own."""
    return posixpath.dirname(path) or path


def samples(files: dict[str, bytes], also_emptiest: bool = True) -> list[str]:
    """Of every kind of page that a site has, the fullest and, unless that is not wanted, the emptiest."""
    by_kind: dict[str, list[str]] = {}
    for path in sorted((path for path in files if path.endswith(".html")), key=lambda path: len(files[path])):
        by_kind.setdefault(kind(path), []).append(path)
    return [
        path
        for _, paths in sorted(by_kind.items())
        for path in dict.fromkeys((paths[-1], paths[0] if also_emptiest else paths[-1]))
    ]

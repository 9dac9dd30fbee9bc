"""The pages: static files that open from a folder and ask nothing of the network."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lovp_graph.dataset import SITE_FILE
from lovp_graph.errors import LovpGraphError
from lovp_graph.resources import data_folder
from lovp_graph.site import (
    about,
    actors,
    authority,
    documents,
    graph,
    lists,
    meetings,
    preparation,
    questions,
    quotations,
    sparql,
    start,
    statements,
    themes,
)
from lovp_graph.site.context import Pages, Site
from lovp_graph.store import Store

MARK = "lovp-graph-site.txt"
"""By this file a folder is known to hold pages of ours, which may be replaced."""

MAKERS = (
    start.pages,
    themes.pages,
    lists.pages,
    authority.pages,
    actors.pages,
    documents.pages,
    meetings.pages,
    statements.pages,
    graph.pages,
    preparation.pages,
    quotations.pages,
    about.pages,
    questions.pages,
    sparql.pages,
)


def build(store: Store, quotations: Mapping[str, str] | None = None, data: Path | None = None) -> dict[str, bytes]:
    """All files of the site by their path.

    `quotations` has the text of sentences by digest; `data` is the data folder of which the pages
    say what they are, by default that of this release.
    """
    return files(Site(store, quotations or {}, (data or data_folder()) / SITE_FILE))


def files(site: Site) -> dict[str, bytes]:
    """All files of a site by their path. Raises LovpGraphError where two things would have the same page."""
    return dict(each(site))


def each(site: Site) -> Pages:
    """All files of a site, one after the other, so that they need not all be in memory. Raises as `files` does."""
    made: set[str] = set()
    for path, content in (file for make in MAKERS for file in make(site)):
        if path in made:
            raise LovpGraphError(f"{path}: two things have this page; give one of them another IRI")
        made.add(path)
        yield path, content
    mark = f"Made by lovp-graph {site.version}. The folder is made anew whole: keep nothing of your own in it.\n"
    yield MARK, mark.encode()

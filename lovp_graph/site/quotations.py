"""The page on which a reader who has the published texts gets the quotations."""

from __future__ import annotations

from collections import defaultdict

from lovp_graph.site.context import Pages, Site
from lovp_graph.site.views import number


def pages(site: Site) -> Pages:
    """The page of quotations, with what proves a sentence: its place and its digest."""
    catalogue = site.views.catalogue
    registers: dict[str, list[list[str | int]]] = defaultdict(list)
    sentences = sorted(catalogue.of("Sentence"), key=lambda one: (one.one("summary"), number(one)))
    for sentence in sentences:
        place: list[str | int] = [int(sentence.one(name)) for name in ("start", "end")]
        registers[catalogue[sentence.one("summary")].slug].append([*place, sentence.one("sha256")])
    meetings = {
        summary.slug: ", ".join(meeting.label() for meeting in catalogue.linked(summary, "covers"))
        for summary in catalogue.of("Summary")
    }
    yield site.page(
        "citaten.html",
        "quotations.html.j2",
        "menu-quotations",
        "page-quotations",
        section="over.html",
        registers=registers,
        meetings=meetings,
    )

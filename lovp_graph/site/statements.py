"""A page per statement: a permanent address to cite."""

from __future__ import annotations

from urllib.parse import quote

from markupsafe import Markup, escape

from lovp_graph import answers
from lovp_graph.asking import Row
from lovp_graph.catalogue import Thing
from lovp_graph.resources import BASE
from lovp_graph.site import downloads, wording
from lovp_graph.site.context import LICENCE, File, Pages, Site
from lovp_graph.site.themes import promise
from lovp_graph.site.views import Link, Statement
from lovp_graph.story import amount, by, capital, text


def pages(site: Site) -> Pages:
    """A page with its data for each statement."""
    terms = site.rows("office-holders")
    held = by("meetingLabel", [row for row in terms if row.get("holder")])
    promised = {text(row, "statement"): row for name in ("commitments", "requests") for row in site.rows(name)}
    amounts = by("statement", site.rows("amounts"))
    for iri, statement in site.views.statements.items():
        then = by("actor", held.get(statement.meeting.label(), []))
        holders = [(actor, text(row, "holderName")) for actor in statement.by for row in then.get(actor.iri, [])]
        yield from page(site, statement, holders, (promised.get(iri), amounts.get(iri, [])))


def page(site: Site, one: Statement, held: list[tuple[Thing, str]], more: tuple[Row | None, list[Row]]) -> list[File]:
    """The page of a statement, with its data.

    `held` says who held the posts on that day, `more` what follow-up was seen of what it promises or asks,
    and the amounts that it names.
    """
    promised, amounts = more
    views, thing = site.views, one.thing
    path = views.path(thing)
    files = downloads.data(path, [thing])
    summary = views.summary_of(one)
    writers = views.catalogue.linked(summary, "writtenBy")
    covered = views.catalogue.linked(summary, "covers")
    annotated, reviewed = (
        next(iter(views.catalogue.linked(summary, name)), Thing("")) for name in ("annotatedBy", "reviewedBy")
    )
    citation = wording.say(
        "citation",
        site=site.name,
        version=site.version,
        id=one.slug,
        meeting=(one.meeting.label("nl"), one.meeting.label("en")),
        type=(capital(one.type.label("nl")), capital(one.type.label("en"))),
        address=thing.iri,
    )
    title = (f"{capital(one.type.label('nl'))} {one.slug}", f"{capital(one.type.label('en'))} {one.slug}")
    report = {"id": one.slug, "address": thing.iri, "gist": one.gist}
    made = site.page(
        path,
        "statement.html.j2",
        title,
        (one.gist, ""),
        section="uitspraken.html",
        canonical=thing.iri,
        alternates=downloads.alternates(files),
        downloads=downloads.links(files),
        metadata={
            "@context": "https://schema.org",
            "@type": "Statement",
            "@id": thing.iri,
            "name": title[0],
            "abstract": one.gist,
            "inLanguage": "nl",
            "license": LICENCE,
            "about": [{"@id": theme.iri, "name": theme.label()} for theme in one.themes],
            "isPartOf": {"@type": "Dataset", "@id": BASE + "dataset", "name": site.name},
        },
        one=one,
        writers=(_names(writers, "nl"), _names(writers, "en")),
        sentences=[
            (sentence.one("number"), sentence.one("sha256"), site.quotations.get(sentence.one("sha256"), ""))
            for sentence in one.sentences
        ],
        numbers=", ".join(answers.spans(map(str, one.numbers))),
        holders=held,
        issue=next(iter(views.catalogue.linked(thing, "issue")), None),
        stance=next(iter(views.catalogue.linked(thing, "stance")), None),
        promise=promise(site, promised) if promised else None,
        facts=list(_facts(site, one)),
        amounts=[(views.catalogue[text(row, "amountRole")], amount(row), text(row, "year")) for row in amounts],
        authority=[
            (
                (relation.one("gist", "nl"), relation.one("gist", "en")),
                next(iter(views.catalogue.linked(relation, "status"))),
            )
            for relation in views.catalogue.linking(thing, "statedIn")
            if "AuthorityRelation" in relation.classes
        ],
        covered=covered,
        addresses=list(dict.fromkeys(address for meeting in covered for address in meeting.all("publishedAt"))),
        annotated=annotated,
        reviewed=reviewed,
        passes=summary.one("reviewPasses"),
        before=[(link.kind, views.statements[link.earlier]) for link in one.links],
        after=[(link.kind, views.statements[link.later]) for link in _in_time(site, one.followers)],
        chain=len(views.chain(one)),
        citation=citation,
        report=wording.say("report-text", **report),
        contact=_contact(site, wording.words_of("report-text")[0].format(**report)),
    )
    return [made, *files]


def _contact(site: Site, report: str) -> str:
    """Where to report an error: the address of data/site.yaml, with a letter begun where it is one of e-mail."""
    address = site.own.get("contact", "")
    if "@" not in address or "/" in address:
        return address if address.startswith(("http://", "https://")) else ""
    return f"mailto:{address.removeprefix('mailto:')}?subject={quote(site.name)}&body={quote(report)}"


def _in_time(site: Site, links: tuple[Link, ...]) -> list[Link]:
    return sorted(links, key=lambda link: site.views.place[link.later])


def _names(things: list[Thing], language: str) -> str:
    return ", ".join(thing.label(language) for thing in things)


def _facts(site: Site, one: Statement) -> list[tuple[str, list[Thing] | str]]:
    """What else is known of a statement, by the key of its name: things, or a text."""
    catalogue, thing = site.views.catalogue, one.thing
    found: list[tuple[str, list[Thing] | str]] = []
    for name in ("force", "kind", "dueMeeting", "raises", "mentions", "saidAt", "venue"):
        things = catalogue.linked(thing, name)
        if things:
            found.append((f"fact-{name}", things))
    if thing.one("dueText"):
        found.append(("fact-dueText", escape(thing.one("dueText")) + _span(thing)))
    if thing.one("condition"):
        found.append(("fact-condition", thing.one("condition")))
    return found


def _span(thing: Thing) -> Markup:
    """What the wording of a moment stands for, in brackets; nothing where it has no date, or says it itself."""
    first, _, last = thing.one("due").partition("/")
    begin, end = wording.moment_in_words(first), wording.moment_in_words(last)
    if not first or (not last and begin[0] in thing.one("dueText")):
        return Markup("")
    if first[:4] == last[:4] and first[:4].isdigit():  # the year once: "mei tot en met juni 2025"
        begin = (begin[0].removesuffix(f" {first[:4]}"), begin[1].removesuffix(f" {first[:4]}"))
    key = "span-moment" if not last else "span-from" if last == ".." else "span-by" if first == ".." else "span"
    return Markup(" (") + wording.say(key, first=begin, last=end) + ")"

"""The pages without a browser: that they are whole, link to what is there, and let nothing in."""

from __future__ import annotations

import base64
import csv
import hashlib
import html
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from lovp_graph import files
from lovp_graph.cli import main
from lovp_graph.cli.common import open_store
from lovp_graph.errors import LovpGraphError
from lovp_graph.files import replace_folder
from lovp_graph.questions import names, saved
from lovp_graph.site import MARK, wording
from lovp_graph.site.context import Site
from lovp_graph.site.timeline import Timeline, timeline
from lovp_graph.store import Store
from lovp_graph.story import text
from lovp_graph.texts import quotations
from lovp_graph.words import words
from tests.conftest import EXAMPLE, FIXTURES, PROJECT
from tests.hostile import LONG, SCRIPT_ADDRESS
from tests.pages import Page, kind, parse, parse_all

# Pages that links already lead to, but that are not made yet.
PENDING: set[str] = set()
THEME_PAGE_BYTES = 100_000
NAMED_IN_STATE = {"thema": "thema", "theme": "thema", "actor": "actor", "overleg": "meeting", "uitspraak": "uitspraak"}


@pytest.fixture(scope="module")
def pages(site_files: dict[str, bytes]) -> dict[str, Page]:
    return parse_all(site_files)


@pytest.fixture(scope="module", params=["history", "real"])
def either(request: pytest.FixtureRequest) -> dict[str, Page]:
    """The pages of the invented body, then those of the real data."""
    if request.param == "real":
        found: dict[str, Page] = request.getfixturevalue("pages")
        return found
    return parse_all(request.getfixturevalue("history_files"))


@pytest.fixture(scope="module")
def invented(history: Store) -> Site:
    """What the pages of the invented body are made of."""
    return Site(history)


@pytest.fixture(scope="module")
def actual(real: Store) -> Site:
    """What the pages of the real data are made of."""
    return Site(real)


# --- the parts of every page


def test_the_site_has_pages_of_every_kind(site_files: dict[str, bytes]) -> None:
    found = {kind(path) for path in site_files if path.endswith(".html")}
    assert found >= {"index.html", "themas.html", "actoren.html", "thema", "actor", "meeting", "uitspraak"}


def test_every_page_has_a_language_a_title_one_heading_one_main_and_no_id_twice(either: dict[str, Page]) -> None:
    wrong = [f"{path}: {fault}" for path, page in either.items() for fault in _faults(page)]
    assert wrong == []


def _faults(page: Page) -> list[str]:
    ids = page.ids
    found = [f"id {one} {ids.count(one)} times" for one in sorted({one for one in ids if ids.count(one) > 1})]
    if [one.attributes.get("lang") for one in page.all("html")] != ["nl"]:
        found.append("no lang=nl")
    titles = [one.text.strip() for one in page.all("title")]
    if len(titles) != 1 or not titles[0]:
        found.append(f"titles {titles}")
    found += [f"{len(page.all(tag))} <{tag}>" for tag in ("h1", "main", "header", "footer") if len(page.all(tag)) != 1]
    if page.meta(charset="utf-8") != [""] or not page.meta(name="viewport") or not page.meta(name="description"):
        found.append("no charset, viewport or description")
    return found + page.crossed


def test_no_two_pages_of_a_kind_have_the_same_title(pages: dict[str, Page]) -> None:
    titles: dict[tuple[str, str], list[str]] = {}
    for path, page in pages.items():
        titles.setdefault((kind(path), page.all("title")[0].text), []).append(path)
    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}


def test_headings_skip_no_level(either: dict[str, Page]) -> None:
    wrong = []
    for path, page in either.items():
        levels = [int(one.tag[1]) for one in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
        if any(later > earlier + 1 for earlier, later in zip([0, *levels], levels, strict=False)):
            wrong.append(f"{path}: {levels}")
    assert wrong == []


def test_every_page_points_at_what_it_names(either: dict[str, Page]) -> None:
    wrong = [
        f"{path}: {name}={one.attributes[name]}"
        for path, page in either.items()
        for one in page.elements
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers")
        if name in one.attributes and not set(one.attributes[name].split()) <= set(page.ids)
    ]
    assert wrong == []


# --- the policy


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _policy(page: Page) -> dict[str, list[str]]:
    (policy,) = page.meta(**{"http-equiv": "Content-Security-Policy"})
    return {name: sources for name, *sources in (part.split() for part in policy.split(";"))}


def test_every_page_allows_its_own_scripts_and_styles_and_no_others(either: dict[str, Page]) -> None:
    wrong = []
    for path, page in either.items():
        policy = _policy(page)
        assert policy["default-src"] == ["'none'"], path
        assert policy["base-uri"] == policy["form-action"] == ["'none'"], path
        allowed = {"'wasm-unsafe-eval'"} if path == "sparql.html" else set()
        for name, parts in (("script-src", page.scripts), ("style-src", page.all("style"))):
            digests = {_digest(part.text) for part in parts}
            if set(policy[name]) - allowed not in (digests, digests or {"'none'"}):
                wrong.append(f"{path}: {name}")
        for name, sources in policy.items():
            if any(
                "*" in source or "http" in source or ("unsafe" in source and source not in allowed)
                for source in sources
            ):
                wrong.append(f"{path}: {name} {sources}")
    assert wrong == []


def test_the_policy_stands_before_all_that_it_governs(either: dict[str, Page]) -> None:
    for path, page in either.items():
        tags = [one.tag for one in page.elements if one.tag not in {"html", "head"}]
        policy = tags.index("meta", tags.index("meta") + 1)
        assert policy <= min(tags.index(tag) for tag in ("script", "style", "link", "body")), path


def test_no_page_has_a_style_or_a_handler_in_an_attribute(either: dict[str, Page]) -> None:
    wrong = [
        f"{path}:{one.line}: {name} on <{one.tag}>"
        for path, page in either.items()
        for one in page.elements
        for name in one.attributes
        if name in {"style", "srcdoc"} or name.startswith("on")
    ]
    assert wrong == []


def test_no_page_takes_anything_from_elsewhere(either: dict[str, Page]) -> None:
    wrong = []
    for path, page in either.items():
        for one in page.elements:
            plain = one.tag == "a" or (one.tag == "link" and one.attributes.get("rel") in {"canonical", "license"})
            for name in ("src", "href", "action", "poster", "data", "srcset", "formaction", "xlink:href"):
                address = one.attributes.get(name, "")
                scheme = re.match(r"\s*([a-z][a-z0-9+.-]*:|//)", address, re.IGNORECASE)
                fine = plain and scheme and scheme[1] in {"http:", "https:", "mailto:"}
                if scheme and not fine and address != "data:,":
                    wrong.append(f"{path}: <{one.tag} {name}={address}>")
    assert wrong == []


def test_links_to_elsewhere_tell_nobody_where_one_came_from(either: dict[str, Page]) -> None:
    for path, page in either.items():
        assert page.meta(name="referrer") == ["no-referrer"], path


def test_no_style_or_script_of_a_page_names_an_address_of_the_network(either: dict[str, Page]) -> None:
    wrong = {
        f"{kind(path)}: {match[0]}"
        for path, page in either.items()
        for one in [*page.scripts, *page.all("style")]
        for match in re.finditer(r"(?:url\(|@import|import\(|fetch\(|\bsrc\s*=)\s*[\"'`]?https?:[^\s)\"'`]*", one.text)
    }
    assert wrong == set()


# --- links


def _broken(pages: dict[str, Page], files: dict[str, bytes]) -> dict[str, set[str]]:
    """The addresses that lead nowhere, each with the kinds of pages that have them."""
    ids = {path: set(page.ids) for path, page in pages.items()}
    found: dict[str, set[str]] = {}
    for path, page in pages.items():
        for address in page.links:
            if re.match(r"[a-z]+:", address):
                continue
            target, fragment = page.target(address)
            named = [pair.partition("=") for pair in fragment.split("&") if "=" in pair]
            missing = [
                f"{NAMED_IN_STATE[key]}/{value}.html"
                for key, _, value in named
                if key in NAMED_IN_STATE and f"{NAMED_IN_STATE[key]}/{value}.html" not in files
            ]
            if target not in files:
                found.setdefault(target, set()).add(kind(path))
            elif fragment and not named and fragment not in ids.get(target, set()):
                found.setdefault(f"{target}#{fragment}", set()).add(kind(path))
            for one in missing:
                found.setdefault(f"{target}#{fragment} ({one})", set()).add(kind(path))
    return found


def test_every_link_leads_to_a_page_or_file_and_a_place_on_it(
    pages: dict[str, Page], site_files: dict[str, bytes]
) -> None:
    found = _broken(pages, site_files)
    assert {address: kinds for address, kinds in found.items() if address not in PENDING} == {}


def test_what_is_said_to_be_pending_is_really_missing(site_files: dict[str, bytes]) -> None:
    assert sorted(PENDING & set(site_files)) == []


def test_every_page_can_be_reached_from_the_start(pages: dict[str, Page]) -> None:
    reached, border = {"index.html"}, ["index.html"]
    while border:
        found = {pages[path].target(address)[0] for path in border for address in pages[path].links}
        border = sorted((found & set(pages)) - reached)
        reached |= set(border)
    assert sorted(set(pages) - reached) == []


def test_the_menu_shows_on_which_page_one_is(pages: dict[str, Page]) -> None:
    menu = {address for _, address in Site.menu}
    for path in sorted(menu & set(pages)):
        current = [one for one in pages[path].all("a") if one.attributes.get("aria-current") == "page"]
        assert [one.attributes["href"] for one in current] == [path]


# --- data in and beside the pages


def test_every_page_says_in_json_ld_what_it_is(either: dict[str, Page]) -> None:
    for path, page in either.items():
        (metadata,) = page.data("application/ld+json")
        assert metadata["@context"] == "https://schema.org", path
        assert metadata["@type"], path
        assert metadata["name"] in page.all("title")[0].text, path
        assert metadata["license"] == "https://creativecommons.org/licenses/by/4.0/", path


def test_the_start_page_describes_the_dataset(pages: dict[str, Page]) -> None:
    (metadata,) = pages["index.html"].data("application/ld+json")
    assert metadata["@type"] == "Dataset"
    assert metadata["temporalCoverage"] == "2021-09-27/2026-02-02"


def test_beside_a_page_stand_its_data_in_turtle_and_in_json_ld_and_both_say_the_same(
    pages: dict[str, Page], site_files: dict[str, bytes]
) -> None:
    formats = {"text/turtle": ox.RdfFormat.TURTLE, "application/ld+json": ox.RdfFormat.JSON_LD}
    seen = set()
    for path, page in pages.items():
        alternates = {
            one.attributes["type"]: page.target(one.attributes["href"])[0]
            for one in page.all("link")
            if one.attributes.get("rel") == "alternate"
        }
        seen.add(kind(path))
        assert set(alternates) == set(formats), path
        turtle, json_ld = (
            {quad.triple for quad in ox.parse(site_files[alternates[name]], format=style)}
            for name, style in formats.items()
        )
        assert turtle == json_ld, path
        (canonical,) = (one.attributes["href"] for one in page.all("link") if one.attributes.get("rel") == "canonical")
        whole = set(alternates.values()) == {"gegevens.ttl", "gegevens.jsonld"}
        assert whole or path == "documenten.html" or any(triple.subject == ox.NamedNode(canonical) for triple in turtle)
    assert seen >= {"thema", "actor", "meeting", "uitspraak"}


def test_spreadsheets_beside_a_page_open_and_agree(pages: dict[str, Page], site_files: dict[str, bytes]) -> None:
    tables = 0
    for path, page in pages.items():
        targets = {page.target(one.attributes["href"])[0] for one in page.all("a") if "download" in one.attributes}
        for target in sorted(one for one in targets if one.endswith(".csv")):
            text = site_files[target].decode("utf-8-sig")
            assert site_files[target].startswith(b"\xef\xbb\xbf"), target
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
            assert {len(row) for row in rows} == {len(rows[0])}, target
            excel = f"{target.removesuffix('.csv')}.xlsx"
            assert excel in targets, path
            with zipfile.ZipFile(io.BytesIO(site_files[excel])) as archive:
                sheet = archive.read("xl/worksheets/sheet1.xml").decode()
            assert len(re.findall(r"<row ", sheet)) == len(rows), target
            tables += 1
    assert tables >= len([path for path in pages if kind(path) == "thema"])


def test_a_theme_page_lists_as_many_statements_in_its_spreadsheet_as_on_its_timeline(
    pages: dict[str, Page], site_files: dict[str, bytes]
) -> None:
    for path, page in pages.items():
        if kind(path) != "thema":
            continue
        cards = [one for one in page.all("article") if "data-links" in one.attributes]
        text = site_files[path.replace(".html", ".csv")].decode("utf-8-sig")
        assert len(list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))) - 1 == len(cards), path


def test_every_statement_theme_actor_and_meeting_has_a_page(actual: Site, pages: dict[str, Page]) -> None:
    views = actual.views
    for things, folder in (
        ([one.thing for one in views.statements.values()], "uitspraak"),
        (views.themes, "thema"),
        (views.actors, "actor"),
        (views.meetings, "meeting"),
    ):
        assert {f"{folder}/{thing.slug}.html" for thing in things} == {path for path in pages if kind(path) == folder}
    assert len(views.statements) == 246
    assert len(views.themes) == 58


def _facts(content: bytes) -> str:
    """What the list of facts of a statement's page says, in both languages."""
    found = re.findall(r"<dd>(.*?)</dd>", content.decode(), re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", "", " ".join(found)))


def test_a_statement_shows_the_amounts_and_the_authority_that_rest_on_it(
    actual: Site, site_files: dict[str, bytes]
) -> None:
    views, shown = actual.views, 0
    for row in actual.rows("amounts"):
        content = site_files[views.path(views.statements[text(row, "statement")].thing)]
        assert text(row, "measures") in _facts(content)
        shown += 1
    for relation in views.catalogue.of("AuthorityRelation"):
        for source in views.catalogue.linked(relation, "statedIn"):
            if source.iri in views.statements:
                assert relation.one("gist", "nl") in _facts(site_files[views.path(source)])
                shown += 1
    assert shown >= 24


@pytest.mark.parametrize(
    ("slug", "nl", "en"),
    [
        ("lovp-2025-04-16-012", "na de zomer (vanaf september 2025", "from September 2025"),
        ("lovp-2025-04-16-023", "eind juni (juni 2025", "June 2025"),
        ("lovp-2025-04-16-028", "eind mei/begin juni (mei tot en met juni 2025", "May to June 2025"),
    ],
)
def test_the_wording_of_a_moment_stands_with_its_date(
    site_files: dict[str, bytes], slug: str, nl: str, en: str
) -> None:
    facts = _facts(site_files[f"uitspraak/{slug}.html"])
    assert nl in facts
    assert en in facts


def test_a_moment_that_names_its_year_is_not_said_twice(site_files: dict[str, bytes]) -> None:
    found = [_facts(page) for path, page in site_files.items() if kind(path) == "uitspraak" and b"In 2027" in page]
    assert found
    assert not any("(2027" in facts for facts in found)


def test_theme_pages_are_small(site_files: dict[str, bytes]) -> None:
    sizes = {path: len(content) for path, content in site_files.items() if kind(path) == "thema" and ".html" in path}
    assert {path: size for path, size in sizes.items() if size > THEME_PAGE_BYTES} == {}


# --- the same again


def test_the_same_data_give_the_same_bytes_under_any_hash_seed_and_time_zone(
    history_files: dict[str, bytes], tmp_path: Path
) -> None:
    subprocess.run(
        [sys.executable, "-m", "lovp_graph.cli", "site", "--data", FIXTURES / "history", "--out", tmp_path / "site"],
        env=os.environ | {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONUTF8": "0"},
        cwd=PROJECT,
        check=True,
        capture_output=True,
    )
    again = _content(tmp_path / "site")
    assert again.keys() == history_files.keys()
    assert [path for path in again if again[path] != history_files[path]] == []


# --- hostile content


def test_nothing_that_people_wrote_becomes_markup(
    hostile_files: dict[str, bytes], history_files: dict[str, bytes]
) -> None:
    tame, hostile = parse_all(history_files), parse_all(hostile_files)
    assert hostile.keys() == tame.keys()
    known = {"html", "head", "body"} | {one.tag for page in tame.values() for one in page.elements}
    names = {name for page in tame.values() for one in page.elements for name in one.attributes}
    wrong = []
    for path, page in hostile.items():
        # Texts decide the order of lists, so that a page may differ; what may stand on it does not.
        wrong += [f"{path}:{one.line}: <{one.tag}>" for one in page.elements if one.tag not in known]
        wrong += [f"{path}:{one.line}: {name}" for one in page.elements for name in one.attributes if name not in names]
        wrong += [f"{path}: {fault}" for fault in _faults(page)]
        scripts = [one.text for one in page.scripts]
        if scripts != [one.text for one in tame[path].scripts]:
            wrong.append(f"{path}: other scripts")
        if len(page.all("script", "style")) != len(tame[path].all("script", "style")):
            wrong.append(f"{path}: more scripts or styles")
        if set(_policy(page)["script-src"]) != set(_policy(tame[path])["script-src"]):
            wrong.append(f"{path}: another policy")
    assert wrong == []


def test_the_attacks_are_on_the_pages_as_text(hostile_files: dict[str, bytes]) -> None:
    everything = b"\n".join(content for path, content in hostile_files.items() if path.endswith(".html")).decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in everything
    assert "<script>alert(" not in everything
    assert LONG in everything
    assert "{{ 7*7 }}" in everything


def test_an_address_that_is_no_web_address_is_no_link(hostile_files: dict[str, bytes]) -> None:
    pages = parse_all(hostile_files)
    assert any(SCRIPT_ADDRESS.encode() in content for content in hostile_files.values())
    assert [
        f"{path}: {one}" for path, page in pages.items() for one in page.links if one.startswith("javascript")
    ] == []


def test_data_in_a_page_do_not_end_the_script_that_holds_them(hostile_files: dict[str, bytes]) -> None:
    (metadata,) = parse("index.html", hostile_files["index.html"]).data("application/ld+json")
    assert metadata["@type"] == "Dataset"
    for path, content in hostile_files.items():
        if kind(path) == "uitspraak" and path.endswith(".html"):
            (metadata,) = parse(path, content).data("application/ld+json")
            assert "2030" in metadata["name"]


# --- the timeline


def _timeline(pages: Site, slug: str) -> Timeline:
    theme = pages.views.named("thema", slug)
    given = {"theme": [theme.iri]}
    history, announced = pages.rows("theme-history", **given), pages.rows("announced-topics", **given)
    return timeline(pages.views, pages.views.in_theme(theme), history, announced)


def _columns(line: Timeline) -> list[str]:
    return [f"{one.kind}: {' '.join(meeting.slug for meeting in one.meetings)}" for one in line.columns]


def _lines(line: Timeline) -> dict[str, list[str]]:
    """By speaker the last digits of the statements, a text per column."""
    return {
        one.actor.slug if one.actor else "-": [" ".join(said.slug[-3:] for said in cell) for cell in one.cells]
        for one in line.lines
    }


def test_columns_are_said_silent_and_gaps_in_the_order_of_time(invented: Site) -> None:
    # The meeting of May was cancelled and the one of February 2031 is still to come: neither is a gap.
    assert _columns(_timeline(invented, "bewaken-en-beveiligen")) == [
        "said: haven-2030-01-15",
        "gap: haven-2030-03-12",
        "silent: haven-2030-06-18",
        "gap: haven-2030-09",
        "silent: haven-2030-10-01",
        "said: haven-2030-11-05",
    ]


def test_a_meeting_that_only_a_later_summary_tells_of_is_reported(invented: Site) -> None:
    assert _columns(_timeline(invented, "gezag")) == [
        "reported: haven-before-2030-01-15",
        "said: haven-2030-01-15",
        "gap: haven-2030-03-12",
        "said: haven-2030-06-18",
        "gap: haven-2030-09",
        "said: haven-2030-10-01",
        "said: haven-2030-11-05",
    ]


def test_who_speaks_most_comes_first_and_nobody_last(invented: Site) -> None:
    line = _timeline(invented, "gezag")
    assert _lines(line) == {
        "commandant": ["", "015", "", "010", "", "002", "010"],
        "havenmeester": ["", "016 011", "", "", "", "", "007"],
        "havenoverleg": ["021", "022", "", "006", "", "", ""],
        "loodsdienst": ["", "013 012", "", "012", "", "", ""],
        "wethouder": ["", "017", "", "011", "", "", ""],
        "burgemeester": ["", "", "", "", "", "", "008"],
        "kadebedrijven": ["", "", "", "009", "", "", ""],
        "reders": ["", "", "", "", "", "", "012"],
        "-": ["", "014", "", "014", "", "001", ""],
    }
    assert [one.count for one in line.lines] == [4, 3, 3, 3, 2, 1, 1, 1, 3]


def test_outcomes_come_first_in_a_cell_and_a_joint_statement_stands_with_its_first_speaker(invented: Site) -> None:
    line = _lines(_timeline(invented, "financien-politie"))
    assert line["havenmeester"] == ["004 018 001", "", "003 002", "", "", "003"]
    assert line["wethouder"] == ["005 009 007 006", "", "013", "", "", "005"]
    assert line["havenoverleg"] == ["", "", "001 007 008", "", "", "006"]
    assert line["reders"] == ["003 010 002 008", "", "005", "", "", ""]


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("financien-politie", {"havenoverleg": ["haven-2030-11-05-006"]}),  # at a meeting that is announced
        ("gezag", {"havenmeester": ["haven-2030-01-15-016"]}),  # from February on, without an end
        ("bewaken-en-beveiligen", {"kadebedrijven": ["haven-2030-11-05-011"]}),  # at "a next meeting"
        ("meerjarenbegroting", {}),  # 004 was for March
    ],
)
def test_what_is_still_to_come_stands_with_who_promised_it(
    invented: Site, slug: str, expected: dict[str, list[str]]
) -> None:
    line = _timeline(invented, slug)
    found = {one.actor.slug: [said.slug for said, _ in one.coming] for one in line.lines if one.actor and one.coming}
    assert found == expected
    assert line.has_coming == bool(expected)


def test_a_theme_that_nobody_spoke_on_has_no_lines(invented: Site) -> None:
    assert _timeline(invented, "veiligheidsagenda").lines == ()


def test_the_gap_of_the_real_data_is_one_column(actual: Site) -> None:
    line = _timeline(actual, "bewaken-en-beveiligen")
    # 20 June 2022 was cancelled; "een LOVP vóór 16 april 2025" is told of by the summary of 16 April 2025.
    assert _columns(line) == [
        "said: lovp-2021-09-27",
        "silent: lovp-2021-11-23",
        "said: lovp-2021-11-29",
        "gap: lovp-2022-02-14 lovp-2022-04-11 lovp-2023-06-26 lovp-2023-09-25 lovp-2023-11-27 lovp-2024-02-26",
        "reported: lovp-before-2025-04-16",
        "said: lovp-2025-04-16",
        "gap: lovp-2025-extra lovp-2025-06",
        "silent: lovp-2025-11-24",
        "said: lovp-2026-02-02",
    ]
    assert [one.actor.slug if one.actor else "-" for one in line.lines] == [
        "nctv",
        "lovp",
        "regioburgemeesters",
        "korpschef",
        "minister-jenv",
        "-",
    ]
    assert sum(one.count for one in line.lines) == 29
    assert [[said.slug for said, _ in one.coming] for one in line.lines if one.coming] == [["lovp-2026-02-02-036"]]


def test_every_statement_of_every_theme_stands_once_on_its_timeline(actual: Site) -> None:
    for theme in actual.views.themes:
        said = [one.slug for line in _timeline(actual, theme.slug).lines for cell in line.cells for one in cell]
        assert sorted(said) == sorted(one.slug for one in actual.views.in_theme(theme)), theme.slug


def test_the_chain_of_a_statement_goes_back_and_forth_without_turning(invented: Site) -> None:
    views = invented.views

    def chain(slug: str) -> list[str]:
        return [one.slug for one in views.chain(views.statements[views.named("uitspraak", slug).iri])]

    four = ["haven-2030-01-15-013", "haven-2030-06-18-011", "haven-2030-06-18-012", "haven-2030-11-05-008"]
    assert [chain(one) for one in four] == [four] * 4
    # Two reservations on one agreement: the agreement knows both, neither knows the other.
    assert chain("haven-2030-01-15-020") == ["haven-2030-01-15-019", "haven-2030-01-15-020"]
    assert chain("haven-2030-01-15-019") == [
        "haven-2030-01-15-019",
        "haven-2030-01-15-020",
        "haven-2030-11-05-009",
    ]


# --- replacing a folder

FILES = {"mark.txt": b"mark", "a/b/page.html": "één".encode()}


def _content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_a_folder_is_made_and_then_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "site"
    replace_folder(FILES, out, "mark.txt")
    assert _content(out) == FILES
    replace_folder({"mark.txt": b"new"}, out, "mark.txt")
    assert _content(out) == {"mark.txt": b"new"}
    assert [path.name for path in out.parent.iterdir()] == ["site"]
    assert out.stat().st_mode & 0o777 == 0o755


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    out = tmp_path / "site"
    out.mkdir()
    replace_folder(FILES, out, "mark.txt")
    assert _content(out) == FILES


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(LovpGraphError, match="holds other files"):
        replace_folder(FILES, tmp_path, "mark.txt")
    assert _content(tmp_path) == {"thesis.docx": b"years of work"}


def test_a_file_in_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "site").write_bytes(b"years of work")
    with pytest.raises(LovpGraphError):
        replace_folder(FILES, tmp_path / "site", "mark.txt")
    assert _content(tmp_path) == {"site": b"years of work"}


@pytest.mark.parametrize("named", ["x" * 300, "mark.txt/page.html"], ids=["name too long", "folder that is a file"])
def test_when_writing_fails_the_old_folder_stands_and_nothing_is_left_behind(named: str, tmp_path: Path) -> None:
    out = tmp_path / "site"
    replace_folder(FILES, out, "mark.txt")
    with pytest.raises(LovpGraphError, match="cannot be written"):
        replace_folder({"mark.txt": b"new", named: b""}, out, "mark.txt")
    assert _content(out) == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_when_the_last_step_fails_the_old_folder_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "site"
    replace_folder(FILES, out, "mark.txt")
    replace: Callable[[Path, Path], Path] = Path.replace

    def refusing(self: Path, target: Path) -> Path:
        if Path(target) == out and self.name.startswith(".site."):
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(files, "_exchanged", lambda *_: False)
    monkeypatch.setattr(Path, "replace", refusing)
    with pytest.raises(LovpGraphError, match="No space left"):
        replace_folder({"mark.txt": b"new"}, out, "mark.txt")
    assert _content(out) == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_link_to_a_folder_keeps_being_one_or_is_refused(tmp_path: Path) -> None:
    real, link = tmp_path / "www", tmp_path / "site"
    replace_folder(FILES, real, "mark.txt")
    link.symlink_to(real)
    try:
        replace_folder({"mark.txt": b"new"}, link, "mark.txt")
    except LovpGraphError:
        assert _content(real) == FILES
    else:
        assert sorted(path.name for path in link.iterdir()) == ["mark.txt"]
        assert _content(real) == {"mark.txt": b"new"}


# --- quotations


def test_quotations_are_the_sentences_of_the_texts_by_digest() -> None:
    found = quotations(EXAMPLE / "texts")
    registers = sorted((EXAMPLE / "sentences").glob("*.csv"))
    lines = [path.read_text(encoding="utf-8").splitlines() for path in registers]
    digests = [row["sha256"] for register in lines for row in csv.DictReader(register)]
    assert len(digests) == 20
    assert set(found) == set(digests)
    text = " ".join(
        " ".join((EXAMPLE / "texts" / f"{path.stem}.txt").read_text(encoding="utf-8").split()) for path in registers
    )
    assert [one for one in found.values() if " ".join(one.split()) not in text] == []


def test_the_published_texts_quote_every_annotated_sentence(texts: Path, actual: Site) -> None:
    found = quotations(texts)
    views = actual.views
    digests = {sentence.one("sha256") for one in views.statements.values() for sentence in one.sentences}
    assert digests
    assert sorted(digests - set(found)) == []


def test_a_folder_without_texts_gives_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(LovpGraphError, match="holds no text"):
        quotations(tmp_path)


# --- the command


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_pages_quote_no_sentence_unless_the_texts_are_given(either: dict[str, Page]) -> None:
    quoting = [path for path, page in either.items() for one in page.all("blockquote") if one.text.strip()]
    assert quoting == []


def test_site_writes_the_pages_and_quotes_the_texts_that_it_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out, found = tmp_path / "site", quotations(EXAMPLE / "texts")
    result = run("site", "--data", EXAMPLE, "--out", out, "--texts", EXAMPLE / "texts")
    assert result.exit_code == 0, result.output
    files = _content(out)
    pages = [path for path in files if path.endswith(".html")]
    assert f"{len(pages)} pages" in result.stderr
    assert str(out / "index.html") in result.stderr
    assert MARK in files
    views = Site(open_store(EXAMPLE, None, None)).views
    cited = {found[sentence.one("sha256")] for one in views.statements.values() for sentence in one.sentences}
    assert len(cited) > 10
    assert _quoted(files, set(found.values())) == cited


def _quoted(files: dict[str, bytes], sentences: set[str]) -> set[str]:
    """The sentences that stand in a quotation on a statement's page."""
    blocks = {
        " ".join(one.text.split()).removesuffix("()").strip()
        for path, content in files.items()
        if kind(path) == "uitspraak" and path.endswith(".html")
        for one in parse(path, content).all("blockquote")
    }
    return {one for one in sentences if " ".join(one.split()) in blocks}


def test_site_refuses_a_folder_with_other_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lovp_graph.site.each", lambda *_: iter([(MARK, b""), ("index.html", b"")]))
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    result = run("site", "--data", EXAMPLE, "--out", tmp_path)
    assert result.exit_code == 1
    assert "holds other files" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_site_refuses_a_folder_of_texts_without_texts(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    result = run("site", "--data", EXAMPLE, "--out", tmp_path / "out", "--texts", tmp_path / "texts")
    assert result.exit_code == 1
    assert "holds no text" in result.stderr
    assert not (tmp_path / "out").exists()


# --- the words


def test_an_unknown_word_is_an_error_that_names_the_file() -> None:
    with pytest.raises(LovpGraphError, match=r"interface\.yaml.*'no-such-key'"):
        wording.say("no-such-key")


def test_words_are_given_in_both_languages_and_values_are_escaped() -> None:
    assert wording.say("search") == "<t-nl>Zoek</t-nl><t-en>Search</t-en>"
    found = wording.say("from-day", day=("<1> mei", "1 <May>"))
    assert found == "<t-nl>vanaf &lt;1&gt; mei</t-nl><t-en>from 1 &lt;May&gt;</t-en>"
    assert wording.both("Agenda", "Agenda") == "Agenda"
    assert wording.both("a < b", "") == "a &lt; b"


@pytest.mark.parametrize(
    ("iso", "expected"),
    [
        ("2025-04-16", ("16 april 2025", "16 April 2025")),
        ("2026-02-02", ("2 februari 2026", "2 February 2026")),
        ("", ("", "")),
        ("eerder", ("eerder", "eerder")),
    ],
)
def test_a_day_is_put_in_words(iso: str, expected: tuple[str, str]) -> None:
    assert wording.day_in_words(iso) == expected


def test_every_word_of_the_pages_stands_in_both_languages() -> None:
    wrong = []
    for key, tongues in wording.interface().items():
        texts = (
            words()["notes"].get(key.removeprefix("note-")) if key.startswith("note-") else tongues.get("nl"),
            tongues.get("en"),
        )
        if not all(texts) or set(tongues) != {"nl", "en"}:
            wrong.append(key)
        elif {*re.findall(r"\{(\w+)\}", texts[0] or "")} != {*re.findall(r"\{(\w+)\}", texts[1] or "")}:
            wrong.append(f"{key}: other values in nl than in en")
    assert wrong == []


def test_no_word_of_the_pages_stands_twice() -> None:
    path = wording.TEMPLATES / "interface.yaml"
    keys = [
        line.partition(":")[0] for line in path.read_text(encoding="utf-8").splitlines() if re.match(r"[\w-]+:", line)
    ]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []
    assert set(keys) == set(wording.interface())


def _sources(*more: str) -> str:
    package = PROJECT / "lovp_graph"
    paths = [path for kind in ("templates/*.j2", "site/*.py", *more) for path in sorted(package.glob(kind))]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def test_every_word_of_the_pages_is_used() -> None:
    sources = _sources("templates/*.js")
    quoted = set(re.findall(r"""["']([\w-]+)["']""", sources))
    # Some are put together: "basis-" ~ kind, f"fact-{name}".
    beginnings = {"note-"} | {"".join(one) for one in re.findall(r"""["']([a-z-]+-)(?:["'] [~+]|\{)""", sources)}
    unused = [key for key in wording.interface() if key not in quoted and not key.startswith(tuple(beginnings))]
    assert unused == []
    noted = set(re.findall(r"""\bnote\(\s*["']([\w-]+)["']""", sources))
    noted |= {note for name in names() for note in saved(name).notes}  # these go with the answers of a question
    kept = {key.removeprefix("note-") for key in wording.interface() if key.startswith("note-")}
    assert sorted(kept - noted) == []


def test_every_word_that_a_template_asks_for_is_there() -> None:
    sources = _sources()
    asked = set(re.findall(r"""\b(?:say|placeholder)\(\s*["']([\w-]*\w)["']""", sources))
    noted = set(re.findall(r"""\bnote\(\s*["']([\w-]+)["']""", sources))
    assert len(asked) > 60
    assert sorted(asked - set(wording.interface())) == []
    assert sorted(one for one in noted if f"note-{one}" not in wording.interface() or one not in words()["notes"]) == []


def test_the_pages_say_of_themselves_what_they_need_to_in_both_languages(actual: Site) -> None:
    own = actual.own
    texts = [own["title"], own["lead"], *own["entrances"]]
    assert all(text["nl"] and text["en"] for text in texts)
    assert own["name"]


def test_a_question_is_not_asked_with_a_parameter_that_it_does_not_have(actual: Site) -> None:
    with pytest.raises(LovpGraphError, match="issues: no parameter theme"):
        actual.rows("issues", theme=["mit"])


def test_without_the_words_of_the_pages_there_is_a_clear_error(history: Store, tmp_path: Path) -> None:
    with pytest.raises(LovpGraphError, match=r"nowhere\.yaml: cannot be read"):
        _ = Site(history, words=tmp_path / "nowhere.yaml").own

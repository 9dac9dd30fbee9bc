"""The network in a browser: what it shows, and that it is the same drawn, listed, saved and chosen by keys."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import Visit, visiting

GRAPH = "graaf.html"
JANUARY, JUNE, NOVEMBER = "haven-2030-01-15", "haven-2030-06-18", "haven-2030-11-05"
MIDDLE = f"{JUNE}-012"
CHAIN = {f"{JANUARY}-013", f"{JUNE}-011", MIDDLE, f"{NOVEMBER}-008"}
SVG = "{http://www.w3.org/2000/svg}"
STATEMENTS = "tbody tr:not(.Theme, .Actor, .Meeting, .Issue)"
PANEL = "#graph-panel"


def _count(page: Page) -> tuple[int, int]:
    """How many blocks are shown, and of how many."""
    found = re.fullmatch(r"(\d+) van (\d+) blokken getoond\.", page.inner_text("#graph-count"))
    assert found, page.inner_text("#graph-count")
    return int(found[1]), int(found[2])


def _listed(page: Page) -> set[str]:
    """The keys of what stands in the list."""
    keys = page.locator("#graph-list tbody button").evaluate_all("(buttons) => buttons.map((one) => one.dataset.key)")
    assert len(keys) == len(set(keys))
    return set(keys)


def _statements(page: Page) -> set[str]:
    return {key.partition(".")[2] for key in _listed(page) if key.startswith("uitspraak.")}


def _row(page: Page, key: str) -> None:
    """Choose a row of the list."""
    if page.locator("#graph-list").is_hidden():
        page.click("#graph-list-button")
    page.locator(f"#graph-list [data-key='{key}']").click()


def _saved(page: Page) -> ET.Element:
    with page.expect_download() as taken:
        page.click("#graph-svg")
    assert taken.value.suggested_filename == "graaf.svg"
    return ET.fromstring(Path(taken.value.path()).read_bytes())  # noqa: S314 - our own page wrote it


def _blocks(svg: ET.Element) -> list[str]:
    """What the blocks of a saved network are called."""
    return sorted(str(group.findtext(f"{SVG}title")) for group in svg.iter(f"{SVG}g"))


# --- what it shows


def test_the_whole_opens_with_themes_as_a_whole_and_shows_their_parts_when_asked(lean_visit: Visit) -> None:
    page = lean_visit.open(GRAPH)
    expect(page.locator("h1")).to_have_text("Netwerk: het geheel", use_inner_text=True)
    # Five meetings with statements, eight who spoke, three themes; three parts of these follow.
    assert _count(page) == (16, 19)
    assert {key for key in _listed(page) if key.startswith("thema.")} == {
        f"thema.{name}" for name in ("financien-politie", "gezag", "bewaken-en-beveiligen")
    }
    expect(page.locator("#graph-more")).to_have_text("Toon ook de onderdelen (3)")
    page.click("#graph-more")
    for _ in range(2):
        assert _count(page) == (19, 19)
        assert len(_listed(page)) == 19
        expect(page.locator("#graph-more")).to_be_hidden()
        assert lean_visit.hash() == "#meer=1"
        page.reload()
    page.click("#graph-whole")
    expect(page.locator("#graph-more")).to_be_visible()
    assert _count(page) == (16, 19)
    assert lean_visit.hash() in {"", "#"}


def test_the_real_network_opens_with_at_most_sixty_blocks_and_can_show_all(lean_real_visit: Visit) -> None:
    page = lean_real_visit.open(GRAPH)
    shown, total = _count(page)
    assert shown <= 60 < total == 58 + 14 + 7  # themes, speakers, and meetings with statements
    assert len(_listed(page)) == shown
    page.click("#graph-more")
    assert _count(page) == (79, 79)
    page = lean_real_visit.open(GRAPH, "actor=regioburgemeesters")
    shown, total = _count(page)
    assert shown <= 60 < total
    seen = [shown]
    while page.locator("#graph-more").is_visible():
        page.click("#graph-more")
        assert _count(page)[1] == total
        assert len(_listed(page)) == _count(page)[0] > seen[-1]
        seen.append(_count(page)[0])
    assert seen[-1] == total
    assert len(_blocks(_saved(page))) == total
    page.reload()
    assert _count(page) == (total, total)


@pytest.mark.parametrize(
    ("fragment", "title", "number", "statements"),
    [
        ("thema=gezag", "thema Gezag over de politie", 38, 21),
        (f"uitspraak={MIDDLE}", "de keten van een uitspraak van 18 juni 2030", 11, 4),
        ("kwestie=een-gezag", "kwestie Stelling: “Op de kade komt één gezag over de havenpolitie”", 9, 3),
        (
            f"actor=loodsdienst&overleg={JUNE}",
            "actor loodsdienst, overleg Havenoverleg van 18 juni 2030",
            None,
            None,
        ),
    ],
)
def test_the_address_says_which_part_is_shown(
    fragment: str, title: str, number: int | None, statements: int | None, lean_visit: Visit
) -> None:
    page = lean_visit.open(GRAPH, fragment)
    expect(page.locator("h1")).to_have_text(f"Netwerk: {title}", use_inner_text=True)
    shown, total = _count(page)
    assert shown == total == len(_listed(page))
    svg = _saved(page)
    names = [re.sub(r"\s+", " ", one) for one in page.locator("#graph-list tbody button").all_text_contents()]
    assert _blocks(svg) == sorted(names)
    if number:
        assert (shown, len(_statements(page))) == (number, statements)
    for key, segment in (("thema", "thema"), ("actor", "actor"), ("overleg", "meeting")):
        asked = re.search(rf"{key}=([\w-]+)", fragment)
        expect(page.locator(f"[data-scope={segment}]")).to_have_value(asked[1] if asked else "")


def test_what_belongs_to_a_part(lean_visit: Visit) -> None:
    page = lean_visit.open(GRAPH, f"uitspraak={MIDDLE}")
    assert _statements(page) == CHAIN
    assert _listed(page) - {f"uitspraak.{one}" for one in CHAIN} == {
        *("thema.gezag", "actor.loodsdienst", "actor.wethouder", "actor.burgemeester"),
        *(f"meeting.{one}" for one in (JANUARY, JUNE, NOVEMBER)),
    }
    # What someone said, and what is linked with it: 008 of November confirms a position of the pilots.
    page = lean_visit.open(GRAPH, "actor=burgemeester")
    assert _statements(page) == {f"{NOVEMBER}-008", MIDDLE}
    page = lean_visit.open(GRAPH, "thema=gezag&actor=loodsdienst")
    own = {f"{JANUARY}-012", f"{JANUARY}-013", MIDDLE, f"{JUNE}-011"}
    assert _statements(page) == own | {f"{NOVEMBER}-008"}


def test_an_unknown_or_silent_part_says_that_there_is_nothing(lean_visit: Visit) -> None:
    for fragment in ("thema=vuurwerk", "thema=nonsense", "uitspraak=x", f"van={NOVEMBER}&tot={JANUARY}"):
        page = lean_visit.open(GRAPH, fragment)
        assert page.inner_text("#graph-count").startswith("Hierover staat geen uitspraak"), fragment
        expect(page.locator("#graph-list tbody tr")).to_have_count(0)
        expect(page.locator("#graph-svg")).to_be_disabled()
        expect(page.locator("#graph-more")).to_be_hidden()
    page.click("#graph-whole")
    expect(page.locator("#graph-svg")).to_be_enabled()


def test_an_odd_address_does_no_harm(lean_visit: Visit) -> None:
    wrong = {}
    attack = "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"
    for fragment in (
        "meer=-1",
        f"zonder={attack}",
        "kies=__proto__",
        "kies=thema.gezag&zonder=Theme",
    ):
        page = lean_visit.open(GRAPH, fragment)
        if page.locator("#graph-list tbody tr").count() < 10 or page.locator("main img").count():
            wrong[fragment] = page.inner_text("#graph-count")
    assert wrong == {}


# --- the choices around it


def test_a_choice_of_theme_actor_and_meeting_goes_into_the_address(lean_visit: Visit) -> None:
    page = lean_visit.open(GRAPH)
    page.select_option("[data-scope=thema]", "gezag")
    expect(page.locator("h1")).to_have_text("Netwerk: thema Gezag over de politie", use_inner_text=True)
    assert lean_visit.hash() == "#thema=gezag"
    assert _count(page) == (38, 38)
    page.select_option("[data-scope=actor]", "burgemeester")
    assert lean_visit.hash() == "#thema=gezag&actor=burgemeester"
    expect(page.locator(f"#graph-list {STATEMENTS}")).to_have_count(2)
    page.select_option("[data-scope=thema]", "")
    expect(page.locator("h1")).to_have_text("Netwerk: actor burgemeester", use_inner_text=True)
    page.go_back()
    expect(page.locator("[data-scope=thema]")).to_have_value("gezag")
    page.select_option("[data-scope=meeting]", JANUARY)
    # The mayor said nothing in January.
    expect(page.locator("#graph-count")).to_contain_text("Hierover staat geen uitspraak")
    page.click("#graph-whole")
    expect(page.locator("#graph-count")).to_have_text("16 van 19 blokken getoond.")


def test_the_legend_filters_and_counts(lean_visit: Visit) -> None:
    page = lean_visit.open(GRAPH, "thema=gezag")
    kinds = {
        str(one.get_attribute("data-kind")): int(one.inner_text().split()[-1])
        for one in page.locator("#graph-legend button").all()
    }
    statements = {"Agreement": 3, "Commitment": 4, "Request": 2, "Concern": 1, "Position": 4, "Confirmation": 1}
    assert kinds == {"Theme": 2, "Actor": 8, "Meeting": 5, "Issue": 2, "Information": 6} | statements
    for kind, number in kinds.items():
        assert page.locator(f"#graph-list tr.{kind}").count() == number, kind
    page.click("#graph-legend [data-kind=Position]")
    for _ in range(2):
        expect(page.locator("#graph-legend [data-kind=Position]")).to_have_attribute("aria-pressed", "false")
        expect(page.locator("#graph-list tr.Position")).to_have_count(0)
        # With the four positions goes the proposition that only they are on.
        assert _count(page) == (38 - 5, 38 - 5)
        assert len(_blocks(_saved(page))) == 38 - 5
        assert lean_visit.hash() == "#thema=gezag&zonder=Position"
        page.reload()
    page.click("#graph-legend [data-kind=Actor]")
    assert _count(page) == (38 - 5 - 8, 38 - 5 - 8)
    expect(page.locator("#graph-legend [data-kind=Actor]")).to_be_focused()
    page.click("#graph-legend [data-kind=Position]")
    page.click("#graph-legend [data-kind=Actor]")
    assert _count(page) == (38, 38)
    assert lean_visit.hash() == "#thema=gezag"


def test_the_legend_says_how_many_of_a_kind_are_drawn(lean_visit: Visit) -> None:
    page = lean_visit.open(GRAPH)
    theme = page.locator("#graph-legend [data-kind=Theme]")
    expect(theme).to_have_text(re.compile(r"^thema\W*3 van 6$"))
    expect(page.locator("#graph-legend [data-kind=Actor]")).to_have_text(re.compile(r"^actor\W*8$"))
    theme.click()  # of what is switched off nothing is drawn: that goes without saying
    expect(theme).to_have_text(re.compile(r"^thema\W*6$"))
    theme.click()
    page.click("[data-language=en]")
    expect(theme).to_have_text(re.compile(r"^theme\W*3 of 6$"))
    expect(page.locator("#graph-more")).to_have_text("Show the parts too (3)")
    page.click("#graph-more")
    expect(theme).to_have_text(re.compile(r"^theme\W*6$"))
    page.click("[data-language=nl]")


def test_what_is_left_out_of_a_part_is_not_called_its_parts(lean_real_visit: Visit) -> None:
    page = lean_real_visit.open(GRAPH, "actor=regioburgemeesters")
    expect(page.locator("#graph-more")).to_have_text(re.compile(r"^Toon meer \(nog \d+\)$"))


def test_the_period_limits_what_is_shown(lean_visit: Visit) -> None:
    page = lean_visit.open(GRAPH, "thema=gezag")
    expect(page.locator("#graph-from-day")).to_have_text("een Havenoverleg vóór 15 januari 2030")
    expect(page.locator("#graph-until-day")).to_have_text("5 november 2030")
    page.focus("#graph-from")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    later = {
        *(f"{JUNE}-{number}" for number in ("006", "009", "010", "011", "012", "014")),
        *(f"{NOVEMBER}-{number}" for number in ("001", "002", "007", "008", "010", "012")),
    }
    for _ in range(2):
        expect(page.locator("#graph-from-day")).to_have_text("18 juni 2030")
        assert _statements(page) == later
        assert lean_visit.hash() == f"#thema=gezag&van={JUNE}"
        page.reload()
    page.focus("#graph-until")
    page.keyboard.press("Home")
    # The end goes before the beginning, which gives way: the agreement of before January.
    expect(page.locator("#graph-from-day")).to_have_text("een Havenoverleg vóór 15 januari 2030")
    assert _statements(page) == {f"{JANUARY}-021"}
    assert lean_visit.hash() == "#thema=gezag&tot=haven-before-2030-01-15"
    page.keyboard.press("End")
    assert len(_statements(page)) == 21
    assert lean_visit.hash() == "#thema=gezag"


def test_a_search_finds_and_leads_to_what_it_found(lean_visit: Visit) -> None:
    page = lean_visit.open(GRAPH)
    page.fill("#graph-search", "oefening")
    expect(page.locator("#graph-found-count")).to_have_text("2 gevonden")
    assert lean_visit.hash() == "#zoek=oefening"
    chips = page.locator("#graph-found-list button")
    assert sorted(one.split(":")[0] for one in chips.all_text_contents()) == ["afspraak", "afspraak"]
    page.fill("#graph-search", "xyzzy")
    expect(page.locator("#graph-found-count")).to_contain_text("Niets gevonden")
    page.fill("#graph-search", "harbour master")  # by its English name
    expect(page.locator("#graph-found-count")).to_have_text("1 gevonden")
    chips.first.click()  # what is shown is only chosen
    expect(page.locator(PANEL)).to_contain_text("havenmeester")
    assert "kies=actor.havenmeester" in lean_visit.hash()
    page.fill("#graph-search", "loodsen moet praten")
    chips.first.click()
    expect(page.locator("h1")).to_contain_text("de keten van een uitspraak van")
    assert _statements(page) == CHAIN
    expect(page.locator(f"{PANEL} h2")).to_have_text(
        "De loodsdienst vindt dat de havenmeester daarover eerst met de loodsen moet praten."
    )
    page.fill("#graph-search", "")
    expect(page.locator("#graph-found")).to_be_hidden()


# --- what is in view

INK = """() => {
    const canvas = document.querySelector("#network canvas"), { width, height } = canvas;
    const copy = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d", { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const pixels = copy.getImageData(0, 0, width, height).data;
    const box = { left: width, right: 0, top: height, bottom: 0 };
    for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) if (pixels[4 * (y * width + x) + 3]) {
        box.left = Math.min(box.left, x); box.right = Math.max(box.right, x);
        box.top = Math.min(box.top, y); box.bottom = Math.max(box.bottom, y);
    }
    return { ...box, width, height };
}"""


def _all_is_in_view(page: Page) -> bool:
    """Whether all that is drawn stays clear of the edges, as something cut off cannot."""
    ink = page.evaluate(INK)
    assert ink["right"] - ink["left"] > ink["width"] / 3
    clear = ink["left"] > 0 and ink["top"] > 0
    return bool(clear and ink["right"] < ink["width"] - 1 and ink["bottom"] < ink["height"] - 1)


@pytest.mark.parametrize("width", [375, 820, 1280])
def test_what_falls_outside_is_said_and_fits_when_asked(width: int, lean_visit: Visit) -> None:
    lean_visit.page.set_viewport_size({"width": width, "height": 812})
    page = lean_visit.open(GRAPH, "thema=gezag")
    beyond = page.locator("#graph-beyond")
    expect(beyond).to_have_text("Een deel valt buiten beeld: schuif, of kies ‘Pas in beeld’.", use_inner_text=True)
    assert not _all_is_in_view(page)
    page.get_by_role("button", name="Pas in beeld").click()
    expect(beyond).to_be_hidden()
    assert _all_is_in_view(page)
    for _ in range(2):
        page.get_by_role("button", name="Groter / Larger").click()
        page.get_by_role("button", name="Groter / Larger").click()
        expect(beyond).to_be_visible()
        page.focus("#network")
        page.keyboard.press("0")
        expect(beyond).to_be_hidden()
    # Nothing is said of a drawing that is not there.
    page.get_by_role("button", name="Groter / Larger").click()
    page.get_by_role("button", name="Groter / Larger").click()
    page.click("#graph-list-button")
    expect(beyond).to_be_hidden()
    page.click("#graph-list-button")
    expect(beyond).to_be_visible()
    page.evaluate("location.hash = 'thema=vuurwerk'")
    expect(page.locator("#graph-count")).to_contain_text("Hierover staat geen uitspraak")
    expect(beyond).to_be_hidden()


def test_what_is_dragged_out_of_view_is_said(lean_visit: Visit) -> None:
    page = lean_visit.open(GRAPH)
    page.get_by_role("button", name="Pas in beeld").click()
    expect(page.locator("#graph-beyond")).to_be_hidden()
    box = page.locator("#network").bounding_box()
    assert box
    page.mouse.move(box["x"] + 6, box["y"] + 6)
    page.mouse.down()
    page.mouse.move(box["x"] + 500, box["y"] + 6, steps=5)
    page.mouse.up()
    expect(page.locator("#graph-beyond")).to_be_visible()
    assert not _all_is_in_view(page)


def test_the_whole_fits_beside_the_panel(lean_visit: Visit) -> None:
    page = lean_visit.open(GRAPH, f"thema=gezag&kies=uitspraak.{MIDDLE}")
    page.get_by_role("button", name="Pas in beeld").click()
    expect(page.locator("#graph-beyond")).to_be_hidden()
    panel, network = page.locator(PANEL).bounding_box(), page.locator("#network").bounding_box()
    assert panel
    assert network
    assert page.evaluate(INK)["right"] < panel["x"] - network["x"]


# --- what is chosen


def test_a_row_of_the_list_opens_the_panel_with_its_links(lean_visit: Visit) -> None:
    page = lean_visit.open(GRAPH, "thema=gezag")
    expect(page.locator("#graph-list")).to_be_hidden()
    expect(page.locator(PANEL)).to_be_hidden()
    _row(page, f"uitspraak.{MIDDLE}")
    assert lean_visit.hash() == f"#thema=gezag&lijst=1&kies=uitspraak.{MIDDLE}"
    for focused in (True, False):
        panel = page.locator(PANEL)
        if focused:
            expect(panel).to_be_focused()
        expect(panel.locator("h2")).to_have_text(
            "De loodsdienst vindt dat de havenmeester daarover eerst met de loodsen moet praten."
        )
        expect(panel.locator("a.button")).to_have_attribute("href", f"uitspraak/{MIDDLE}.html")
        facts = panel.inner_text()
        for fact in (
            "zin 15",
            "“Gezag op de kade”",
            "18 juni 2030",
            "loodsdienst",
            "Gezag over de politie",
        ):
            assert fact in facts
        # What it goes back to, and what goes back to it.
        assert panel.locator("h3 + ul").count() == panel.locator("h3 + ul li").count() == 2
        expect(panel.locator(".doubt")).to_be_visible()
        expect(page.locator("#graph-list [aria-pressed=true]")).to_have_count(1)
        page.reload()
    # Along a link to what is shown, then to the whole chain.
    page.locator(f"{PANEL} li button", has_text="De burgemeester bevestigt").click()
    expect(page.locator(f"{PANEL} h2")).to_contain_text("De burgemeester bevestigt")
    page.get_by_role("button", name="Toon de hele keten (4 uitspraken)").click()
    expect(page.locator("h1")).to_contain_text("de keten van een uitspraak van 5 november 2030")
    assert _statements(page) == CHAIN
    page.locator(f"{PANEL} button.close").click()
    expect(page.locator(PANEL)).to_be_hidden()
    assert lean_visit.hash() == f"#lijst=1&uitspraak={NOVEMBER}-008"


def test_the_panel_of_a_theme_an_actor_a_meeting_and_an_issue(lean_visit: Visit) -> None:
    page = lean_visit.open(GRAPH, "thema=gezag")
    panel = page.locator(PANEL)
    for key, name, times, number in (
        ("thema.gezag", "Gezag over de politie", "Komt in de opgenomen terugkoppelingen terug in 5 overleggen.", 20),
        ("actor.burgemeester", "burgemeester", "voor in 1 overleg.", 1),
        (f"meeting.{JUNE}", "Havenoverleg van 18 juni 2030", "", 6),
        ("kwestie.een-gezag", "Stelling: “Op de kade komt één gezag over de havenpolitie”", "", 3),
    ):
        _row(page, key)
        expect(panel.locator("h2")).to_have_text(name)
        assert times in panel.inner_text()
        assert panel.locator("ul.plain li").count() == number, key
        link = panel.locator("a.button")
        if key.startswith("kwestie"):
            expect(link).to_have_count(0)
        else:
            expect(link).to_have_attribute("href", f"{key.replace('.', '/')}.html")
        expect(panel.get_by_role("button", name="Toon hiervan het netwerk")).to_have_count(int(key != "thema.gezag"))
    panel.get_by_role("button", name="Toon hiervan het netwerk").click()
    expect(page.locator("#graph-title")).to_contain_text("kwestie Stelling")
    assert _count(page) == (9, 9)


def test_a_statement_page_leads_to_its_chain(lean_visit: Visit) -> None:
    page = lean_visit.open(f"uitspraak/{MIDDLE}.html")
    page.locator("a[href*='graaf.html#uitspraak=']").click()
    expect(page.locator("h1")).to_contain_text("de keten van een uitspraak van 18 juni 2030")
    assert _statements(page) == CHAIN


def test_the_whole_state_is_restored_on_reload(lean_visit: Visit) -> None:
    fragment = f"thema=gezag&zonder=Information&van={JANUARY}&kies=actor.wethouder&lijst=1&zoek=brand"
    page = lean_visit.open(GRAPH, fragment)
    for _ in range(2):
        expect(page.locator(f"{PANEL} h2")).to_have_text("wethouder")
        expect(page.locator("#graph-list")).to_be_visible()
        expect(page.locator("#graph-search")).to_have_value("brand")
        expect(page.locator("#graph-found-count")).to_have_text("1 gevonden")
        expect(page.locator("#graph-list tr.Information")).to_have_count(0)
        expect(page.locator("#graph-from-day")).to_have_text("15 januari 2030")
        assert lean_visit.hash() == f"#{fragment}"
        page.reload()
    page.evaluate("location.hash = 'actor=burgemeester'")
    expect(page.locator(PANEL)).to_be_hidden()
    expect(page.locator("#graph-list")).to_be_hidden()
    expect(page.locator("#graph-search")).to_have_value("")
    expect(page.locator("h1")).to_have_text("Netwerk: actor burgemeester", use_inner_text=True)


def test_a_click_on_a_block_chooses_it(lean_visit: Visit) -> None:
    page = lean_visit.open(GRAPH, "thema=gezag")
    page.set_viewport_size({"width": 1280, "height": 1600})
    box = page.locator("#network").bounding_box()
    assert box
    # Where the blocks stand is for the page to say; of so many places some are on one.
    chosen = set()
    for across in (0.05, 0.2, 0.35, 0.5):
        for down in (0.2, 0.4, 0.6, 0.8):
            page.mouse.click(box["x"] + across * box["width"], box["y"] + down * min(box["height"], 400))
            chosen.add(lean_visit.hash().partition("kies=")[2])
            page.keyboard.press("Escape")
            assert lean_visit.hash() == "#thema=gezag"
    assert len(chosen - {""}) > 2
    assert chosen - {""} <= _listed(page)


def test_the_keyboard_alone_walks_through_the_network(lean_visit: Visit) -> None:
    page = lean_visit.open(GRAPH, "thema=gezag")
    focused = "document.activeElement"
    for _ in range(80):
        page.keyboard.press("Tab")
        assert page.evaluate(f"getComputedStyle({focused}).outlineStyle !== 'none'"), page.evaluate(
            f"{focused}.outerHTML"
        )
        if page.evaluate(f"{focused}.id") == "network":
            break
    assert page.evaluate(f"{focused}.id") == "network"
    page.keyboard.press("ArrowLeft")  # first the theme that was asked for
    expect(page.locator("#graph-selected")).to_have_text("Gekozen: thema, Gezag over de politie")
    seen = [lean_visit.hash()]
    for key in ("ArrowLeft", "ArrowLeft", "ArrowDown", "ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
        seen.append(lean_visit.hash())
    assert len(set(seen)) > 3
    assert all("kies=" in one for one in seen)
    expect(page.locator(PANEL)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(PANEL)).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate(f"{focused}.closest('#graph-panel') !== null")
    page.keyboard.press("Escape")
    expect(page.locator(PANEL)).to_be_hidden()
    expect(page.locator("#network")).to_be_focused()
    assert lean_visit.hash() == "#thema=gezag"
    for key in ("+", "-", "0"):
        page.keyboard.press(key)
    page.locator("#graph-list-button").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.locator("#graph-list tbody button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(PANEL)).to_be_focused()


# --- what is taken away


def test_a_saved_picture_is_a_drawing_and_nothing_else(lean_visit: Visit) -> None:
    page = lean_visit.open(GRAPH, f"thema=gezag&kies=uitspraak.{MIDDLE}")
    svg = _saved(page)
    assert {one.tag.removeprefix(SVG) for one in svg.iter()} == {"svg", "title", "rect", "g", "path", "text"}
    assert not [name for one in svg.iter() for name in one.attrib if name.startswith("on") or "href" in name]
    assert len(_blocks(svg)) == 38
    assert svg.findtext(f"{SVG}title") == "Netwerk: thema Gezag over de politie"
    text = [one.text or "" for one in svg.iter(f"{SVG}text")]
    assert any("Made" in one or "geen citaten" in one for one in text)
    assert all("NaN" not in value and "undefined" not in value for one in svg.iter() for value in one.attrib.values())
    with page.expect_download() as taken:
        page.click("#graph-png")
    assert taken.value.suggested_filename == "graaf.png"
    content = Path(taken.value.path()).read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", content[16:24])
    assert (width, height) == (2 * int(svg.attrib["width"]), 2 * int(svg.attrib["height"]))
    assert len(content) > 20_000
    assert all(url.startswith((lean_visit.folder.as_uri(), "about:", "blob:", "data:")) for url in lean_visit.asked)


PLACES = """() => {
    const box = (one) => { const { left, right, top, bottom } = one.getBoundingClientRect(); return { left, right, top, bottom, text: one.textContent }; };
    const all = (path) => [...document.querySelectorAll(`#graph-print svg > ${path}`)].map(box);
    return { blocks: all("g > path:first-of-type"), gaps: all("text[transform]"), labels: all("text:not([transform])").slice(0, -1) };
}"""


def _apart(one: dict[str, float], other: dict[str, float]) -> bool:
    beside = one["right"] <= other["left"] or other["right"] <= one["left"]
    return beside or one["bottom"] <= other["top"] or other["bottom"] <= one["top"]


@pytest.mark.parametrize(
    ("fragment", "least"),
    [(f"uitspraak={MIDDLE}", 3), (f"thema=gezag&kies=uitspraak.{MIDDLE}", 0), (f"overleg={NOVEMBER}", 0)],
)
def test_the_names_of_lines_cover_nothing(fragment: str, least: int, lean_visit: Visit) -> None:
    lean_visit.page.set_viewport_size({"width": 1440, "height": 900})
    page = lean_visit.open(GRAPH, fragment)
    page.emulate_media(media="print")
    expect(page.locator("#graph-print svg")).to_be_visible()
    found = page.evaluate(PLACES)
    page.emulate_media(media="screen")
    assert len(found["labels"]) >= least
    hit = [
        (label["text"], other["text"])
        for number, label in enumerate(found["labels"])
        for other in (*found["blocks"], *found["gaps"], *found["labels"][:number])
        if not _apart(label, other)
    ]
    hit += [(gap["text"], one["text"]) for gap in found["gaps"] for one in found["blocks"] if not _apart(gap, one)]
    assert hit == []
    # The meetings of which there is no summary are at the height of the heads of the others.
    assert found["gaps"] or "uitspraak" not in fragment
    assert all(gap["top"] < min(one["top"] for one in found["blocks"]) + 8 for gap in found["gaps"])


def test_names_of_actors_and_themes_are_whole(lean_real_visit: Visit) -> None:
    page = lean_real_visit.open(GRAPH, "meer=1")
    broken = []
    for group in _saved(page).iter(f"{SVG}g"):
        name = group.findtext(f"{SVG}title") or ""
        _, *lines = [one.text or "" for one in group.iter(f"{SVG}text")]
        assert re.sub(r"[\s-]", "", "".join(lines)) == re.sub(r"[\s-]", "", name)
        assert len(lines) <= 4
        broken += [(name, line) for line in lines if line.endswith("-") and f"{line} " not in f"{name} "]
    assert broken
    # A word goes on at a next line after more than one letter, with a consonant and a vowel where one can.
    assert [line for _, line in broken if not re.search(r"\w\w-$", line)] == []
    assert ("Gegevensuitwisseling", "Gegevensuitwis-") in broken


def test_what_is_saved_and_printed_is_the_same(lean_visit: Visit) -> None:
    page = lean_visit.open(GRAPH, f"uitspraak={MIDDLE}")
    page.emulate_media(media="print")
    expect(page.locator("#graph-print svg")).to_be_visible()
    assert page.locator("#graph-print svg g").count() == 11
    expect(page.locator("#graph-tools")).to_be_hidden()
    page.emulate_media(media="screen")
    expect(page.locator("#graph-print svg")).to_have_count(0)


def test_hostile_names_are_names(browser: Browser, lean_hostile_folder: Path) -> None:
    with visiting(browser, lean_hostile_folder) as visit:
        page = visit.open(GRAPH, "thema=gezag&lijst=1&zoek=alert")
        assert _count(page) == (38, 38)
        assert page.locator("#graph-found-list button").count() == 12
        for key in ("thema.gezag", "actor.wethouder", "kwestie.een-gezag", *(f"uitspraak.{one}" for one in CHAIN)):
            _row(page, key)
            expect(page.locator(f"{PANEL} h2")).to_be_visible()
        svg = _saved(page)
        assert len(_blocks(svg)) == 38
        assert {one.tag.removeprefix(SVG) for one in svg.iter()} == {"svg", "title", "rect", "g", "path", "text"}
        page.click("[data-language=en]")
        page = visit.open(GRAPH, f"uitspraak={MIDDLE}")
        assert _statements(page) == CHAIN
        assert page.locator("main img, main iframe, main svg script").count() == 0
        assert visit.troubles == []

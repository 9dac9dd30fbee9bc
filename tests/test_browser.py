"""The pages as people use them: in Debian's Chromium, opened from a folder."""

from __future__ import annotations

import csv
import io
import re
from importlib.resources import files as resources
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browsing import PAPER, PHONE, Visit, visiting
from tests.conftest import laid_out
from tests.pages import parse, samples

TIMELINE = "thema/gezag.html"
BUSY = "thema/bewaken-en-beveiligen.html"
CHAIN = {"haven-2030-01-15-013", "haven-2030-06-18-011", "haven-2030-06-18-012", "haven-2030-11-05-008"}
MIDDLE = "haven-2030-06-18-012"


# --- every kind of page


def test_pages_ask_for_nothing_but_themselves_and_run_without_errors(
    browser: Browser, site_folder: Path, site_files: dict[str, bytes]
) -> None:
    wrong: dict[str, list[str]] = {}
    with visiting(browser, site_folder) as visit:
        for path in samples(site_files):
            visit.asked.clear()
            visit.troubles.clear()
            page = visit.open(path)
            page.wait_for_timeout(100)
            assert page.locator("h1").is_visible(), path
            found = visit.asked_elsewhere(path) + visit.troubles
            if found:
                wrong[path] = found
    assert wrong == {}


def test_no_page_is_wider_than_a_phone_in_either_language(
    browser: Browser, site_folder: Path, site_files: dict[str, bytes]
) -> None:
    wrong = {}
    with visiting(browser, site_folder, viewport=PHONE, is_mobile=True, has_touch=True) as visit:
        for path in samples(site_files):
            page = visit.open(path)
            for language in ("nl", "en"):
                page.click(f"[data-language={language}]")
                beyond = page.evaluate(BEYOND_THE_EDGE)
                if beyond:
                    wrong[f"{path} ({language})"] = beyond
    assert wrong == {}


def test_no_page_is_wider_than_paper(browser: Browser, site_folder: Path, site_files: dict[str, bytes]) -> None:
    wrong = {}
    with visiting(browser, site_folder, viewport=PAPER) as visit:
        visit.page.emulate_media(media="print")
        # On the last of these a table has a meeting without a day, by its long name.
        for path in [*samples(site_files, also_emptiest=False), BUSY]:
            width = visit.open(path).evaluate("document.documentElement.scrollWidth")
            if width > PAPER["width"]:
                wrong[path] = width
    assert wrong == {}


def test_no_address_makes_a_page_run_or_break_anything(
    browser: Browser, site_folder: Path, site_files: dict[str, bytes]
) -> None:
    wrong: dict[str, list[str]] = {}
    attack = "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"
    names = ["zoek", "thema", "actor", "uitspraak", "overleg", "soort", "vervolg", "zonder", "theme", "datum"]
    names += ["vraag", "sparql"]
    every = "&".join(f"{name}={value}" for name in names for value in (attack, "__proto__,%zz%00"))
    with visiting(browser, site_folder) as visit:
        for path in samples(site_files, also_emptiest=False):
            for fragment in (every, f"{attack}&&==%"):
                visit.troubles.clear()
                page = visit.open(path, fragment)
                page.evaluate("new Promise(requestAnimationFrame)")
                if page.locator("img").count():
                    visit.troubles.append("an image")
                if visit.troubles:
                    wrong[f"{path}#{fragment}"] = visit.troubles.copy()
    assert wrong == {}


# With is_mobile the layout viewport grows along with what does not fit, so the width of the screen counts.
BEYOND_THE_EDGE = """() => {
  const width = screen.width;
  if (document.documentElement.scrollWidth <= width && innerWidth <= width) return [];
  const clipped = (element) => {
    for (let one = element.parentElement; one && one !== document.body; one = one.parentElement)
      if (getComputedStyle(one).overflowX !== "visible") return true;
    return false;
  };
  return [`${document.documentElement.scrollWidth} px`, ...[...document.body.querySelectorAll("*")]
    .filter((one) => (one.getBoundingClientRect().right > width + 1 || (one.scrollWidth > width && getComputedStyle(one).overflowX === "visible")) && !clipped(one))
    .slice(0, 5).map((one) => `<${one.localName} class="${one.className}"> ${one.textContent.trim().slice(0, 40)}`)];
}"""


def test_axe_finds_no_barrier_on_any_page(
    browser: Browser, history_folder: Path, history_files: dict[str, bytes], site_folder: Path
) -> None:
    pages = [(path, "") for path in samples(history_files)]
    assert _barriers(browser, history_folder, pages, []) == {}
    states = [("index.html", "zoek=politie"), ("thema/bewaken-en-beveiligen.html", ""), (BUSY, "lijst=1")]
    assert _barriers(browser, site_folder, states, []) == {}


def test_axe_finds_no_barrier_on_any_page_in_the_dark(
    browser: Browser, history_folder: Path, history_files: dict[str, bytes]
) -> None:
    pages = [(path, "") for path in samples(history_files, also_emptiest=False)]
    states = [("index.html", "zoek=haven"), (TIMELINE, "lijst=1")]
    assert _barriers(browser, history_folder, [*pages, *states], COLOURS, color_scheme="dark") == {}


def test_axe_finds_no_barrier_on_a_phone(
    browser: Browser, history_folder: Path, history_files: dict[str, bytes]
) -> None:
    pages = [(path, "") for path in samples(history_files, also_emptiest=False)]
    phone = {"viewport": PHONE, "is_mobile": True}
    rules = ["scrollable-region-focusable", "target-size", "label", "link-name", "button-name", "aria-hidden-focus"]
    assert _barriers(browser, history_folder, pages, rules, **phone) == {}


def _barriers(
    browser: Browser, folder: Path, pages: list[tuple[str, str]], rules: list[str], **options: Any
) -> dict[str, list[str]]:
    """What axe finds wrong with some pages, by path and fragment."""
    found = {}
    # Only to let axe in; nothing else is tried without the policy of the pages.
    with visiting(browser, folder, bypass_csp=True, **options) as visit:
        for path, fragment in pages:
            wrong = barriers(visit.open(path, fragment), rules)
            if wrong:
                found[f"{path}#{fragment}"] = wrong
    return found


COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that depend on colours; in the dark the rest of a page is the same."""


def barriers(page: Page, rules: list[str]) -> list[str]:
    """What axe finds wrong with a page by some rules or all, with one example of each."""
    page.evaluate(resources("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    results = page.evaluate(
        "(rules) => axe.run({resultTypes: ['violations'], ...(rules.length ? {runOnly: rules} : {})})", rules
    )
    return [
        f"{one['id']} ({one['impact']}, {len(one['nodes'])}): {one['nodes'][0]['target']} {one['nodes'][0]['html'][:120]}"
        f" {one['nodes'][0]['failureSummary'].splitlines()[-1].strip()}"
        for one in results["violations"]
    ]


def test_hostile_content_runs_nothing_and_opens_nothing(
    browser: Browser, hostile_files: dict[str, bytes], tmp_path: Path
) -> None:
    wrong: dict[str, list[str]] = {}
    with visiting(browser, laid_out(hostile_files, tmp_path / "site")) as visit:
        for path in samples(hostile_files):
            visit.asked.clear()
            visit.troubles.clear()
            page = visit.open(path)
            page.wait_for_timeout(50)
            found = visit.asked_elsewhere(path) + visit.troubles
            if found:
                wrong[path] = found
        visit.troubles.clear()
        page = visit.open("index.html", "zoek=alert")
        expect(page.locator("#found-list")).to_contain_text("<script>alert(1)</script>")
        page = visit.open(TIMELINE, f"uitspraak={MIDDLE}&lijst=1")
        expect(page.locator("#timeline-list")).to_contain_text("alert(")
        wrong["states"] = visit.troubles
    assert wrong == {"states": []}


def test_without_scripts_the_texts_are_still_there(browser: Browser, history_folder: Path) -> None:
    with visiting(browser, history_folder, java_script_enabled=False) as visit:
        page = visit.open(TIMELINE)
        expect(page.locator(".card.Position").first).to_be_visible()
        expect(page.get_by_role("link", name="Thema’s").first).to_be_visible()


def test_a_dark_scheme_gives_a_dark_page(browser: Browser, history_folder: Path) -> None:
    light, dark = (_brightness(browser, history_folder, scheme) for scheme in ("light", "dark"))
    assert light[0] > 240
    assert light[1] < 80
    assert dark[0] < 50
    assert dark[1] > 200


def _brightness(browser: Browser, folder: Path, scheme: str) -> list[float]:
    """How bright paper and ink are, from 0 to 255."""
    with visiting(browser, folder, color_scheme=scheme) as visit:
        style = "getComputedStyle(document.documentElement)"
        colours = visit.open("index.html").evaluate(f"[{style}.backgroundColor, {style}.color]")
    return [sum(map(int, re.findall(r"\d+", colour)[:3])) / 3 for colour in colours]


# --- language


def test_english_words_are_shown_when_asked_and_stay_on_the_next_page(real_visit: Visit) -> None:
    page = real_visit.open("index.html")
    menu = page.get_by_role("navigation", name="Hoofdmenu")
    expect(menu.get_by_role("link", name="Thema’s", exact=True)).to_be_visible()
    expect(menu.get_by_role("link", name="Themes", exact=True)).to_have_count(0)
    page.get_by_role("button", name="EN English").click()
    expect(menu.get_by_role("link", name="Themes", exact=True)).to_be_visible()
    expect(page.locator("#zoek")).to_have_attribute("placeholder", "Theme, actor, statement …")
    menu.get_by_role("link", name="Themes", exact=True).click()
    expect(page.locator("h1")).to_have_text(re.compile("Themes"), use_inner_text=True)
    expect(page.get_by_role("button", name="EN English")).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.locator("h1")).to_have_text("Themes", use_inner_text=True)
    page.get_by_role("button", name="NL Nederlands").click()
    expect(page.locator("h1")).to_have_text("Thema’s", use_inner_text=True)


def test_pages_that_are_open_beside_each_other_speak_one_language(real_visit: Visit) -> None:
    first = real_visit.open("themas.html")
    second = first.context.new_page()
    second.goto(first.url)
    expect(first.locator("h1")).to_have_text("Thema’s", use_inner_text=True)
    second.get_by_role("button", name="EN English").click()
    expect(second.locator("h1")).to_have_text("Themes", use_inner_text=True)
    expect(first.locator("h1")).to_have_text("Themes", use_inner_text=True, timeout=20_000)
    expect(first.get_by_role("button", name="EN English")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("event", ["pageshow", "visibilitychange"])
def test_a_page_that_is_shown_again_speaks_the_language_chosen_meanwhile(event: str, real_visit: Visit) -> None:
    page = real_visit.open("themas.html")
    expect(page.locator("h1")).to_have_text("Thema’s", use_inner_text=True)
    page.evaluate("localStorage.setItem('lovp-language', 'en')")  # of which it is not told itself
    expect(page.locator("h1")).to_have_text("Thema’s", use_inner_text=True)
    page.evaluate(f"document.dispatchEvent(new Event('{event}', {{ bubbles: true }}))")
    expect(page.locator("h1")).to_have_text("Themes", use_inner_text=True)


def test_every_page_shows_one_language_of_the_interface_at_a_time(
    browser: Browser, site_folder: Path, site_files: dict[str, bytes]
) -> None:
    dutch, english = "t-nl", "t-en"
    with visiting(browser, site_folder) as visit:
        for path in samples(site_files, also_emptiest=False):
            page = visit.open(path)
            for language, hidden, shown in (("en", dutch, english), ("nl", english, dutch)):
                page.click(f"[data-language={language}]")
                assert page.locator(f"{hidden} >> visible=true").count() == 0, path
                assert page.locator(f"{shown} >> visible=true").count() > 5, path


# --- search


def _found(page: Page) -> list[str]:
    return page.locator("#found-list a").all_inner_texts()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Veiligheidsagenda", "Veiligheidsagenda"),  # its name
        ("menukaart", "Capaciteitsbevorderende maatregelen"),  # another name
        ("BURGEMEESTERS", "regioburgemeesters"),  # in capitals, and within another name: (regio)burgemeesters
        ("financien", "Financiën politie"),
        ("Financiën", "Financiën politie"),
        ("police finances", "Financiën politie"),  # in English
        ("politie financiën", "Financiën politie"),  # in any order
        ("burgemeester", "burgemeesters"),
        ("agenda's", ""),
        ("2021-11-29", "LOVP van 29 november 2021"),
        ("NCTV", "Nationaal Coördinator Terrorismebestrijding en Veiligheid"),
    ],
)
def test_search_finds(asked: str, expected: str, real_visit: Visit) -> None:
    page = real_visit.open("index.html")
    page.fill("#zoek", asked)
    expect(page.locator("#found")).to_be_visible()
    found = _found(page)
    assert f"({len(found)})" == page.inner_text("#found-count") or page.locator("#found-more button").is_visible()
    if expected:
        assert expected.casefold() in [one.casefold() for one in found]


def test_search_for_many_promises_finds_each_promise(real_visit: Visit, site_files: dict[str, bytes]) -> None:
    page = real_visit.open("index.html")
    page.fill("#zoek", "toezeggingen")
    promises = [path for path in site_files if path.startswith("uitspraak/") and path.endswith(".jsonld")]
    promises = [path.replace(".jsonld", ".html") for path in promises if b"ns/Commitment" in site_files[path]]
    assert len(promises) == 8
    addresses = [one.get_attribute("href") for one in page.locator("#found-list a").all()]
    assert set(promises) <= set(addresses)
    expect(page.locator("#found-list a[href='toezeggingen.html']")).to_have_count(0)


def test_search_says_when_nothing_is_found_and_goes_away_with_the_words(real_visit: Visit) -> None:
    page = real_visit.open("index.html")
    expect(page.locator("#found")).to_be_hidden()
    page.fill("#zoek", "xyzzy")
    expect(page.locator("#found")).to_contain_text("Niets gevonden")
    page.fill("#zoek", "")
    expect(page.locator("#found")).to_be_hidden()
    assert real_visit.hash() == ""


def test_search_shows_more_than_its_first_results_when_asked(real_visit: Visit) -> None:
    page = real_visit.open("index.html", "zoek=politie")
    total = int(page.inner_text("#found-count").strip("()"))
    assert total > 40
    assert len(_found(page)) == 40
    page.locator("#found-more button").click()
    assert len(_found(page)) == total


def test_search_puts_names_before_statements_and_the_newest_statement_first(real_visit: Visit) -> None:
    page = real_visit.open("index.html", "zoek=veiligheidsagenda")
    addresses = [str(one.get_attribute("href")) for one in page.locator("#found-list a").all()]
    assert addresses[0] == "thema/veiligheidsagenda.html"
    days = re.findall(r"lovp-(\d{4}-\d\d-\d\d)-", " ".join(one for one in addresses if one.startswith("uitspraak/")))
    assert len(set(days)) > 1
    assert days == sorted(days, reverse=True)


def test_what_is_found_can_be_opened(real_visit: Visit) -> None:
    page = real_visit.open("index.html")
    page.fill("#zoek", "financien")
    page.locator("#found-list").get_by_role("link", name="Financiën politie", exact=True).click()
    expect(page.locator("h1")).to_have_text("Financiën politie", use_inner_text=True)
    page.go_back()
    expect(page.locator("#zoek")).to_have_value("financien")
    assert "Financiën politie" in _found(page)


def test_the_search_box_of_another_page_leads_to_the_results_on_the_start_page(real_visit: Visit) -> None:
    page = real_visit.open("thema/gezag.html")
    page.fill("#zoek", "B&B, cybercrime + 100%")
    page.press("#zoek", "Enter")
    page.wait_for_url("**/index.html#*")
    expect(page.locator("#zoek")).to_have_value("B&B, cybercrime + 100%")
    page.go_back()
    page.fill("#zoek", "Veiligheidsagenda")
    page.get_by_role("button", name="Zoek", exact=True).click()
    page.wait_for_url("**/index.html#*")
    expect(page.locator("#zoek")).to_have_value("Veiligheidsagenda")
    assert _found(page)[0] == "Veiligheidsagenda"
    expect(page.locator("#found")).to_be_in_viewport()


def test_a_search_can_be_linked_to(real_visit: Visit) -> None:
    page = real_visit.open("index.html", "zoek=financi%C3%ABn")
    expect(page.locator("#zoek")).to_have_value("financiën")
    assert "Financiën politie" in _found(page)


# --- the timeline of a theme; the expectations are those of the invented body


def _ids(cards: Locator) -> set[str]:
    return {str(one.get_attribute("id")) for one in cards.all()}


def _card(page: Page, slug: str) -> Locator:
    return page.locator(f"[id='{slug}']")


def test_every_statement_is_a_card_with_an_arrow_for_every_link(visit: Visit) -> None:
    page = visit.open(TIMELINE)
    assert page.locator(".card[data-links]:visible").count() == 21
    assert page.locator(".card.promise:visible").count() == 1
    # Eight links between statements on this theme, and one to what is still to come.
    arrows = page.locator("svg.arrows > path")
    assert arrows.count() == 9
    assert all("NaN" not in str(one.get_attribute("d")) for one in arrows.all())


def test_arrows_begin_and_end_at_their_cards(visit: Visit) -> None:
    page = visit.open(TIMELINE, f"uitspraak={MIDDLE}")
    ends = page.evaluate(
        """() => [...document.querySelectorAll("svg.arrows > path.lit")].map((path) => {
          const frame = document.getElementById("timeline"), own = frame.getBoundingClientRect();
          const at = (distance) => {
            const point = path.getPointAtLength(distance);
            const x = point.x + own.left + frame.clientLeft - frame.scrollLeft;
            const y = point.y + own.top + frame.clientTop - frame.scrollTop;
            return [...document.querySelectorAll(".card")].filter((card) => {
              const box = card.getBoundingClientRect();
              return x > box.left - 2 && x < box.right + 2 && y > box.top - 2 && y < box.bottom + 2;
            }).map((card) => card.id);
          };
          return [at(0), at(path.getTotalLength())];
        })"""
    )
    assert sorted(tuple(slug for end in pair for slug in end) for pair in ends) == [
        ("haven-2030-06-18-011", "haven-2030-01-15-013"),
        ("haven-2030-06-18-012", "haven-2030-06-18-011"),
        ("haven-2030-11-05-008", "haven-2030-06-18-012"),
    ]


def test_choosing_a_card_lights_up_its_chain_and_escape_clears_it(visit: Visit) -> None:
    page = visit.open(TIMELINE)
    expect(page.locator("#chain")).to_be_hidden()
    _card(page, MIDDLE).locator(".gist").click()
    assert _ids(page.locator(".card.chosen")) == {MIDDLE}
    assert _ids(page.locator(".card.lit[data-links]")) == CHAIN
    assert page.locator(".card.dim[data-links]").count() == 21 - 4
    assert page.locator("svg.arrows > path.lit").count() == 3
    expect(page.locator("#chain")).to_be_visible()
    expect(page.locator("#chain")).to_contain_text("4")
    expect(page.locator("#chain a")).to_have_attribute("href", f"../uitspraak/{MIDDLE}.html")
    assert visit.hash() == f"#uitspraak={MIDDLE}"

    page.keyboard.press("Escape")
    assert page.locator(".card.chosen, .card.lit, .card.dim, path.lit, path.dim").count() == 0
    expect(page.locator("#chain")).to_be_hidden()
    assert visit.hash() == ""

    _card(page, MIDDLE).locator(".gist").click()
    page.click("#clear-chain")
    assert page.locator(".card.chosen").count() == 0
    _card(page, MIDDLE).locator(".gist").click()
    _card(page, MIDDLE).locator(".gist").click()
    assert page.locator(".card.chosen").count() == 0


def test_a_promise_still_to_come_is_chosen_with_the_statement_that_made_it(visit: Visit) -> None:
    page = visit.open(TIMELINE)
    page.locator(".card.promise .gist").click()
    assert _ids(page.locator(".card.chosen")) == {"haven-2030-01-15-016"}
    assert page.locator(".card.promise.lit").count() == 1


def test_the_choice_is_restored_on_reload_and_from_a_link(visit: Visit) -> None:
    page = visit.open(TIMELINE)
    _card(page, MIDDLE).locator(".gist").click()
    page.reload()
    assert _ids(page.locator(".card.chosen")) == {MIDDLE}
    assert _ids(page.locator(".card.lit[data-links]")) == CHAIN
    page = visit.open(TIMELINE, "uitspraak=haven-2030-11-05-010")
    # June's 010 follows up 015; November's does not.
    assert _ids(page.locator(".card.lit[data-links]")) == {
        "haven-2030-06-18-009",
        "haven-2030-11-05-002",
        "haven-2030-11-05-010",
    }
    expect(_card(page, "haven-2030-11-05-010")).to_be_in_viewport()


def test_a_link_to_a_statement_that_is_not_there_chooses_nothing(visit: Visit) -> None:
    page = visit.open(TIMELINE, "uitspraak=haven-1999-01-01-001&zonder=Nonsense&lijst=")
    assert page.locator(".card.chosen, .card.dim").count() == 0
    assert page.locator(".card[data-links]:visible").count() == 21


def test_the_legend_hides_a_type_with_its_arrows_and_the_address_remembers(visit: Visit) -> None:
    page = visit.open(TIMELINE)
    positions = page.locator(".card.Position:visible")
    assert positions.count() == 4
    page.locator(".legend [data-type=Position]").click()
    for _ in range(2):
        expect(page.locator(".legend [data-type=Position]")).to_have_attribute("aria-pressed", "false")
        assert positions.count() == 0
        assert page.locator(".card[data-links]:visible").count() == 21 - 4
        assert page.locator("svg.arrows > path").count() == 9 - 2
        assert visit.hash() == "#zonder=Position"
        page.reload()
    page.locator(".legend [data-type=Position]").click()
    assert positions.count() == 4
    assert page.locator("svg.arrows > path").count() == 9
    assert visit.hash() == ""


def test_the_legend_counts_what_is_shown(visit: Visit) -> None:
    page = visit.open(TIMELINE)
    for button in page.locator(".legend button").all():
        name = button.get_attribute("data-type")
        assert button.inner_text().split()[-1] == str(page.locator(f".card[data-links].{name}").count())


def test_the_list_has_the_same_statements_as_the_cards(visit: Visit) -> None:
    page = visit.open(TIMELINE)
    page.locator("#as-list").click()
    expect(page.locator("#timeline")).to_be_hidden()
    rows = page.locator("#timeline-list tbody tr:not(.promised)")
    assert rows.count() == 21
    addresses = [str(one.get_attribute("href")) for one in rows.locator("td:last-child a.text").all()]
    assert {one.removeprefix("../uitspraak/").removesuffix(".html") for one in addresses} == _ids(
        page.locator(".card[data-links]")
    )
    assert visit.hash() == "#lijst=1"
    page.reload()
    assert rows.locator("visible=true").count() == 21
    page.locator("#as-list").click()
    expect(page.locator("#timeline")).to_be_visible()
    expect(page.locator("#timeline-list")).to_be_hidden()
    assert page.locator("svg.arrows > path").count() == 9


def test_the_list_keeps_what_the_cards_say_beside_the_gist(visit: Visit) -> None:
    page = visit.open(TIMELINE)
    for kept in (".doubt", "span"):
        told = page.locator(f".card[data-links] .foot > {kept}").all_inner_texts()
        page.locator("#as-list").click()
        listed = page.locator(f"#timeline-list tr:not(.promised) .foot > {kept}").all_inner_texts()
        assert sorted(told) == sorted(listed) != []
        page.locator("#as-list").click()
    coming = page.locator(".card.promise .foot").all_inner_texts()
    page.locator("#as-list").click()
    rows = page.locator("#timeline-list tr.promised")
    assert rows.locator(".foot").all_inner_texts() == coming != []
    assert rows.locator("td:first-child").all_inner_texts() == ["Nog te komen"] * len(coming)
    page.locator("[data-language=en]").click()
    assert rows.locator("td:first-child").all_inner_texts() == ["Still to come"] * len(coming)


def test_from_one_card_of_a_chain_to_the_next(visit: Visit) -> None:
    page = visit.open(TIMELINE, f"uitspraak={MIDDLE}")
    before = _card(page, MIDDLE).bounding_box()
    for _ in CHAIN:
        page.locator("#next-chain").click()
    assert _card(page, MIDDLE).bounding_box() == before  # round again
    expect(page.locator("#chain [data-alone]")).to_be_hidden()


def test_a_card_without_links_offers_no_chain(visit: Visit) -> None:
    page = visit.open(TIMELINE, "uitspraak=haven-2030-01-15-011")
    expect(page.locator("#chain")).to_contain_text("Geen verband met andere uitspraken op deze pagina.")
    for offered in ("#next-chain", "#only-chain"):
        expect(page.locator(offered)).to_be_hidden()
    expect(page.locator("#chain a")).to_have_attribute("href", "../uitspraak/haven-2030-01-15-011.html")


def test_the_title_of_a_page_follows_the_language(visit: Visit) -> None:
    page = visit.open(TIMELINE)
    assert page.title() == "Gezag over de politie – Havenoverleg-kennisgraaf"
    page.locator("[data-language=en]").click()
    assert page.title() == "Authority over the police – Havenoverleg-kennisgraaf"
    page.locator("[data-language=nl]").click()
    assert page.title() == "Gezag over de politie – Havenoverleg-kennisgraaf"


def test_a_document_is_found_and_says_where_it_came_up(real_visit: Visit) -> None:
    page = real_visit.open("index.html", "zoek=Commissie Bos rapport")
    link = page.locator("#found-list a[href^='documenten.html#']").first
    expect(link).to_be_visible()
    link.click()
    place = page.locator(f"[id='{page.evaluate('location.hash.slice(1)')}']")
    expect(place).to_be_in_viewport()
    assert place.locator("a[href^='uitspraak/']").count() > 0


def test_a_short_word_must_be_a_word(real_visit: Visit) -> None:
    page = real_visit.open("index.html", "zoek=van Weel")
    found = page.locator("#found-list a").all_inner_texts()
    assert found[0] == "David van Weel"
    assert not any("welke" in label for label in found)
    page = real_visit.open("index.html", "zoek=minister van Justitie")
    expect(page.locator("#found-list a").first).to_have_text("minister van Justitie en Veiligheid")


def test_an_error_is_reported_with_what_it_is_about(browser: Browser, history_folder: Path, site_folder: Path) -> None:
    with visiting(browser, history_folder, permissions=["clipboard-read", "clipboard-write"]) as visit:
        page = visit.open(f"uitspraak/{MIDDLE}.html")
        address = str(page.get_by_role("link", name="Meld een fout").get_attribute("href"))
        assert address.startswith("mailto:meldingen@example.org?subject=")
        assert MIDDLE in unquote(address)
        page.locator("#report").click()
        expect(page.locator("#reported")).to_have_text("gekopieerd")
        text = page.evaluate("navigator.clipboard.readText()")
        assert text.startswith(f"Melding over {MIDDLE}")
        assert page.locator("h1").inner_text() in text
        page.locator("[data-language=en]").click()
        page.locator("#report").click()
        assert page.evaluate("navigator.clipboard.readText()").startswith(f"Report on {MIDDLE}")
    with visiting(browser, site_folder) as visit:  # no address is known there
        page = visit.open("uitspraak/lovp-2025-11-24-001.html")
        assert page.locator("a[href^='mailto:']").count() == 0
        expect(page.locator("#report")).to_be_visible()


def test_the_legend_filters_the_list_too(visit: Visit) -> None:
    page = visit.open(TIMELINE, "zonder=Position&lijst=1")
    rows = page.locator("#timeline-list tbody tr:not(.promised):visible")
    assert rows.count() == 21 - 4
    page.locator(".legend [data-type=Position]").click()
    assert rows.count() == 21
    page.locator(".legend [data-type=Commitment]").click()
    assert rows.count() == 21 - page.locator(".card[data-links].Commitment").count()


@pytest.mark.parametrize("place", ["kwesties", "toezeggingen", "gezag", "downloads", "kwestie-een-gezag"])
def test_a_link_to_a_part_of_a_theme_page_leads_there(place: str, visit: Visit) -> None:
    page = visit.open(TIMELINE, place)
    expect(page.locator(f"[id='{place}']")).to_be_in_viewport()
    assert visit.hash() == f"#{place}"


@pytest.mark.parametrize(
    ("path", "fragment", "shown"),
    [
        (TIMELINE, f"uitspraak={MIDDLE}", ".card.chosen"),
        (TIMELINE, "zonder=Position", ".card[data-links]:visible"),
        ("uitspraken.html", "soort=Concern", "#rows tbody tr:visible"),
        ("index.html", "zoek=havengeld", "#found-list li"),
    ],
)
def test_skipping_to_the_content_keeps_what_was_chosen(path: str, fragment: str, shown: str, visit: Visit) -> None:
    page = visit.open(path, fragment)
    before = page.locator(shown).count()
    assert before
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.wait_for_timeout(50)
    assert page.locator(shown).count() == before


def test_the_keyboard_alone_reaches_and_chooses_a_card(visit: Visit) -> None:
    page = visit.open(TIMELINE)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    focused = "document.activeElement"
    for _ in range(120):
        page.keyboard.press("Tab")
        assert page.evaluate(f"getComputedStyle({focused}).outlineStyle !== 'none'"), page.evaluate(
            f"{focused}.outerHTML"
        )
        if page.evaluate(f"{focused}.matches('.card button.choose')"):
            break
    slug = page.evaluate(f"{focused}.closest('.card').id")
    assert slug == "haven-2030-01-15-015"
    page.keyboard.press("Enter")
    assert _ids(page.locator(".card.chosen")) == {slug}
    assert page.evaluate(f"{focused}.getAttribute('aria-pressed')") == "true"
    page.keyboard.press("Escape")
    assert page.locator(".card.chosen").count() == 0
    assert page.evaluate(f"{focused}.matches('.card button.choose')")


def test_a_chain_can_be_shown_alone_and_is_so_after_a_reload(visit: Visit) -> None:
    page = visit.open(TIMELINE, f"uitspraak={MIDDLE}")
    every = page.locator(".card[data-links]:visible").count()
    page.click("#only-chain")
    assert _ids(page.locator(".card[data-links]:visible")) == CHAIN
    page.reload()
    assert _ids(page.locator(".card[data-links]:visible")) == CHAIN
    page.keyboard.press("Escape")
    assert page.locator(".card[data-links]:visible").count() == every
    assert "keten" not in page.url


def test_only_cards_with_a_chain_offer_one(visit: Visit) -> None:
    page = visit.open(TIMELINE)
    alone = {"haven-2030-01-15-011", "haven-2030-01-15-012", "haven-2030-01-15-014", "haven-2030-01-15-017"}
    offering = _ids(page.locator(".card:has(button.choose)"))
    assert offering >= CHAIN
    assert not offering & alone


def test_on_paper_every_card_is_there_and_within_the_page(visit: Visit) -> None:
    page = visit.open(TIMELINE)
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    boxes = [one.bounding_box() for one in page.locator(".card[data-links]").all()]
    assert len(boxes) == 21
    assert all(
        box and box["height"] > 20 and box["x"] >= 0 and box["x"] + box["width"] <= PAPER["width"] for box in boxes
    )
    expect(page.locator("header.top")).to_be_hidden()
    expect(page.locator(".legend")).to_be_hidden()
    tops = sorted(box["y"] for box in boxes if box)
    assert len(set(tops)) == len(tops)  # none on top of another
    page.emulate_media(media="screen")
    expect(page.locator("header.top")).to_be_visible()


def test_a_phone_shows_the_list_first_and_the_timeline_when_asked(browser: Browser, history_folder: Path) -> None:
    with visiting(browser, history_folder, viewport=PHONE, is_mobile=True, has_touch=True) as visit:
        page = visit.open(TIMELINE)
        assert page.locator("#timeline-list tbody tr:not(.promised):visible").count() == 21
        page.locator("#as-list").tap()
        assert page.evaluate("document.getElementById('timeline').scrollWidth") > PHONE["width"]
        _card(page, MIDDLE).locator(".gist").tap()
        assert _ids(page.locator(".card.lit[data-links]")) == CHAIN
        page.reload()
        assert _ids(page.locator(".card.lit[data-links]")) == CHAIN
        assert visit.troubles == []


# --- a statement


def test_the_citation_is_copied_as_it_is_read(browser: Browser, history_folder: Path) -> None:
    options = {"permissions": ["clipboard-read", "clipboard-write"]}
    with visiting(browser, history_folder, **options) as visit:
        for language, told in (("nl", "gekopieerd"), ("en", "copied")):
            page = visit.open(f"uitspraak/{MIDDLE}.html")
            page.click(f"[data-language={language}]")
            page.click("#copy")
            expect(page.locator("#copied")).to_have_text(told)
            assert page.evaluate("navigator.clipboard.readText()") == page.inner_text("#citation")
        assert visit.troubles == []


def test_where_copying_is_forbidden_the_citation_is_selected(visit: Visit) -> None:
    page = visit.open(f"uitspraak/{MIDDLE}.html")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden')); }")
    page.click("#copy")
    expect(page.locator("#copied")).to_contain_text("Ctrl+C")
    assert str(page.evaluate("String(getSelection())")).strip() == page.inner_text("#citation")


def test_a_citation_names_the_statement_the_meeting_and_its_address(visit: Visit) -> None:
    page = visit.open(f"uitspraak/{MIDDLE}.html")
    text = page.inner_text("#citation")
    assert text.startswith(f"Standpunt {MIDDLE}, Havenoverleg van 18 juni 2030.")
    assert text.endswith(f"https://w3id.org/lovp/id/uitspraak/{MIDDLE}")


def test_a_statement_leads_along_its_chain(visit: Visit) -> None:
    page = visit.open(f"uitspraak/{MIDDLE}.html")
    page.locator(".around a.text").first.click()
    expect(page.locator(".eyebrow")).to_contain_text("haven-2030-06-18-011")
    expect(page.locator(".around a.text").first).to_have_attribute("href", "../uitspraak/haven-2030-01-15-013.html")


def test_a_sentence_that_the_reader_brought_is_shown_as_text(visit: Visit) -> None:
    page = visit.open(f"uitspraak/{MIDDLE}.html")
    quotation = page.locator("blockquote").first
    expect(quotation).to_be_hidden()
    page.evaluate(
        "(key) => localStorage.setItem(key, '<b>De zin</b>')", f"lovp-sentence-{quotation.get_attribute('data-digest')}"
    )
    page.reload()
    expect(quotation).to_have_text("<b>De zin</b>")
    expect(quotation).to_be_visible()


def test_pages_work_where_nothing_may_be_kept(browser: Browser, history_folder: Path) -> None:
    with visiting(browser, history_folder) as visit:
        visit.page.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
        )
        page = visit.open(TIMELINE)
        page.click("[data-language=en]")
        expect(page.get_by_role("link", name="Themes", exact=True).first).to_be_visible()
        assert visit.troubles == []


# --- lists, the date of reference, quotations and preparation


@pytest.mark.parametrize("path", ["actor/regioburgemeesters.html", "actor/korpschef.html"])
def test_the_link_to_all_statements_of_an_actor_shows_just_those(path: str, real_visit: Visit) -> None:
    page = real_visit.open(path)
    link = page.locator("a[href*='uitspraken.html#actor=']").first
    number = int("".join(re.findall(r"\d+", link.inner_text())))
    link.click()
    page.wait_for_url("**/uitspraken.html#*")
    assert page.locator("#rows tbody tr:visible").count() == number
    expect(page.locator("#row-count")).to_have_text(str(number))


def test_a_list_is_filtered_by_what_is_chosen_and_the_address_remembers(visit: Visit) -> None:
    page = visit.open("uitspraken.html")
    rows = page.locator("#rows tbody tr:visible")
    assert rows.count() == 48
    page.select_option("[data-filter=soort]", "Concern")
    assert rows.count() == 4  # January's 002, June's 004, November's 004 and 012
    page.fill("[data-words]", "havenpolitie")
    assert rows.count() == 3
    page.reload()
    assert rows.count() == 3
    expect(page.locator("[data-filter=soort]")).to_have_value("Concern")
    page.click("#clear-filters")
    assert rows.count() == 48
    assert visit.hash() == ""
    page.fill("[data-words]", "xyzzy")
    assert rows.count() == 0
    expect(page.locator("#row-none")).to_be_visible()


# In toezeggingen.html nothing of 2030 shows by itself: it begins with what was known today.
@pytest.mark.parametrize(("path", "fragment"), [("uitspraken.html", ""), ("toezeggingen.html", "peildatum=2030-12-31")])
def test_a_list_can_be_ordered_by_each_column_and_the_address_remembers(path: str, fragment: str, visit: Visit) -> None:
    page = visit.open(path, fragment)
    shown = "[...document.querySelectorAll('#rows tbody tr')].map((row) => row.textContent)"
    begin = page.evaluate(shown)
    for index in range(page.locator("#rows thead button").count()):
        head = page.locator("#rows thead button").nth(index)
        head.click()
        expect(page.locator("#rows thead th").nth(index)).to_have_attribute("aria-sort", "ascending")
        up = page.evaluate(shown)
        assert sorted(up) == sorted(begin)
        page.reload()
        assert page.evaluate(shown) == up
        head.click()
        expect(page.locator("#rows thead th").nth(index)).to_have_attribute("aria-sort", "descending")
        assert page.evaluate(shown) != up or len(set(up)) == 1


def test_what_is_taken_away_from_a_list_is_what_it_shows(visit: Visit) -> None:
    page = visit.open("uitspraken.html", "soort=Concern")
    with page.expect_download() as taken:
        page.click("#as-csv")
    assert taken.value.suggested_filename == "uitspraken.csv"
    text = Path(taken.value.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(rows) == 1 + 4
    with page.expect_download() as taken:
        page.click("#as-xlsx")
    assert taken.value.suggested_filename == "uitspraken.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(Path(taken.value.path()).read_bytes())).active
    assert sheet is not None
    assert [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)] == rows
    assert any("bang dat de havenpolitie" in " ".join(row) for row in rows)


def test_a_formula_in_the_data_is_text_in_what_is_taken_away(visit: Visit) -> None:
    # November's 010 begins with an equals sign.
    page = visit.open("uitspraken.html", "zoek=afgehandelde")
    with page.expect_download() as taken:
        page.click("#as-csv")
    rows = list(csv.reader(io.StringIO(Path(taken.value.path()).read_bytes().decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2
    assert [cell for cell in rows[1] if cell.startswith("=")] == []
    assert [cell for cell in rows[1] if cell.startswith("'= is het teken")]


def test_enter_in_a_field_does_not_send_a_form_away(
    browser: Browser, site_folder: Path, site_files: dict[str, bytes]
) -> None:
    wrong = {}
    with visiting(browser, site_folder) as visit:
        for path in samples(site_files, also_emptiest=False):
            sent = visit.open(path).evaluate(
                """() => [...document.querySelectorAll("main form")].filter((form) =>
                  form.dispatchEvent(new Event("submit", { cancelable: true, bubbles: true }))).map((form) => form.id)"""
            )
            if sent:
                wrong[path] = sent
    assert wrong == {}


def test_follow_up_is_shown_as_it_stood_on_the_day_that_is_chosen(visit: Visit) -> None:
    page = visit.open("toezeggingen.html", "peildatum=2030-01-15")
    rows = page.locator("#rows tbody tr:visible")
    # January: 004, 005, 009, 015, 016, 017, 018 promised, 019 and 022 agreed, 021 agreed before that.
    assert rows.count() == 10
    seen = page.locator("#rows tbody tr:visible:not([data-vervolg=none-seen])")
    # On that day 005 was done and 022 came back on 021.
    assert seen.count() == 2
    page.fill("#day", "2030-06-18")
    assert rows.count() == 13
    assert visit.hash() == "#peildatum=2030-06-18"
    page.fill("#day", "2029-01-01")
    assert rows.count() == 0


def test_the_texts_that_a_reader_brings_are_recognised_and_quoted_and_forgotten_again(
    texts: Path, real_visit: Visit
) -> None:
    page = real_visit.open("citaten.html")
    page.set_input_files("#files", sorted(texts.glob("lovp-*.txt")))
    expect(page.locator("#told p")).to_have_count(5)
    counts = page.locator("[data-summary]").all_inner_texts()
    assert [one.split(" / ")[0] for one in counts] == [one.split(" / ")[1] for one in counts]
    page = real_visit.open("uitspraak/lovp-2026-02-02-020.html")
    expect(page.locator("blockquote").first).to_be_visible()
    assert len(page.locator("blockquote").first.inner_text()) > 20
    page = real_visit.open("citaten.html")
    page.click("#forget")
    assert all(one.startswith("0 / ") for one in page.locator("[data-summary]").all_inner_texts())
    page = real_visit.open("uitspraak/lovp-2026-02-02-020.html")
    expect(page.locator("blockquote").first).to_be_hidden()


def test_another_text_is_not_recognised(real_visit: Visit) -> None:
    page = real_visit.open("citaten.html")
    page.set_input_files("#files", {"name": "x.txt", "mimeType": "text/plain", "buffer": b"Something else.\n\xff\xfe"})
    expect(page.locator("#told")).to_contain_text("geen zin herkend")


def test_an_agenda_becomes_a_file_per_item(real_visit: Visit) -> None:
    page = real_visit.open("voorbereiding.html")
    page.fill("#agenda", "1. Financiën politie\n2. Veiligheidsagenda 2027\n3. Rondvraag <b>\n")
    page.locator("#form button").first.click()
    sections = page.locator("#file section")
    for _ in range(2):
        assert sections.locator("h2").all_inner_texts() == [
            "Financiën politie",
            "Veiligheidsagenda 2027",
            "Rondvraag <b>",
        ]
        expect(sections.nth(0).locator("a[href='thema/financien-politie.html']")).to_be_visible()
        expect(sections.nth(1).locator("a[href='thema/veiligheidsagenda.html']")).to_be_visible()
        expect(sections.nth(2)).to_contain_text("Bij dit punt is geen thema gevonden")
        page.reload()
    with page.expect_download() as taken:
        page.click("#document")
    document = parse("voorbereiding.html", Path(taken.value.path()).read_bytes())
    assert [one.text for one in document.all("h2")] == ["Financiën politie", "Veiligheidsagenda 2027", "Rondvraag <b>"]
    assert document.all("script", "a") == []


@pytest.mark.parametrize("path", ["thema/gezag.html", "thema/financien-politie.html"])
def test_the_question_behind_a_view_opens_with_its_values(path: str, visit: Visit) -> None:
    page = visit.open(path)
    for address in [str(one.get_attribute("href")) for one in page.locator("a[href*='vragen.html#']").all()]:
        name = address.partition("#")[2].partition("&")[0]
        theme = path.removeprefix("thema/").removesuffix(".html")
        opened = visit.open("vragen.html", address.partition("#")[2])
        section = opened.locator(f"[id='{name}']")
        expect(section).to_be_in_viewport()
        expect(section.locator("[data-chosen] code")).to_have_text(f"lovp-graph ask {name} --theme {theme}")

"""The lists in a browser: all statements, promises and agreements, and explicit agreement and disagreement."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Browser, Page, expect

from lovp_graph.asking import Row, ask, slug, value
from lovp_graph.characters import CONTROL
from lovp_graph.questions import saved
from lovp_graph.store import Store
from tests.browsing import PAPER, Visit, visiting

STATEMENTS = "uitspraken.html"
PROMISES = "toezeggingen.html"
LATER = "2031-03-01"
"""A day after all that the invented body holds."""

JANUARY, OCTOBER, NOVEMBER = (f"haven-2030-{day}" for day in ("01-15", "10-01", "11-05"))
JAN = "15 januari 2030"


def _rows(page: Page) -> list[str]:
    """The numbers of the statements that are shown, in their order; for the invented body without `haven-2030-`."""
    found = page.evaluate(
        """() => [...document.querySelectorAll("#rows tbody tr")].filter((row) => row.checkVisibility())
          .map((row) => row.querySelector("a[href^='uitspraak/']").getAttribute("href"))"""
    )
    return [one.removeprefix("uitspraak/").removesuffix(".html").removeprefix("haven-2030-") for one in found]


def _column(page: Page, index: int) -> list[str]:
    """What stands in a column of the rows that are shown, by its first line."""
    cells = page.locator(f"#rows tbody tr:visible > td:nth-child({index + 1})").all_inner_texts()
    return [cell.strip().split("\n")[0] for cell in cells]


def _counted(page: Page) -> tuple[str, str]:
    return page.inner_text("#row-count"), page.inner_text("#row-total")


def _taken(page: Page, button: str) -> tuple[str, bytes]:
    with page.expect_download() as taken:
        page.click(button)
    return taken.value.suggested_filename, Path(taken.value.path()).read_bytes()


def _csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def _xlsx(content: bytes) -> list[list[str]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]


# --- all statements: what is shown


def test_a_filter_shows_what_it_says_and_counts_it(lean_visit: Visit) -> None:
    page = lean_visit.open(STATEMENTS)
    for name, chosen, expected, earliest in (
        ("overleg", OCTOBER, ["11-05-001", "11-05-002"], "1 oktober 2030"),
        ("overleg", "haven-before-2030-01-15", ["01-15-021"], "een Havenoverleg vóór 15 januari 2030"),
        ("thema", "beveiligen-van-objecten", ["11-05-011", "11-05-012"], "5 november 2030"),
        # Those on a part of it count.
        ("thema", "bewaken-en-beveiligen", ["01-15-019", "01-15-020", "11-05-009", "11-05-011", "11-05-012"], JAN),
        # What is theirs by its context counts: 009 of June.
        ("actor", "kadebedrijven", ["06-18-009", "11-05-004", "11-05-011"], "18 juni 2030"),
        ("soort", "Request", ["01-15-003", "01-15-010", "01-15-013", "06-18-009"], JAN),
        ("soort", "Confirmation", ["11-05-008"], "5 november 2030"),
        ("stelling", "supports", ["01-15-007", "01-15-011", "01-15-012", "06-18-013"], JAN),
        ("stelling", "conditional", ["06-18-005"], "18 juni 2030"),
        ("vervolg", "answered", ["01-15-003", "01-15-013"], JAN),
        ("vervolg", "fulfilled", ["01-15-005", "01-15-018"], JAN),
    ):
        page.select_option(f"[data-filter={name}]", chosen)
        assert sorted(_rows(page)) == expected, (name, chosen)
        assert _counted(page) == (str(len(expected)), "48")
        assert page.inner_text("#row-earliest") == f"; de vroegste van {earliest}"
        assert lean_visit.hash() == f"#{name}={chosen}"
        page.click("#clear-filters")


def test_what_an_option_counts_is_what_it_shows(lean_visit: Visit) -> None:
    page = lean_visit.open(STATEMENTS)
    wrong = page.evaluate(
        """() => [...document.querySelectorAll("[data-filter]")].flatMap((field) => [...field.options].slice(1).map((option) => {
          field.value = option.value;
          field.dispatchEvent(new Event("input"));
          const shown = document.getElementById("row-count").textContent;
          field.value = "";
          field.dispatchEvent(new Event("input"));
          return [`${field.dataset.filter} ${option.text}`, shown];
        }).filter(([text, shown]) => !text.endsWith(`(${shown})`)))"""
    )
    assert wrong == []


def test_filters_go_together_and_go_away_together(lean_visit: Visit) -> None:
    page = lean_visit.open(STATEMENTS)
    page.select_option("[data-filter=actor]", "reders")
    page.select_option("[data-filter=thema]", "financien-politie")
    # Of the budget, which is a part of it: 002 and 003.
    assert _rows(page) == ["01-15-002", "01-15-003", "01-15-008", "01-15-010", "06-18-005"]
    page.select_option("[data-filter=soort]", "Request")
    assert _rows(page) == ["01-15-003", "01-15-010"]
    page.select_option("[data-filter=vervolg]", "none-seen")
    assert _rows(page) == ["01-15-010"]
    page.fill("[data-words]", "schippers")
    assert _rows(page) == ["01-15-010"]
    page.fill("[data-words]", "besparen")
    assert _rows(page) == []
    assert _counted(page) == ("0", "48")
    assert page.inner_text("#row-earliest") == ""
    expect(page.locator("#row-none")).to_be_visible()
    page.click("#clear-filters")
    assert len(_rows(page)) == 48
    assert _counted(page) == ("48", "48")
    expect(page.locator("#row-none")).to_be_hidden()
    expect(page.locator("[data-words]")).to_have_value("")
    assert lean_visit.hash() == ""


WORDS: list[tuple[str, list[str]]] = [
    ("tarieven", ["01-15-005", "01-15-006", "06-18-008"]),
    ("tarief", ["01-15-005", "01-15-006", "06-18-008"]),
    ("besparing", ["01-15-004"]),
    ("tekorten", ["01-15-001", "01-15-002", "06-18-003", "06-18-004", "11-05-005"]),
    ("TEKORT euro", ["06-18-003", "11-05-005"]),  # in any order, and all of them
    ("euro tekort", ["06-18-003", "11-05-005"]),
    ("coordinatie", ["01-15-022", "06-18-006"]),  # without accents
    ("geïnd", ["01-15-018", "11-05-003"]),
    ("“onverstandig”", ["01-15-008"]),
    ("vracht | visserij", ["11-05-003"]),
    ("erkort", []),  # no word begins so
]


def test_words_find_gists(lean_visit: Visit) -> None:
    assert _found(lean_visit.open(STATEMENTS), WORDS) == dict(WORDS)
    for nothing in ("  ", "?!"):
        lean_visit.page.fill("[data-words]", nothing)
        assert len(_rows(lean_visit.page)) == 48


def _found(page: Page, cases: list[tuple[str, list[str]]]) -> dict[str, list[str]]:
    found = {}
    for words, _ in cases:
        page.fill("[data-words]", words)
        found[words] = sorted(_rows(page))
    return found


REQUESTS = ["01-15-003", "01-15-010", "01-15-013", "06-18-009"]
OTHER_WORDS: list[tuple[str, list[str]]] = [
    ("verzoek", REQUESTS),
    ("request", REQUESTS),  # in English too
    ("besluit", ["06-18-001"]),
    ("kadebedrijven verzoek", ["06-18-009"]),
    ("wethouder besluit", []),
    ("na pauze", ["01-15-006"]),  # the first words of a gist
    ("haven-2030-06-18-009", ["06-18-009"]),
    ("burgemeester bevestiging", ["11-05-008"]),
]


def test_words_find_what_stands_in_any_column(lean_visit: Visit) -> None:
    assert _found(lean_visit.open(STATEMENTS), OTHER_WORDS) == dict(OTHER_WORDS)


def test_the_state_is_restored_on_reload_and_when_the_address_changes(lean_visit: Visit) -> None:
    page = lean_visit.open(STATEMENTS, "actor=reders&soort=Concern&zoek=pakhuizen&orde=0-af")
    for _ in range(2):
        assert _rows(page) == ["11-05-012"]
        expect(page.locator("[data-filter=actor]")).to_have_value("reders")
        expect(page.locator("[data-filter=soort]")).to_have_value("Concern")
        expect(page.locator("[data-words]")).to_have_value("pakhuizen")
        expect(page.locator("#rows th").nth(0)).to_have_attribute("aria-sort", "descending")
        page.reload()
    page.evaluate("location.hash = 'soort=Decision'")
    expect(page.locator("#row-count")).to_have_text("1")
    assert _rows(page) == ["06-18-001"]
    expect(page.locator("[data-filter=actor]")).to_have_value("")
    expect(page.locator("[data-words]")).to_have_value("")
    page.evaluate("location.hash = ''")
    expect(page.locator("#row-count")).to_have_text("48")
    page.go_back()
    expect(page.locator("#row-count")).to_have_text("1")


def test_without_an_order_in_the_address_the_rows_stand_as_they_came(lean_visit: Visit) -> None:
    page = lean_visit.open(STATEMENTS)
    begin = _rows(page)
    page.locator("#rows thead button").nth(5).click()
    page.locator("#rows thead button").nth(5).click()
    assert _rows(page) == sorted(begin, reverse=True)
    page.evaluate("location.hash = ''")
    page.wait_for_timeout(50)
    assert _rows(page) == begin
    expect(page.locator("#rows th[aria-sort]")).to_have_count(0)


def test_an_odd_address_does_no_harm(lean_visit: Visit) -> None:
    orders = (f"orde={name}" for name in ("constructor-op", "length-af", "-1-op", "99-op"))
    wrong = []
    for fragment in (*orders, "soort=nonsense&thema=__proto__"):
        page = lean_visit.open(STATEMENTS, fragment)
        page.fill("[data-words]", "schippers")
        if lean_visit.troubles or _rows(page) != ["01-15-010"]:
            wrong.append((fragment, lean_visit.troubles.copy()))
        lean_visit.troubles.clear()
    assert wrong == []


# --- the order


IN_ORDER = "(texts) => [...texts].sort((a, b) => a.localeCompare(b, 'nl', { numeric: true }))"


@pytest.mark.parametrize(
    ("path", "fragment", "columns"), [(STATEMENTS, "", [1, 2, 3, 4, 5]), (PROMISES, f"peildatum={LATER}", [1, 2, 3, 5])]
)
def test_a_heading_puts_the_rows_in_the_order_of_what_is_read_there(
    path: str, fragment: str, columns: list[int], lean_visit: Visit
) -> None:
    page = lean_visit.open(path, fragment)
    wrong = {}
    for index in columns:
        head = page.locator("#rows thead th").nth(index)
        for way, word in ((1, "ascending"), (-1, "descending")):
            head.locator("button").click()
            expect(head).to_have_attribute("aria-sort", word)
            expect(page.locator("#rows th[aria-sort]")).to_have_count(1)
            assert lean_visit.hash().endswith(f"orde={index}-{'op' if way == 1 else 'af'}")
            texts = _column(page, index)
            if texts != page.evaluate(IN_ORDER, texts)[::way]:
                wrong[f"{index} {word}"] = texts
    assert wrong == {}


def test_days_are_ordered_as_days(lean_visit: Visit) -> None:
    page = lean_visit.open(STATEMENTS)
    days = [
        "een Havenoverleg vóór 15 januari 2030",
        "15 januari 2030",
        "18 juni 2030",
        "1 oktober 2030",
        "5 november 2030",
    ]
    head = page.locator("#rows thead button").first
    head.click()
    assert list(dict.fromkeys(_column(page, 0))) == days
    head.click()
    assert list(dict.fromkeys(_column(page, 0))) == days[::-1]
    page = lean_visit.open(PROMISES, f"peildatum={LATER}")
    page.locator("#rows thead button").nth(4).click()
    # What has a last day by that day; then what has none.
    due = ["01-15-005", "01-15-017", "01-15-004", "01-15-022", "01-15-009"]
    assert _rows(page)[:5] == due
    assert _rows(page)[5:10] == ["06-18-006", "06-18-008", "11-05-002", "01-15-018", "11-05-006"]
    assert set(_rows(page)[10:]) == {"01-15-021", "01-15-015", "01-15-016", "01-15-019", "06-18-007", "11-05-011"}


def test_the_order_stays_when_a_filter_changes(lean_visit: Visit) -> None:
    page = lean_visit.open(STATEMENTS, "orde=5-af")
    page.select_option("[data-filter=soort]", "Concern")
    assert _rows(page) == ["11-05-012", "11-05-004", "06-18-004", "01-15-002"]
    page.reload()
    assert _rows(page) == ["11-05-012", "11-05-004", "06-18-004", "01-15-002"]


# --- what is taken away


def test_a_table_for_excel_has_the_rows_that_are_shown_and_no_others(lean_visit: Visit) -> None:
    page = lean_visit.open(STATEMENTS, "actor=commandant&thema=gezag&orde=5-af")
    name, content = _taken(page, "#as-csv")
    assert name == "uitspraken.csv"
    assert content.startswith(
        b'\xef\xbb\xbf"datum";"wie";"soort";"strekking (onze samenvatting)";"thema\xe2\x80\x99s";"nummer"\r\n'
    )
    assert content.endswith(b'"haven-2030-01-15-015"\r\n')
    assert content.count(b"\r\n") == content.count(b"\n") == 1 + 4
    rows = _csv(content)
    overview = "het teken dat de commandant in een overzicht achter afgehandelde meldingen wil zetten; het overzicht zelf is er nog niet."
    assert rows[1] == [
        "5 november 2030",
        "commandant van de havenpolitie",
        "informatie",
        f"'= is {overview}",
        "Gezag over de politie",
        "haven-2030-11-05-010",
    ]
    assert [row[5] for row in rows[1:]] == [f"haven-2030-{one}" for one in _rows(page)]
    name, content = _taken(page, "#as-xlsx")
    assert name == "uitspraken.xlsx"
    sheet = _xlsx(content)
    assert sheet[1][3] == f"= is {overview}"
    assert [sheet[0], *sheet[2:]] == [rows[0], *rows[2:]]
    page.select_option("[data-filter=soort]", "Decision")
    assert len(_csv(_taken(page, "#as-csv")[1])) == len(_xlsx(_taken(page, "#as-xlsx")[1])) == 1


def test_what_is_taken_away_speaks_the_language_of_the_page(lean_visit: Visit) -> None:
    page = lean_visit.open(STATEMENTS, "soort=Decision")
    page.click("[data-language=en]")
    assert page.inner_text("#row-earliest") == "; the earliest of 18 June 2030"
    assert _csv(_taken(page, "#as-csv")[1])[1][:3] == ["18 June 2030", "harbour consultation", "decision"]


def test_no_text_becomes_a_formula_or_breaks_the_table(lean_visit: Visit) -> None:
    page = lean_visit.open(STATEMENTS, "soort=Decision")
    texts = ["=1+1", "+31 70", "-2", "@SUM(A1)", 'a "b"; c', "\u0001<b>&\u000b]]>\uffff"]
    page.evaluate(
        "(texts) => [...document.querySelectorAll('#rows tr:not([hidden]) td')].forEach((cell, index) => cell.textContent = texts[index])",
        texts,
    )
    assert _csv(_taken(page, "#as-csv")[1])[1] == ["'=1+1", "'+31 70", "'-2", "'@SUM(A1)", *texts[4:]]
    assert _xlsx(_taken(page, "#as-xlsx")[1])[1] == [*texts[:5], " <b>& ]]> "]


def _seen(text: str) -> str:
    """What can be seen of a text: a workbook is XML, which cannot hold control characters."""
    return "".join(CONTROL.sub("", text).split())


def test_hostile_texts_are_taken_away_as_texts(browser: Browser, lean_hostile_folder: Path) -> None:
    with visiting(browser, lean_hostile_folder) as lean_visit:
        for path, number in ((STATEMENTS, 48), (PROMISES, 16)):
            page = lean_visit.open(path, f"peildatum={LATER}")
            rows, sheet = _csv(_taken(page, "#as-csv")[1]), _xlsx(_taken(page, "#as-xlsx")[1])
            assert len(rows) == len(sheet) == 1 + number
            assert {len(row) for row in rows} == {6}
            plain = [[_seen(re.sub("^'(?=[=+@-])", "", cell)) for cell in row] for row in rows]
            assert [[_seen(cell) for cell in row] for row in sheet] == plain
            page.fill("[data-words]", "alert")
            page.locator("#rows thead button").nth(3).click()
            assert page.locator("img, iframe, #rows script").count() == 0
        assert lean_visit.troubles == []


# --- promises and agreements on a day


READ = """() => [...document.querySelectorAll("#rows tbody tr")].filter((row) => row.checkVisibility()).map((row) => {
  const shown = (selector) => [...row.querySelectorAll(selector)].filter((one) => one.checkVisibility());
  const slug = (link) => link.getAttribute("href").split("/").pop().replace(".html", "");
  return {
    statement: slug(row.querySelector("a.text")), followUp: shown("[data-follow-up]").map((one) => one.dataset.followUp).join(),
    since: shown(".since").map((one) => one.innerText.trim()).join(), passed: shown(".passed").length > 0,
    evidence: shown("td:nth-child(6) a").map(slug).sort(), reservations: shown("td:nth-child(4) [data-seen] a").map(slug).sort(),
  };
})"""


def _expected(row: Row, day: str) -> dict[str, Any]:
    """A row of the page, from one of the saved question."""

    def text(name: str) -> str:
        return value(row[name]) if name in row else ""

    follow_up, included, known = slug(text("followUp")), text("includedSince") or "?", text("knownSince") or "?"
    since = f"sindsdien bekende of aangekondigde overleggen: {known}, waarvan opgenomen: {included}"
    since = "sindsdien is nog geen terugkoppeling opgenomen" if included == "0" else since
    passed = follow_up == "none-seen" and "" != text("dueLatest") < day
    return {
        "statement": slug(text("statement")),
        "followUp": follow_up,
        "since": since if follow_up == "none-seen" else "",
        "passed": passed,
        "evidence": sorted(map(slug, text("evidenceStatements").split())),
        "reservations": sorted(re.findall(r"\[([\w-]+)\]$", text("reservations"), re.MULTILINE)),
    }


def _answer(store: Store, day: str) -> list[dict[str, Any]]:
    rows = ask(store, saved("commitments"), {"referenceDate": [day]}).rows
    return sorted((_expected(row, day) for row in rows), key=lambda one: str(one["statement"]))


@pytest.mark.parametrize(
    ("of", "days"),
    [
        (
            "history",
            ["2030-01-13", "2030-01-14", "2030-01-15", "2030-03-13", "2030-06-17", "2030-06-18", "2030-10-01", LATER],
        ),
        ("real", ["2021-09-27", "2025-04-16", "2025-12-31", "2026-02-02", "2035-01-01"]),
    ],
)
def test_promises_stand_on_any_day_as_the_saved_question_has_them(
    of: str, days: list[str], request: pytest.FixtureRequest
) -> None:
    store: Store = request.getfixturevalue(of)
    lean_visit: Visit = request.getfixturevalue("lean_visit" if of == "history" else "lean_real_visit")
    page = lean_visit.open(PROMISES)
    for day in days:
        page.fill("#day", day)
        shown = sorted(page.evaluate(READ), key=lambda one: str(one["statement"]))
        assert shown == _answer(store, day), day
        assert _counted(page)[0] == str(len(shown))


def test_what_was_seen_of_promises_in_june(lean_visit: Visit) -> None:
    page = lean_visit.open(PROMISES, "peildatum=2030-06-18")
    shown = {one["statement"].removeprefix("haven-2030-"): one for one in page.evaluate(READ)}
    assert {name: one["evidence"] for name, one in shown.items() if one["followUp"] != "none-seen"} == {
        "01-15-005": ["haven-2030-01-15-006"],
        "01-15-015": ["haven-2030-06-18-010"],
        "01-15-018": ["haven-2030-06-18-002"],
        "01-15-021": ["haven-2030-01-15-022"],
        "01-15-022": ["haven-2030-06-18-006"],
    }
    # At the meeting of March nothing was included; 017 was due in February, 004 in March and 009 in May.
    assert {name for name, one in shown.items() if one["passed"]} == {"01-15-004", "01-15-009", "01-15-017"}
    assert shown["01-15-004"]["since"] == "sindsdien bekende of aangekondigde overleggen: 2, waarvan opgenomen: 1"
    assert shown["06-18-007"]["since"] == "sindsdien is nog geen terugkoppeling opgenomen"
    # The reservation of November is still to come.
    assert shown["01-15-019"]["reservations"] == ["haven-2030-01-15-020"]


def test_promises_can_be_filtered_by_what_was_seen_on_the_day(lean_visit: Visit) -> None:
    page = lean_visit.open(PROMISES, "peildatum=2030-06-18&vervolg=fulfilled")
    assert _rows(page) == ["01-15-005"]
    page.fill("#day", LATER)
    assert _rows(page) == ["01-15-005", "01-15-018"]
    assert lean_visit.hash() == f"#peildatum={LATER}&vervolg=fulfilled"
    page.reload()
    assert _rows(page) == ["01-15-005", "01-15-018"]
    page.click("#clear-filters")
    assert len(_rows(page)) == 16
    assert lean_visit.hash() == f"#peildatum={LATER}"
    page.evaluate("location.hash = 'peildatum=2030-01-15&soort=Agreement'")
    expect(page.locator("#row-count")).to_have_text("3")
    expect(page.locator("#day")).to_have_value("2030-01-15")
    assert _rows(page) == ["01-15-021", "01-15-019", "01-15-022"]


def test_promises_can_be_filtered_by_their_moment(lean_visit: Visit) -> None:
    page = lean_visit.open("toezeggingen.html", "peildatum=2030-06-30")
    rows = page.locator("#rows tbody tr")
    total = rows.locator("visible=true").count()
    numbers = {}
    for moment in ("due-ahead", "due-passed", "due-undated", "due-none"):
        page.select_option("[data-filter=termijn]", moment)
        shown = rows.locator("visible=true")
        numbers[moment] = shown.count()
        for one in shown.all():
            last, wording = one.get_attribute("data-last") or "", one.locator("td").nth(4).inner_text().strip()
            assert bool(last) == (moment in {"due-ahead", "due-passed"})
            assert not last or (last < "2030-06-30") == (moment == "due-passed")
            assert bool(wording) == (moment != "due-none")
    assert sum(numbers.values()) == total
    assert numbers["due-ahead"] > 0
    page.select_option("[data-filter=termijn]", "due-passed")
    page.fill("#day", "2040-01-01")
    assert rows.locator("visible=true").count() > numbers["due-passed"]
    years = page.locator("[data-filter=termijn] option[value^='20']")
    for year in [str(one.get_attribute("value")) for one in years.all()]:
        page.select_option("[data-filter=termijn]", year)
        label = page.locator(f"[data-filter=termijn] option[value='{year}']").inner_text()
        assert label == f"{year} ({rows.locator('visible=true').count()})"


def test_words_find_in_promises_what_is_shown_on_the_day(lean_visit: Visit) -> None:
    page = lean_visit.open(PROMISES, f"peildatum={LATER}")
    later = [("uitgevoerd", ["01-15-005", "01-15-018"]), ("vracht", ["01-15-018"])]
    assert _found(page, later) == dict(later)
    page.fill("#day", "2030-06-18")
    # What was told in November of freight is still to come.
    returned = ["01-15-015", "01-15-018", "01-15-021", "01-15-022"]
    june = [("uitgevoerd", ["01-15-005"]), ("teruggekomen", returned), ("vracht", [])]
    assert _found(page, june) == dict(june)


def test_the_day_is_by_itself_today_where_the_reader_is(browser: Browser, lean_folder: Path) -> None:
    with visiting(browser, lean_folder, timezone_id="Europe/Amsterdam") as lean_visit:
        # Half past midnight in Amsterdam.
        lean_visit.page.clock.set_fixed_time(datetime(2030, 6, 18, 22, 30, tzinfo=UTC))
        page = lean_visit.open(PROMISES)
        expect(page.locator("#day")).to_have_value("2030-06-19")
        assert len(_rows(page)) == 13
        page.fill("#day", "2030-01-15")
        assert len(_rows(page)) == 10
        assert lean_visit.hash() == "#peildatum=2030-01-15"
        page.click("#today")
        expect(page.locator("#day")).to_have_value("2030-06-19")
        assert len(_rows(page)) == 13
        assert lean_visit.hash() == ""
        # The day of today needs no place in the address; without a day it is today.
        page.fill("#day", "2030-06-19")
        assert lean_visit.hash() == ""
        page.fill("#day", "")
        assert len(_rows(page)) == 13
        assert lean_visit.troubles == []
        # What is no day is none; Chromium warns of it in its console, and no more than that.
        page = lean_visit.open(PROMISES, "peildatum=never")
        assert len(_rows(page)) == 13
        assert all(one.startswith("warning: The specified value") for one in lean_visit.troubles)


def test_promises_are_taken_away_as_they_stand_on_the_day(lean_visit: Visit) -> None:
    page = lean_visit.open(PROMISES, "peildatum=2030-06-18&vervolg=fulfilled")
    name, content = _taken(page, "#as-csv")
    assert name == "toezeggingen-en-afspraken.csv"
    assert _csv(content) == [
        ["datum", "soort", "wie", "strekking (onze samenvatting)", "termijn", "vervolg"],
        [
            "15 januari 2030",
            "toezegging; eenmalig",
            "wethouder → reders",
            "De wethouder zal de reders nog dezelfde dag de tarieven van andere havens geven.",
            "nog vandaag",
            "uitgevoerd; 15 januari 2030: Na de pauze deelt de wethouder de tarieven van andere havens uit.",
        ],
    ]
    assert _xlsx(_taken(page, "#as-xlsx")[1]) == _csv(content)


def test_on_paper_promises_are_a_table_with_its_day(lean_visit: Visit) -> None:
    page = lean_visit.open(PROMISES, "peildatum=2030-06-18")
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    assert len(_rows(page)) == 13
    expect(page.locator("#rows thead")).to_be_visible()
    expect(page.locator("#day")).to_be_visible()
    for hidden in ("#filters", "#today", "header.top"):
        expect(page.locator(hidden)).to_be_hidden()
    ends = page.evaluate("[...document.querySelectorAll('#rows td')].map((cell) => cell.getBoundingClientRect().right)")
    assert max(ends) <= PAPER["width"]
    # The table stands whole: nothing of it is cut off or has to be scrolled to.
    assert page.evaluate(
        "(() => { const box = document.querySelector('.scroll'); return [box.scrollWidth - box.clientWidth, box.scrollHeight - box.clientHeight]; })()"
    ) == [0, 0]


# --- agreement and disagreement


def _agreements(page: Page) -> list[str]:
    """The headings, and under them each line by its label and its statements, or as it reads."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("main h2, main h3, main li, main p.muted:not(li p)")].map((one) => one.localName === "li"
          ? [...one.querySelectorAll("b, a.text")].map((part) => part.getAttribute("href")?.match(/([^/]+)\\.html/)[1] ?? part.innerText).join(" ")
          : one.innerText)"""
    )
    return found


def test_explicit_agreement_and_disagreement_of_the_invented_body(lean_visit: Visit) -> None:
    page = lean_visit.open("eens-en-oneens.html")
    assert _agreements(page) == [
        "2030",
        f"oneens {JANUARY}-008 {JANUARY}-007",
        f"eens {JANUARY}-011 {JANUARY}-012",
        "Eén actor tegen; van anderen is geen standpunt voor of tegen opgetekend",
        f"{NOVEMBER}-007",
    ]
    shown = page.locator("main li").first.inner_text()
    assert "oneens · 15 januari 2030 · Stelling: “Het havengeld gaat omhoog”" in shown
    assert "reders – wijst af: De reders willen geen hoger havengeld" in shown
    page.locator("main li a.text").first.click()
    expect(page.locator(".eyebrow")).to_contain_text(f"{JANUARY}-008")


def test_explicit_agreement_and_disagreement_of_the_real_meetings(lean_real_visit: Visit) -> None:
    page = lean_real_visit.open("eens-en-oneens.html")
    none = "{}: geen twee actoren van wie dit in hetzelfde overleg uitdrukkelijk is opgetekend."
    agreed, opposed, rejected = (
        none.format("Eens"),
        none.format("Oneens"),
        "Eén actor tegen; van anderen is geen standpunt voor of tegen opgetekend",
    )
    assert _agreements(page) == [
        *("2026", rejected, "lovp-2026-02-02-025", agreed, opposed),
        *("2025", "eens lovp-2025-11-24-015 lovp-2025-11-24-016", rejected, "lovp-2025-04-16-024", opposed),
        *("2021", "eens lovp-2021-09-27-004 lovp-2021-09-27-003"),
        *("eens lovp-2021-11-29-015 lovp-2021-11-29-014", opposed),
    ]


def test_a_few_filters_of_the_real_statements(lean_real_visit: Visit) -> None:
    page = lean_real_visit.open(STATEMENTS)
    assert _counted(page) == ("246", "246")
    page.select_option("[data-filter=soort]", "Commitment")
    assert _counted(page)[0] == "8"
    page.click("#clear-filters")
    page.select_option("[data-filter=stelling]", "opposes")
    assert _rows(page) == ["lovp-2025-04-16-024", "lovp-2026-02-02-025"]

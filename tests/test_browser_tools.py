"""The pages that are tools, in a browser: authority on a day, preparation, quotations, questions, and doubts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lovp_graph.asking import ask, slug, value
from lovp_graph.cli.common import open_store
from lovp_graph.questions import saved
from lovp_graph.site import oxigraph
from lovp_graph.store import Store
from tests import pages
from tests.browsing import Visit, visiting
from tests.conftest import EXAMPLE, lacking, laid_out, lean

AUTHORITY = "gezag.html"
PREPARATION = "voorbereiding.html"
QUOTATIONS = "citaten.html"
JANUARY, JUNE, NOVEMBER = "haven-2030-01-15", "haven-2030-06-18", "haven-2030-11-05"


# --- authority on a day


def _relations(page: Page, kind: str = "") -> set[str]:
    shown = page.locator(f".relation{kind}:visible").all()
    return {str(one.get_attribute("id")) for one in shown}


@pytest.mark.parametrize(
    ("of", "days"),
    [
        (
            "history",
            [
                "1900-01-01",
                "2030-01-15",
                "2030-06-30",
                "2030-07-01",
                "2030-11-04",
                "2030-11-05",
                "2030-12-31",
                "2031-01-01",
            ],
        ),
        ("real", ["2012-12-31", "2013-01-01", "2021-11-29", "2025-04-16", "2026-02-02", "2027-01-01", "2035-01-01"]),
    ],
)
def test_authority_on_any_day_is_as_the_saved_question_has_it(
    of: str, days: list[str], request: pytest.FixtureRequest
) -> None:
    store: Store = request.getfixturevalue(of)
    visit: Visit = request.getfixturevalue("lean_visit" if of == "history" else "lean_real_visit")
    page = visit.open(AUTHORITY)
    for day in days:
        page.fill("#day", day)
        rows = ask(store, saved("authority"), {"referenceDate": [day]}).rows
        assert _relations(page) == {slug(value(row["relation"])) for row in rows}, day
        assert page.locator(".map tbody tr:visible").count() == len(rows), day
        # A list that is shown says that nothing is known if it has nothing, and only then.
        wrong = page.evaluate(
            """() => [...document.querySelectorAll("[data-list]")].filter((list) => list.checkVisibility() &&
              list.querySelector(".empty").checkVisibility() === [...list.querySelectorAll(".relation")].some((one) => one.checkVisibility())).length"""
        )
        assert wrong == 0, day


def test_what_rests_on_law_and_what_a_summary_says_stand_apart(lean_visit: Visit) -> None:
    page = lean_visit.open(AUTHORITY)
    # By itself it is the day of the last meeting.
    expect(page.locator("#day")).to_have_value("2030-11-05")
    assert _relations(page, ".law") == {"wet-wethouder-beheer", "wet-burgemeester-openbare-orde"}
    assert _relations(page, ".said") == {f"{NOVEMBER}-01", f"{NOVEMBER}-02"}
    order = page.locator("#openbare-orde [data-list]")
    assert order.nth(0).locator("h4").inner_text() == "Volgens wet of regeling"
    expect(order.nth(0).locator("#wet-burgemeester-openbare-orde")).to_be_visible()
    assert order.nth(1).locator("h4").inner_text() == "Volgens een terugkoppeling"
    expect(order.nth(1).locator(f"[id='{NOVEMBER}-01']")).to_be_visible()
    # On the map it stands by whom it is told.
    told = page.locator(".map tbody tr:visible", has_text="volgens").all_inner_texts()
    assert sorted(re.sub(r"\s+", " ", one).strip() for one in told) == [
        "beveiligen van objecten en diensten havenmeester beslist, volgens reders, 5 november 2030 (andere lezing mogelijk)",
        "handhaving van de openbare orde burgemeester → havenpolitie heeft het gezag, volgens burgemeester, 5 november 2030",
    ]


def test_buttons_and_the_address_choose_the_day_of_authority(lean_visit: Visit) -> None:
    page = lean_visit.open(AUTHORITY)
    pressed = page.locator("[data-day][aria-pressed=true]")
    expect(pressed).to_have_text("5 november 2030", use_inner_text=True)
    assert lean_visit.hash() == ""
    page.click("[data-day='2030-06-18']")
    for _ in range(2):
        expect(page.locator("#day")).to_have_value("2030-06-18")
        assert _relations(page) == {"wet-wethouder-beheer", "wet-havenmeester-openbare-orde"}
        expect(pressed).to_have_text("18 juni 2030", use_inner_text=True)
        assert lean_visit.hash() == "#peildatum=2030-06-18"
        page.reload()
    page.fill("#day", "2030-06-19")
    expect(pressed).to_have_count(0)
    page.evaluate("location.hash = 'peildatum=2031-01-01'")
    expect(pressed).to_have_text("1 januari 2031", use_inner_text=True)
    assert _relations(page, ".said") == {f"{NOVEMBER}-01", f"{NOVEMBER}-02", f"{JUNE}-01"}
    page.fill("#day", "")
    assert lean_visit.hash() == ""
    expect(pressed).to_have_text("5 november 2030", use_inner_text=True)


def test_a_link_to_a_task_leads_there_and_keeps_the_day(lean_visit: Visit) -> None:
    page = lean_visit.open(AUTHORITY, "peildatum=2030-06-18")
    page.locator(".map tbody tr:visible a[href='#openbare-orde']").first.click()
    expect(page.locator("#openbare-orde h3")).to_be_in_viewport()
    expect(page.locator("#day")).to_have_value("2030-06-18")
    assert _relations(page) == {"wet-wethouder-beheer", "wet-havenmeester-openbare-orde"}


# --- preparation


def _prepared(visit: Visit, *lines: str) -> Page:
    page = visit.open(PREPARATION)
    page.fill("#agenda", "\n".join(lines))
    page.locator("#form button.primary").click()
    return page


def _recognised(page: Page) -> list[tuple[str, list[str]]]:
    """Of each item its heading, and the themes that were recognised in it."""
    return [
        (
            str(section.locator("h2").text_content()),
            [
                str(one.get_attribute("href")).removeprefix("thema/").removesuffix(".html")
                for one in section.locator("a[href^='thema/']").all()
            ],
        )
        for section in page.locator("#file section").all()
    ]


def test_an_agenda_is_read_by_the_names_of_themes(lean_visit: Visit) -> None:
    page = _prepared(
        lean_visit,
        "1. Gezag over de politie",
        "  2) B&B",
        "3.1 Meerjarenbegroting",
        "",
        "- Beheersing van de politiebegroting",
        "• gezagsposities",
        "FINANCIEN, gezag en objectbeveiliging",
        "Rondvraag",
        "2027: een vooruitblik op het gezag",
        "2027 Begroting",
    )
    assert _recognised(page) == [
        ("Gezag over de politie", ["gezag"]),
        ("B&B", ["bewaken-en-beveiligen"]),
        ("Meerjarenbegroting", ["meerjarenbegroting"]),
        ("Beheersing van de politiebegroting", ["begrotingsbeheersing"]),
        ("gezagsposities", ["gezag"]),
        ("FINANCIEN, gezag en objectbeveiliging", ["beveiligen-van-objecten", "financien-politie", "gezag"]),
        ("Rondvraag", []),
        ("2027: een vooruitblik op het gezag", ["gezag"]),
        ("2027 Begroting", ["financien-politie"]),  # a year is no number of an item
    ]
    none = page.locator("#file section").nth(6)
    expect(none).to_contain_text("Bij dit punt is geen thema gevonden.")
    expect(none.locator("a")).to_have_attribute("href", "index.html#zoek=Rondvraag")


def test_authority_in_a_file_says_what_it_rests_on(lean_real_visit: Visit) -> None:
    page = _prepared(lean_real_visit, "Bewaken en Beveiligen")
    lines = page.locator("#file section ul").last.locator("li").all_inner_texts()
    assert lines
    for line in lines:  # what only a summary says is never said to be in force
        assert ("van kracht (" in line) != ("– volgens de terugkoppeling van " in line), line
    assert any("andere lezing mogelijk" in line for line in lines)


def test_a_part_of_a_longer_name_names_nothing(lean_real_visit: Visit) -> None:
    page = _prepared(
        lean_real_visit,
        "Capaciteit voor bewaken en beveiligen",
        "Stelsel bewaken en beveiligen",
        "Samenwerking tussen gezag en politie",
        "Extra middelen voor de politie, en de sterkte",
        "Strategische agenda",
        "Multidisciplinair Interventieteam (MIT)",
        "Gezag en samenspel",
    )
    assert [found for _, found in _recognised(page)] == [
        ["capaciteit-bewaken-en-beveiligen"],
        ["stelsel-bewaken-en-beveiligen"],
        ["samenspel-gezag-en-politie"],
        ["extra-middelen-politie", "sterkte-en-formatie"],
        ["strategische-agenda-politie"],
        ["mit"],
        ["samenspel-gezag-en-politie", "gezag"],
    ]


BUDGET = [
    ("Afspraken en toezeggingen, geen vervolg gezien (1)", [f"{JANUARY}-004"]),
    ("Besluiten, en afspraken en toezeggingen met vervolg (1)", [f"{JUNE}-001"]),
    ("Zorgen (3)", [f"{NOVEMBER}-004", f"{JUNE}-004", f"{JANUARY}-002"]),
    # The request of January was answered.
    ("Verder gemeld (4)", [f"{NOVEMBER}-005", f"{JUNE}-003", f"{JANUARY}-001", f"{JANUARY}-003"]),
]


def test_a_section_holds_the_statements_of_its_theme_with_open_ones_apart(lean_visit: Visit) -> None:
    page = _prepared(lean_visit, "Meerjarenbegroting", "Gezag")
    found = (
        page.locator("#file section")
        .nth(0)
        .evaluate(
            """(section) => [...section.querySelectorAll("h3")].map((title) => [title.textContent,
          [...title.nextElementSibling.querySelectorAll("a")].map((link) => link.getAttribute("href").match(/([^/]+)\\.html/)[1])])"""
        )
    )
    assert [(title, slugs) for title, slugs in found] == BUDGET
    gezag = page.locator("#file section").nth(1)
    assert gezag.locator("a.text").count() == 21
    expect(gezag).to_contain_text("Vanaf 1 juli 2030 heeft de burgemeester het gezag")
    expect(gezag).not_to_contain_text("Tot 1 juli 2030 heeft de havenmeester")
    gezag.locator("a[href^='uitspraak/']").first.click()
    expect(page.locator(".eyebrow")).to_contain_text(f"{JUNE}-006")


def test_the_example_is_the_agenda_of_the_last_meeting_and_the_address_remembers(lean_visit: Visit) -> None:
    page = lean_visit.open(PREPARATION)
    expect(page.locator("#actions")).to_be_hidden()
    page.click("#example")
    agenda = ["Begroting", "Uitkomst van het onderzoek", "Gezag op de kade", "Bewaking van kades en pakhuizen"]
    for _ in range(2):
        expect(page.locator("#agenda")).to_have_value("\n".join(agenda))
        assert [heading for heading, _ in _recognised(page)] == agenda
        expect(page.locator("#actions")).to_be_visible()
        page.reload()
    page.evaluate("location.hash = 'agenda=Gezag'")
    expect(page.locator("#file section")).to_have_count(1)
    expect(page.locator("#agenda")).to_have_value("Gezag")
    page.fill("#agenda", "")
    page.locator("#form button.primary").click()
    expect(page.locator("#actions")).to_be_hidden()
    assert lean_visit.hash() == ""


def _document(page: Page) -> tuple[str, pages.Page]:
    with page.expect_download() as taken:
        page.click("#document")
    assert taken.value.suggested_filename == "voorbereiding.html"
    content = Path(taken.value.path()).read_bytes()
    return content.decode("utf-8"), pages.parse("voorbereiding.html", content)


def test_a_document_stands_by_itself(lean_visit: Visit) -> None:
    hostile = "<img src=x onerror=alert(1)></section><script>alert(2)</script>"
    page = _prepared(lean_visit, "Meerjarenbegroting", hostile)
    text, document = _document(page)
    assert document.crossed == []
    assert document.all("a", "script", "img", "style", "link", "button", "details") == []
    assert [one.text for one in document.all("h2")] == ["Meerjarenbegroting", hostile]
    assert document.meta(charset="utf-8") == [""]
    numbers = re.findall(r"\((haven-[\d-]+)\)<", text)
    assert numbers == [number for _, slugs in BUDGET for number in slugs]
    assert "noemen dat 'één stap te ver'" in text
    assert all(not one.attributes.keys() & {"onclick", "onerror", "style"} for one in document.elements)
    assert all(url.startswith((lean_visit.folder.as_uri(), "about:", "blob:")) for url in lean_visit.asked)


def test_a_document_speaks_one_language(lean_visit: Visit) -> None:
    page = _prepared(lean_visit, "Meerjarenbegroting")
    text = _document(page)[0]
    assert "Bijgewerkt tot en met het Havenoverleg van 5 november 2030" in text
    assert "Up to and including" not in text
    page.click("[data-language=en]")
    text = _document(page)[0]
    assert "Up to and including" in text
    assert "Agreements and commitments, no follow-up seen (1)" in text
    assert not {"Bijgewerkt tot en met", "geen vervolg gezien (1)"} & set(text.splitlines())
    assert "Bijgewerkt tot en met" not in text


def test_a_document_holds_also_what_the_page_folds_away(lean_real_visit: Visit) -> None:
    page = lean_real_visit.open("uitspraken.html", "thema=bewaken-en-beveiligen")
    number = int(page.inner_text("#row-count"))
    page = _prepared(lean_real_visit, "Bewaken en Beveiligen")
    assert page.locator("#file details").count() > 0
    text, document = _document(page)
    assert len(set(re.findall(r"\((lovp-[\d-]+)\)", text))) == number
    assert document.all("details", "summary", "a") == []


def test_hostile_texts_are_prepared_as_texts(browser: Browser, lean_hostile_folder: Path) -> None:
    with visiting(browser, lean_hostile_folder) as visit:
        page = visit.open(PREPARATION)
        name = page.evaluate(
            "JSON.parse(document.getElementById('themes').textContent).find((one) => one.slug === 'gezag').label[0]"
        )
        assert name.startswith("Gezag over de politie ")
        page = _prepared(visit, " ".join(name.split()), "<svg onload=alert(1)>")
        assert page.locator("#file section a.text").count() == 21
        text, document = _document(page)
        assert document.all("script", "img", "svg", "a", "iframe") == []
        assert "&lt;script&gt;alert(" in text
        visit.open(AUTHORITY, "peildatum=2031-01-01")
        visit.open("twijfel.html")
        assert visit.troubles == []


# --- quotations


@pytest.fixture(scope="module")
def example_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the example, of which the texts are there."""
    return laid_out(lean(open_store(EXAMPLE, None, None), EXAMPLE), tmp_path_factory.mktemp("example") / "site")


@pytest.fixture
def coast(browser: Browser, example_folder: Path) -> Iterator[Visit]:
    """The pages of the example; nothing may go wrong, and nothing may leave."""
    with visiting(browser, example_folder) as visit:
        yield visit
        assert visit.troubles == []
        assert all(url.startswith((example_folder.as_uri(), "about:")) for url in visit.asked)


TEXTS = sorted((EXAMPLE / "texts").glob("*.txt"))
FIRST = "De dijkgraaf licht de begroting voor 2030 toe."


def _bring(page: Page, content: bytes, name: str = "kust.txt") -> list[str]:
    """Bring a text of one name; what is told of it."""
    page.set_input_files("#files", {"name": name, "mimeType": "text/plain", "buffer": content})
    told = page.locator("#told p", has_text=name)
    expect(told).to_be_visible()
    return page.locator("#told p").all_inner_texts()


def _results(page: Page) -> list[str]:
    return page.locator("[data-summary]").all_inner_texts()


def test_texts_that_are_chosen_are_quoted_everywhere_until_they_are_cleared(coast: Visit) -> None:
    page = coast.open(QUOTATIONS)
    assert _results(page) == ["0 / 13", "0 / 7"]
    page.set_input_files("#files", TEXTS)
    expect(page.locator("#told p")).to_have_count(2)
    assert page.locator("#told p").all_inner_texts() == [
        "kust-2030-01-15.txt: 13 van 13 zinnen herkend.",
        "kust-2030-04-10.txt: 7 van 7 zinnen herkend.",
    ]
    expect(page.locator("[data-summary]").last).to_have_text("7 / 7")
    assert _results(page) == ["13 / 13", "7 / 7"]
    page = coast.open("uitspraak/kust-2030-01-15-001.html")
    assert page.locator("blockquote:visible").all_inner_texts() == [FIRST, "Er is een tekort van ruim 3 miljoen euro."]
    page = coast.open("graaf.html", "overleg=kust-2030-01-15&kies=uitspraak.kust-2030-01-15-001")
    expect(page.locator("#graph-panel blockquote").first).to_contain_text(FIRST)
    page = coast.open(QUOTATIONS)
    assert _results(page) == ["13 / 13", "7 / 7"]
    page.click("#forget")
    assert _results(page) == ["0 / 13", "0 / 7"]
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('lovp-sentence'))") == []
    page = coast.open("uitspraak/kust-2030-01-15-001.html")
    expect(page.locator("blockquote:visible")).to_have_count(0)


def test_a_text_that_is_dropped_is_read(coast: Visit) -> None:
    page = coast.open(QUOTATIONS)
    transfer = page.evaluate_handle(
        "(text) => { const made = new DataTransfer(); made.items.add(new File([text], 'kust.txt', { type: 'text/plain' })); return made; }",
        TEXTS[0].read_text(encoding="utf-8"),
    )
    page.dispatch_event("#drop", "dragover", {"dataTransfer": transfer})
    expect(page.locator("#drop")).to_have_class("drop over")
    page.dispatch_event("#drop", "drop", {"dataTransfer": transfer})
    expect(page.locator("#drop")).to_have_class("drop")
    expect(page.locator("#told")).to_contain_text("kust.txt: 13 van 13 zinnen herkend.")


def test_line_ends_of_windows_and_a_byte_order_mark_make_no_other_text(coast: Visit) -> None:
    content = TEXTS[0].read_bytes()
    assert b"\r" not in content
    ways = {
        "as it is": content,
        "mark": b"\xef\xbb\xbf" + content,
        "windows": content.replace(b"\n", b"\r\n"),
        "both": b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"),
    }
    told = {}
    for name, way in ways.items():
        page = coast.open(QUOTATIONS)
        told[name] = _bring(page, way)
        page.click("#forget")
    assert told == {name: ["kust.txt: 13 van 13 zinnen herkend."] for name in ways}


def test_it_is_told_how_much_of_a_changed_text_is_recognised(coast: Visit) -> None:
    page = coast.open(QUOTATIONS)
    content = TEXTS[0].read_bytes()
    changed = content.replace(b"drie scenario's", b"vier scenario's")
    assert changed != content
    assert "kust.txt: 12 van 13 zinnen herkend; de andere zijn anders" in _bring(page, changed)[0]
    assert _results(page) == ["12 / 13", "0 / 7"]
    page.click("#forget")
    # A text that breaks off after its fourth sentence.
    told = _bring(page, content[: content.index(b"De dijkgraaf zegt toe")])
    assert "kust.txt: 4 van 13 zinnen herkend; de andere zijn anders" in told[0]
    page.click("[data-language=en]")
    assert _bring(page, content) == ["kust.txt: 13 of 13 sentences recognised."]


def test_another_file_is_told_to_be_another(coast: Visit) -> None:
    page = coast.open(QUOTATIONS)
    for name, content in (
        ("empty.txt", b""),
        ("picture.png", bytes(range(256)) * 20),
        ("<img src=x onerror=alert(1)>.txt", b"Goed zo.\n" * 99),
        ("utf-16.txt", TEXTS[0].read_text(encoding="utf-8").encode("utf-16")),
    ):
        told = _bring(page, content, name)
        assert told == [f"{name}: geen zin herkend. Is dit de tekst van een terugkoppeling, als plat tekstbestand?"]
    assert _results(page) == ["0 / 13", "0 / 7"]
    assert page.locator("#told img").count() == 0


def test_where_nothing_is_kept_that_is_told(browser: Browser, example_folder: Path) -> None:
    with visiting(browser, example_folder) as visit:
        visit.page.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
        )
        page = visit.open(QUOTATIONS)
        page.set_input_files("#files", TEXTS[0])
        expect(page.locator("#told")).to_contain_text("Deze browser bewaart niets")
        page.click("#forget")
        assert visit.troubles == []


def test_every_sentence_of_the_published_texts_is_recognised(texts: Path, lean_real_visit: Visit) -> None:
    page = lean_real_visit.open(QUOTATIONS)
    page.set_input_files("#files", sorted(texts.glob("lovp-*.txt")))
    expect(page.locator("#told p")).to_have_count(5)
    told = page.locator("#told p").all_inner_texts()
    numbers = [re.fullmatch(r"lovp-[\d-]+\.txt: (\d+) van (\d+) zinnen herkend\.", one) for one in told]
    assert all(found and found[1] == found[2] != "0" for found in numbers), told
    expect(page.locator("[data-summary]", has_text=re.compile("^0 /"))).to_have_count(0)
    assert all(url.startswith((lean_real_visit.folder.as_uri(), "about:")) for url in lean_real_visit.asked)


# --- questions and doubts


def test_a_question_opens_by_its_name_with_the_values_of_the_page_before(lean_visit: Visit) -> None:
    page = lean_visit.open("toezeggingen.html")
    page.locator("details.screen summary").click()
    page.locator("a[href='vragen.html#commitments']").click()
    question = page.locator("#commitments")
    expect(question).to_be_in_viewport()
    expect(question.locator("pre")).to_be_visible()
    expect(question.locator("[data-chosen]")).to_be_hidden()
    page.evaluate("location.hash = 'commitments&theme=gezag&actor=wethouder'")
    chosen = question.locator("[data-chosen] code")
    expect(chosen).to_have_text("lovp-graph ask commitments --theme gezag --actor wethouder")
    expect(question.locator("pre")).to_contain_text("SELECT ?date ?meeting")
    page.evaluate("location.hash = 'stances&theme=vuurwerk'")
    expect(page.locator("#stances")).to_be_in_viewport()
    expect(page.locator("#stances [data-chosen] code")).to_have_text("lovp-graph ask stances --theme vuurwerk")


def test_a_question_is_asked_with_the_values_of_the_page_before(lean_visit: Visit) -> None:
    if not oxigraph.is_here():
        lacking(oxigraph.MISSING)
    page = lean_visit.open("vragen.html", "commitments&theme=gezag&actor=wethouder")
    page.locator("#commitments [data-ask]").click()
    expect(page.locator("#told")).to_contain_text("resulta")
    expect(page.locator("caption")).to_contain_text("thema: Gezag over de politie; actor: wethouder")
    assert lean_visit.hash() == "#vraag=commitments&theme=gezag&actor=wethouder"


def test_an_odd_address_of_a_question_does_no_harm(lean_visit: Visit) -> None:
    wrong = {}
    attack = "commitments&theme=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"
    for fragment in (
        attack,
        "main",
        "zoek",
        "zoek&theme=x",
        "%zz",
        "&&&",
        "commitments&&=&%",
    ):
        page = lean_visit.open("vragen.html", fragment)
        opened = page.locator("details[open]").count()
        if lean_visit.troubles or page.locator("img").count() or opened != fragment.startswith("commitments"):
            wrong[fragment] = [*lean_visit.troubles, f"{opened} opened"]
        lean_visit.troubles.clear()
    assert wrong == {}


def test_doubts_stand_by_meeting_in_the_order_of_time(lean_visit: Visit) -> None:
    page = lean_visit.open("twijfel.html")
    assert page.locator("main summary").all_inner_texts() == [
        "een Havenoverleg vóór 15 januari 2030 (1)",
        "Havenoverleg van 18 juni 2030 (1)",
    ]
    expect(page.locator("h1 + p")).to_contain_text("Bij 2 uitspraken")
    doubt = page.locator(".doubt", has_text="In welk overleg dit is afgesproken, zegt de tekst niet.")
    expect(doubt).to_be_hidden()
    page.locator("summary", has_text="vóór").click()
    expect(doubt).to_be_visible()
    page.locator(f"a[href='uitspraak/{JANUARY}-021.html']").click()
    expect(page.locator("dd", has_text="In welk overleg dit is afgesproken")).to_be_visible()


def test_every_doubt_of_the_real_data_is_listed(lean_real_visit: Visit) -> None:
    page = lean_real_visit.open("uitspraken.html")
    marked = page.locator("#rows .doubt").count()
    page = lean_real_visit.open("twijfel.html")
    assert page.locator("main li").count() == page.locator("main li .doubt").count() == marked
    assert f"Bij {marked} uitspraken" in page.locator("h1 + p").inner_text()
    totals = [int(one.rpartition("(")[2].strip(")")) for one in page.locator("main summary").all_inner_texts()]
    assert sum(totals) == marked

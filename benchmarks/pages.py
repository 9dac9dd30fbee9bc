"""How big the pages are, and how fast they are shown, beside pyvis's own page of the same network.

Sizes are of the real data. Times are from the navigation, in headless Chromium, the median of some
runs: `shown` is until a second frame has been painted after the scripts ran (for pyvis until it says
that it has settled); `usable` until the page has answered a first act of its reader, such as a click
on a card or a word typed in a filter, and that is painted too; on the page of questions until the
question in its address is answered. For the network the statements of one theme are repeated until
there are some 500; the peer gets the same nodes and edges, with its own template and its physics.

Usage: python benchmarks/pages.py [--short] (after `make`; needs chromium; short: each page once, without the peer)
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

SITE = Path(__file__).parent.parent / "build" / "site"
RUNS = 5
PATIENCE = 300
"""Seconds to wait for the peer."""

GROWN, ENOUGH = "financien-politie", 500
"""The theme that is grown, and to how many statements."""

TYPE = """(place, word, answer) => { const field = document.querySelector(place);
    field.value = word; field.dispatchEvent(new Event("input", { bubbles: true }));
    return document.querySelector(answer); }"""
CLICK = "(place, _, answer) => { document.querySelector(place).click(); return document.querySelector(answer); }"

ARRIVE = """async (_, __, answer) => {
    while (!document.querySelector(answer) && performance.now() < 60_000) await new Promise(requestAnimationFrame);
    return document.querySelector(answer); }"""

THEME = "bewaken-en-beveiligen"

PAGES = {
    "start page": ("index.html", TYPE, "#zoek", "gezag", "#found-list li"),
    "largest theme page": ("", CLICK, "article.card button", "", "article.card button[aria-pressed=true]"),
    "all statements": ("uitspraken.html", TYPE, "[data-words]", "gezag", "#rows tr[hidden]"),
    "promises": ("toezeggingen.html", TYPE, "[data-words]", "gezag", "#rows tr[hidden]"),
    "network, a theme": (
        f"graaf.html#thema={THEME}",
        TYPE,
        "#graph-search",
        "gezag",
        "#graph-found-list li",
    ),
    "questions, first answer": ("sparql.html#vraag=meetings", ARRIVE, "", "", "#found tbody tr"),
}
"""The pages, and on each a first act: how, where, what is typed, and what is there when the page has answered."""
PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"


def timed(browser: Browser, address: str, runs: int, act: tuple[str, ...]) -> tuple[float, float]:
    """Milliseconds until a page is shown and until it is usable, the medians. Raises what goes wrong in the page."""
    do, place, word, answer = act
    call = f"({do})(...{json.dumps([place, word, answer])})"
    shown, usable = [], []
    for _ in range(runs):
        page = browser.new_page()
        page.on("pageerror", _fail)
        page.goto(address, wait_until="load")
        shown.append(float(page.evaluate(PAINTED)))
        page.close()
        page = browser.new_page()
        page.on("pageerror", _fail)
        page.goto(address, wait_until="load")
        # In one go, so that the way to the browser and back does not count.
        found = page.evaluate(
            f"(async () => {{ const there = Boolean(await {call}); return [there, await {PAINTED}]; }})()"
        )
        if not found[0]:
            raise RuntimeError(f"{address}: no {answer} after the first act on {place}")
        usable.append(float(found[1]))
        page.close()
    return statistics.median(shown), statistics.median(usable)


@dataclass
class Network:
    """The network page with one theme grown to some 500 statements, and what it then shows of it."""

    page: str
    nodes: set[int]
    edges: list[tuple[int, int]]


def grown() -> Network:
    """Repeat the statements of a theme, with their links, until there are enough."""
    text = (SITE / "graaf.html").read_text(encoding="utf-8")
    before, _, rest = text.partition('id="graph-data">')
    found, _, after = rest.partition("</script>")
    data = json.loads(found)
    key = {node["key"]: node["id"] for node in data["nodes"]}
    theme = key[f"thema.{GROWN}"]
    themes = {theme} | {part for part, whole in data["edges"]["broader"] if whole == theme}
    statements = {start for start, end in data["edges"]["theme"] if end in themes and start > max(themes)}
    shown = set(statements)
    original = {name: list(links) for name, links in data["edges"].items()}
    for number in range(1, round(ENOUGH / len(statements))):
        first = len(data["nodes"])  # the page counts on numbers without gaps
        copies = {one: first + place for place, one in enumerate(sorted(statements))}
        for one, copy in copies.items():
            node = data["nodes"][one]
            data["nodes"].append(node | {"id": copy, "key": f"{node['key']}x{number}"})
        for name, links in original.items():
            data["edges"][name] += [
                [copies.get(start, start), copies.get(end, end)] for start, end in links if {start, end} & statements
            ]
        shown |= set(copies.values())
    edges = [(start, end) for links in data["edges"].values() for start, end in links if {start, end} & shown]
    page = f'{before}id="graph-data">{json.dumps(data)}</script>{after}'
    return Network(page, shown | {end for edge in edges for end in edge}, edges)


def peer(browser: Browser, network: Network, folder: Path) -> tuple[int, float]:
    """The size of pyvis's own page of the same network, and the milliseconds until it has settled."""
    from pyvis.network import Network as Pyvis  # type: ignore[import-untyped]  # noqa: PLC0415

    net = Pyvis(cdn_resources="in_line")
    for number in sorted(network.nodes):
        net.add_node(number, label=str(number))
    for start, end in network.edges:
        net.add_edge(start, end)
    html = net.generate_html(notebook=False)
    settled = "network.once('stabilizationIterationsDone', () => { window.settled = performance.now(); });"
    path = folder / "peer.html"
    path.write_text(html.replace("return network;", f"{settled} return network;"), encoding="utf-8")
    page = browser.new_page()
    page.set_default_timeout(0)
    page.route("http*://**", lambda route: route.abort())  # its template asks for scripts from elsewhere
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_function("window.settled", timeout=PATIENCE * 1000)
    found = float(page.evaluate("window.settled"))
    page.close()
    return path.stat().st_size, found


def _fail(error: Error) -> None:
    raise error


def main() -> None:
    """Print sizes and times."""
    if not (SITE / "graaf.html").is_file():
        sys.exit("no pages in build/site; run make first")
    short = "--short" in sys.argv[1:]
    runs = 1 if short else RUNS
    largest = max((SITE / "thema").glob("*.html"), key=lambda path: path.stat().st_size)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        print(f"{'page':<28}{'kB':>8}{'shown':>8}{'usable':>8}  (ms)")  # noqa: T201
        for name, (address, *act) in PAGES.items():
            path = SITE / (address.partition("#")[0] or largest.relative_to(SITE))
            hashed = f"{path.as_uri()}#{address.partition('#')[2]}"
            shown, usable = timed(browser, hashed, runs, tuple(act))
            print(f"{name:<28}{path.stat().st_size / 1000:>8.0f}{shown:>8.0f}{usable:>8.0f}")  # noqa: T201
        network = grown()
        path = Path(folder) / "graaf.html"
        path.write_text(network.page, encoding="utf-8")
        _, *act = PAGES["network, a theme"]
        shown, usable = timed(browser, f"{path.as_uri()}#thema={GROWN}&meer=99", runs, tuple(act))
        print(f"\nnetwork of {len(network.nodes)} nodes and {len(network.edges)} edges")  # noqa: T201
        print(f"{'ours':<28}{path.stat().st_size / 1000:>8.0f}{shown:>8.0f}{usable:>8.0f}")  # noqa: T201
        if short:
            browser.close()
            return
        size, settled = peer(browser, network, Path(folder))
        print(f"{'pyvis, its own page':<28}{size / 1000:>8.0f}{settled:>8.0f}")  # noqa: T201
        print(f"{'pyvis takes':<36}{settled / shown:>7.0f}x")  # noqa: T201
        browser.close()


if __name__ == "__main__":
    main()

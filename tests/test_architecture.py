"""Dependencies run downwards only, and only the command line prints."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import lovp_graph

PACKAGE = Path(lovp_graph.__file__).parent

# From the ground up: a module may import those on the lines above it, and none beside or below it.
LAYERS = [
    {"characters", "errors", "resources", "positions", "prose"},
    {"strict_yaml", "tables"},
    {
        "canonical",
        "documents.formats",
        "documents.layout",
        "files",
        "fingerprint",
        "graph_store",
        "interrupts",
        "messages",
        "rdf",
        "store",
        "words",
    },
    {"cache", "fragments", "workers"},
    {"documents.sentences", "documents.docx", "documents.html"},
    {"documents.pdf"},
    {"documents.apart"},
    {"documents", "documents.__main__"},
    {"drafting.lexicon"},
    {"drafting.amounts", "drafting.facts", "drafting.model", "drafting.moments", "drafting.types", "drafting.verbs"},
    {"registers"},
    {"derivations"},
    {"annotations", "metadata"},
    {"mapping"},
    {"deriving", "sources"},
    {"dataset"},
    {"findings", "texts", "questions"},
    {"asking", "validation"},
    {"answers"},
    {"story"},
    {"briefing", "catalogue"},
    {"drafting.names", "drafting.earlier"},
    {"drafting.clauses", "drafting.speakers", "drafting.vocabulary"},
    {"drafting.units"},
    {"drafting.features"},
    {"drafting.reading"},
    {"drafting.draft"},
    {"drafting.explaining", "drafting.writing"},
    {"drafting"},
    {"difference", "network", "publishing", "site.oxigraph", "site.wording"},
    {"exports.xml"},
    {
        "exports.alignment",
        "exports.feeds",
        "exports.networks",
        "exports.selection",
        "exports.sheets",
        "exports.syntaxes",
    },
    {"exports.jsonld"},
    {"exports"},
    {"site.rendering", "site.views"},
    {"site.timeline"},
    {"site.context"},
    {"site.downloads"},
    {"site.themes"},
    {
        "site.about",
        "site.actors",
        "site.authority",
        "site.documents",
        "site.meetings",
        "site.graph",
        "site.preparation",
        "site.questions",
        "site.quotations",
        "site.sparql",
        "site.start",
        "site.statements",
    },
    {"site.lists", "site.things"},
    {"site", "server.negotiation"},
    {"server.addresses", "server.connections", "server.queries"},
    {"server.app"},
    {"server"},
    {"cli.common"},
    {"cli.comparing", "cli.data", "cli.drafting", "cli.exports", "cli.publishing", "cli.questions", "cli.serving"},
    {"cli"},
    {"cli.__main__"},
]


def name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name(path): path for path in PACKAGE.rglob("*.py") if name(path)}
LEVEL = {module: level for level, modules in enumerate(LAYERS) for module in modules}


def imported(path: Path) -> set[str]:
    """The modules of ours that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lovp_graph"):
            base = (node.module or "").removeprefix("lovp_graph").removeprefix(".")
            for alias in node.names:
                inner = f"{base}.{alias.name}".strip(".")
                found.add(inner if inner in MODULES else base)
        elif isinstance(node, ast.Import):
            assert not any(alias.name.startswith("lovp_graph") for alias in node.names), f"{path}: write from … import"
    return found - {""}


def test_every_module_has_its_layer() -> None:
    assert set(MODULES) == set(LEVEL)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_run_downwards(module: str) -> None:
    for other in imported(MODULES[module]):
        assert LEVEL[other] < LEVEL[module], f"{module} imports {other}"


@pytest.mark.parametrize("module", [module for module in sorted(MODULES) if module.partition(".")[0] != "cli"])
def test_only_the_command_line_prints_and_exits(module: str) -> None:
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in {"print", "sys.exit", "exit", "click.echo", "SystemExit"}, f"{module}: {called}"


def test_nothing_peculiar_to_the_lovp_stands_in_the_code() -> None:
    """The mechanism is general; what is the LOVP's lives in ontology/ and data/."""
    for module, path in MODULES.items():
        text = path.read_text(encoding="utf-8").lower()
        for word in ("regioburgemeester", "korpschef", "politie", "bewaken"):
            lines = [line for line in text.splitlines() if word in line and not line.strip().startswith("#")]
            assert not lines, f"{module}: {lines}"

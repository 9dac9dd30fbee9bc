"""What people write by hand, changed at will: it is read, or each fault is told with its file and line."""

from __future__ import annotations

import tempfile
from pathlib import Path

import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from rdflib import URIRef

from lovp_graph import registers, strict_yaml
from lovp_graph.annotations import SENTINEL, Annotation, load
from lovp_graph.characters import CONTROL
from lovp_graph.cli import main
from lovp_graph.dataset import assemble
from lovp_graph.errors import Problem
from lovp_graph.messages import LONGEST
from lovp_graph.rdf import quads
from lovp_graph.sources import DATA_FILES
from tests.chance import examples
from tests.conftest import EXAMPLE

FILES = [*sorted((EXAMPLE / "summaries").glob("*.yaml")), *(EXAMPLE / name for name in DATA_FILES)]
REGISTERS = sorted((EXAMPLE / "sentences").glob("*.csv"))

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
SCALARS = st.sampled_from(
    [
        "", "~", "null", "[]", "{}", "''", "[[]]", "{id: x}", "[a, {b: c}]", "0", "-1", "1e9", "0x10", "1_000", "19:30", "1.10", "ja", "true", "True", "nan",
        "9" * 5000, "2030-02-30", "0000-00-00", "10000-01-01", "٢٠٣٠-٠١-٠١", "2030/..", "../..", "../9999", "2030-24/0001", "9999-24", "1٣", "²", "é",
        "thema/", "/thema", "//host/a", "../a", "#a", "http://", "https://[::1]/", "http://a:99999/", "http://é/", "urn:x", "javascript:alert(1)",
        "thema/gezag thema/gezag", "thema/Gezag", "THEMA/gezag", "_:b0", "@id", "@type", "lovp:by", "{nl: [{nl: x}]}", "{nl: {en: x}}", "&a b", "*a", "!!python/object:os.system x",
        '"\\0\\x1b[2J\\u2028"', "x # y", "|\n  a", ">-", "<<", "=", "? a", "%", "`", "{value} {0} %s", "x" * 100_000,
    ]
)  # fmt: skip


@st.composite
def changed(draw: st.DrawFn, text: str) -> str:
    """A file with some of its lines changed, moved, doubled or taken away."""
    lines = text.splitlines()
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(lines) - 1))
        line = lines[place]
        key, colon, _ = line.partition(": ")
        match draw(st.sampled_from(["value", "value", "key", "text", "indent", "double", "drop", "swap", "cut"])):
            case "value" if colon:
                lines[place] = f"{key}: {draw(SCALARS | TEXTS)}"
            case "key" if colon:
                lines[place] = line.replace(key.strip(" -"), draw(SCALARS | TEXTS), 1)
            case "text":
                cut = draw(st.integers(0, len(line)))
                lines[place] = line[:cut] + draw(TEXTS) + line[cut:]
            case "indent":
                lines[place] = " " * draw(st.integers(0, 8)) + line.lstrip()
            case "double":
                lines.insert(draw(st.integers(0, len(lines))), line)
            case "drop" if len(lines) > 1:
                del lines[place]
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[place], lines[other] = lines[other], line
            case "cut":
                del lines[place + 1 :]
    return "\n".join(lines) + "\n"


FILE = st.sampled_from(FILES).flatmap(lambda path: changed(path.read_text(encoding="utf-8")))


def told(problems: list[Problem], path: Path, content: str) -> None:
    """Each problem names the file and a line of it, on one line of its own that is no longer than it need be."""
    for one in problems:
        assert one.path == path
        assert 0 <= one.line <= len(content.splitlines()) + 1
        assert one.code
        for language in ("en", "nl"):
            assert len(one.text(language).splitlines()) == 1
            assert len(one.text(language)) < len(str(path)) + 4 * LONGEST


def loaded(content: str) -> Annotation:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "kust-2030-01-15.yaml")
        path.write_text(content, encoding="utf-8", newline="")
        found = load(path)
    told(found.problems, path, content)
    return found


def says_nothing(content: str) -> bool:
    data, _ = strict_yaml.read(content)
    return data is not None and set(data) == {"graph"} and not list(strict_yaml.values(data["graph"]))


@examples(80)
@given(FILE)
def test_a_changed_file_is_read_or_its_faults_are_told(content: str) -> None:
    found = loaded(content)
    assert found.graph or found.problems or says_nothing(content)
    for subject, predicate, value in found.graph:
        assert isinstance(subject, URIRef)
        assert SENTINEL not in f"{subject} {predicate} {value}"
    quads({"https://example.org/": found.graph})  # which Oxigraph takes as well


MISTAKES = {
    "theem: [thema/gezag]": "unknown-key-suggest",
    "qqqq: x": "unknown-key",
    "condition:": "empty",
    "doubt: een twee # drie": "cut-text",
    "negated: ja": "literal-boolean",
    "to: [een twee]": "iri",
    "dueText: !x 3": "tag",
    "mentions: [{}]": "missing-id",
    "date: vroeger": "literal-date",
}


@examples(60)
@given(st.lists(st.sampled_from(sorted(MISTAKES)), min_size=1, max_size=8))
def test_all_mistakes_are_told_at_once(chosen: list[str]) -> None:
    """Each in a statement of its own, at its line."""
    lines, wanted = ["id: summary/kust-2030-01-15", "type: Summary", "statement:"], []
    for number, mistake in enumerate(chosen, 1):
        lines += [f"  - id: uitspraak/kust-2030-01-15-{number:03}", "    type: Position", f"    {mistake}"]
        wanted.append((len(lines), MISTAKES[mistake]))
    found = loaded("\n".join(lines) + "\n")
    assert set(wanted) <= {(one.line, one.code) for one in found.problems}


@examples(3)
@given(FILE)
def test_checking_a_changed_file_ends_as_it_must(content: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "kust-2030-01-15.yaml")
        path.write_text(content, encoding="utf-8", newline="")
        result = CliRunner().invoke(main, ["check", str(path), "--data", str(EXAMPLE)])
    assert result.exit_code in {0, 1, 3}, result.output
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert "a fault of the program" not in result.output


@examples(5)
@given(FILE)
def test_a_dataset_with_a_changed_file_comes_together(content: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "kust-2030-01-15.yaml")
        path.write_text(content, encoding="utf-8", newline="")
        quads(assemble(EXAMPLE, [path]).graphs)


# --- YAML


# Without what YAML itself takes for the end of a line.
PLAIN = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=30)
TREES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(PLAIN, inner, max_size=4), max_leaves=12
)


@examples(100)
@given(st.dictionaries(PLAIN, TREES, min_size=1, max_size=4))
def test_every_text_in_yaml_stays_the_text_that_was_written(tree: dict[str, object]) -> None:
    found, faults = strict_yaml.read(yaml.safe_dump(tree, allow_unicode=True))
    if {fault.code for fault in faults} & {"control", "deep"}:
        return
    assert faults == []
    assert found == tree


@examples(100)
@given(TEXTS)
def test_a_text_with_control_characters_is_told(text: str) -> None:
    content = yaml.safe_dump({"a": text}, allow_unicode=True)
    _, faults = strict_yaml.read(content)
    read = yaml.safe_load(content)["a"]  # in which U+0085, which ends a line, may be a space
    assert bool(CONTROL.search(read)) == ("control" in {fault.code for fault in faults})


# --- registers


@examples(150)
@given(st.sampled_from(REGISTERS).flatmap(lambda path: changed(path.read_text(encoding="utf-8"))))
def test_a_changed_register_is_in_order_or_its_faults_are_told(content: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "register.csv")
        path.write_text(content, encoding="utf-8", newline="")
        rows, problems = registers.read(path)
    told(problems, path, content)
    if not problems:
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        assert all(row.start < row.end for row in rows)
        assert registers.write(rows).splitlines() == content.splitlines()

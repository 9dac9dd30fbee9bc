"""YAML as it is written: text and lines, no guesses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovp_graph.strict_yaml import MAX_DEPTH, Mapping, Sequence, Text, read, values


@pytest.mark.parametrize("scalar", ["19:30", "1.10", "ja", "yes", "null", "2030-02-31", "0x1F", "~", "007", "1e3"])
def test_a_scalar_stays_what_was_written(scalar: str) -> None:
    data, faults = read(f"key: {scalar}\n")
    assert data == {"key": scalar}
    assert faults == []


def test_every_piece_knows_its_line() -> None:
    data, _ = read("a: 1\nb:\n  - x\n  - c: y\n    d: z\n")
    assert data is not None
    assert data.key_lines == {"a": 1, "b": 2}
    sequence = data["b"]
    assert isinstance(sequence, Sequence)
    first, second = sequence
    assert isinstance(first, Text)
    assert first.line == 3
    assert isinstance(second, Mapping)
    assert (second.line, second.key_lines) == (4, {"c": 4, "d": 5})


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "duplicate-key"),
        ("a: &x 1\nb: *x\n", 1, "anchor"),
        ("a: 1\nb: *x\n", 2, "anchor"),
        ("a: !!python/object:os.system x\n", 1, "tag"),
        ("a: 1\n? [b]\n: 2\n", 2, "key"),
        ("- a\n", 1, "document"),
        ("", 1, "document"),
        ("a: 1\n---\nb: 2\n", 2, "yaml"),
        ("a: [1\nb: 2\n", 2, "yaml"),
        ("a: 'x\n", 2, "yaml"),
        ("a: b\0\n", 1, "yaml"),
        ("a: " + "[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2), 1, "deep"),
        ("[" * 100_000, 1, "deep"),
    ],
)
def test_what_has_no_place_in_a_curated_file_is_a_fault(text: str, line: int, code: str) -> None:
    _, faults = read(text)
    assert [(fault.line, fault.code) for fault in faults] == [(line, code)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a: 1\na: 2\n", {"key": "a"}),
        ("a: &x 1\n", {"name": "x"}),
        ("a: !rare x\n", {"name": "!rare"}),
        ('a: "x\\x9by"\n', {"sign": "U+009B"}),
        ("[" * (MAX_DEPTH + 1), {"limit": MAX_DEPTH}),
    ],
)
def test_a_fault_names_what_it_is_about(text: str, values: dict[str, object]) -> None:
    assert [fault.values for fault in read(text)[1]] == [values]


@pytest.mark.parametrize(("text", "said"), [("a: [1\nb: 2\n", "expected"), ("a: b\0\n", "unacceptable character")])
def test_what_yaml_says_is_told(text: str, said: str) -> None:
    (fault,) = read(text)[1]
    assert said in str(fault.values["reason"])


def test_control_characters_are_taken_out_and_what_follows_a_key_of_several_values_is_read() -> None:
    data, faults = read('a: "x\\x9by"\n? [b]\n: 2\nc: 3\n')
    assert data == {"a": "xy", "c": "3"}
    assert [fault.code for fault in faults] == ["control", "key"]


def test_every_text_that_is_cut_off_is_found_wherever_it_stands() -> None:
    text = "a: {b: c}\nd:\n  - een twee # drie\n  - {e: f}\ng: vier vijf # zes\nh: [i, [j k, l]]\nm: zeven acht"
    assert [(fault.line, fault.code) for fault in read(text)[1]] == [(3, "cut-text"), (5, "cut-text")]


def test_a_bomb_of_anchors_is_not_expanded() -> None:
    text = "a: &a [x, x]\n" + "".join(f"b{i}: &b{i} [*a, *a, *a]\n" for i in range(1000))
    assert [fault.code for fault in read(text)[1]] == ["anchor"]


def test_values_of_one_or_a_list() -> None:
    data, _ = read("a: x\nb: [y, [z]]\n")
    assert data is not None
    assert list(values(data["a"])) == ["x"]
    assert list(values(data["b"])) == ["y", "z"]


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    data, faults = read(text)
    assert data is not None or faults

"""YAML in which every scalar is text and every piece knows its line.

PyYAML's own constructors guess types (`19:30` becomes 1170, `1.10` becomes 1.1) and let the
last of two equal keys win. Here a scalar stays the text that was written, and what a curated
file has no use for (anchors, tags, equal keys, several documents) is a fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from lovp_graph.characters import CONTROL

# libyaml where PyYAML was built with it (ten times as fast), else the same in Python.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 12  # an annotation nests to four levels
MAX_PIECES = 1_000_000  # keys, values, lists and mappings of one file; a long summary has some three thousand
PLAIN_TAGS = {
    f"tag:yaml.org,2002:{name}" for name in ("bool", "float", "int", "merge", "null", "str", "timestamp", "value")
}


class Text(str):
    """A scalar as written, with the line that it begins on (from 1)."""

    __slots__ = ("line",)
    line: int

    def __new__(cls, value: str, line: int) -> Text:
        """Make a text that was read on `line`."""
        made = super().__new__(cls, value)
        made.line = line
        return made


class Sequence(list["Text | Sequence | Mapping"]):
    """A list with the line that it begins on."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


class Mapping(dict[str, "Text | Sequence | Mapping"]):
    """A mapping with the line that it begins on; `key_lines` has the line of each key."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.key_lines: dict[str, int] = {}


@dataclass(frozen=True)
class Fault:
    """What is wrong on a line: a code of `messages.toml` and what fills it in."""

    line: int
    code: str
    values: dict[str, object] = field(default_factory=dict)


def read(text: str) -> tuple[Mapping | None, list[Fault]]:
    """Read one YAML document: its mapping, if there is one, and every fault that was found."""
    try:
        fault = _bomb(text)
        if fault:
            return None, [fault]
        node = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = error.problem or error.context or "unknown"
        return None, [Fault(mark.line + 1 if mark else 1, "yaml", {"reason": reason})]
    except yaml.YAMLError as error:
        return None, [Fault(1, "yaml", {"reason": str(error).splitlines()[0]})]
    if not isinstance(node, yaml.MappingNode):
        return None, [Fault(_line(node) if node else 1, "document")]
    faults: list[Fault] = []
    mapping = _mapping(node, faults)
    return mapping, faults + _cut_texts(node, text.splitlines())


def values(value: Text | Sequence | Mapping) -> Iterator[Text | Mapping]:
    """The single values of a key that may hold one or a list of them."""
    if isinstance(value, Sequence):
        for item in value:
            yield from values(item)
    else:
        yield value


def _line(piece: yaml.Node | yaml.Event) -> int:
    return int(piece.start_mark.line) + 1 if piece.start_mark else 1


def _bomb(text: str) -> Fault | None:
    """The first anchor, which can expand to gigabytes, or the first thing that is nested too deeply or one too many."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=LOADER)):
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            return Fault(_line(event), "anchor", {"name": anchor})
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            return Fault(_line(event), "deep", {"limit": MAX_DEPTH})
        if number > MAX_PIECES:
            return Fault(_line(event), "too-many", {"limit": MAX_PIECES})
    return None


def _cut_texts(root: yaml.Node, lines: list[str]) -> list[Fault]:
    """Texts of several words, not quoted, that a " #" cuts off: what follows would be lost as a comment."""
    found: list[Fault] = []
    nodes = [root]
    while nodes:
        node = nodes.pop()
        if isinstance(node, yaml.MappingNode):
            nodes += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            nodes += node.value
        elif isinstance(node, yaml.ScalarNode) and not node.style and " " in node.value:
            rest = lines[node.end_mark.line][node.end_mark.column :] if node.end_mark.line < len(lines) else ""
            if rest.lstrip().startswith("#"):
                found.append(Fault(_line(node), "cut-text"))
    return sorted(found, key=lambda fault: fault.line)


def _value(node: yaml.Node, faults: list[Fault]) -> Text | Sequence | Mapping:
    line = _line(node)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, faults)
    if isinstance(node, yaml.SequenceNode):
        sequence = Sequence(line)
        sequence.extend(_value(item, faults) for item in node.value)
        return sequence
    if node.tag not in PLAIN_TAGS:
        faults.append(Fault(line, "tag", {"name": node.tag}))
    return Text(_without_control(node.value, line, faults), line)


def _without_control(text: str, line: int, faults: list[Fault]) -> str:
    """A text without control characters, which are a fault: an editor hides them, and a terminal obeys them."""
    found = CONTROL.search(text)
    if found is None:
        return text
    faults.append(Fault(line, "control", {"sign": f"U+{ord(found.group()):04X}"}))
    return CONTROL.sub("", text)


def _mapping(node: yaml.MappingNode, faults: list[Fault]) -> Mapping:
    mapping = Mapping(_line(node))
    for key, value in node.value:
        line = _line(key)
        if not isinstance(key, yaml.ScalarNode):
            faults.append(Fault(line, "key"))
            continue
        name = _without_control(key.value, line, faults)
        if name in mapping:
            faults.append(Fault(line, "duplicate-key", {"key": name}))
        else:
            mapping[name] = _value(value, faults)
            mapping.key_lines[name] = line
    return mapping

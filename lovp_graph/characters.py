"""Characters that no text of people holds: an editor hides them, a terminal obeys them, XML stumbles over them."""

from __future__ import annotations

import re

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters but for tab and line feed, lone surrogates, and what is no character at all."""

_LINE_BREAK = re.compile("\r\n|[\r\x85\u2028\u2029]")


def visible(text: str) -> str:
    """A text without them, every line break a line feed."""
    return CONTROL.sub("", _LINE_BREAK.sub("\n", text))

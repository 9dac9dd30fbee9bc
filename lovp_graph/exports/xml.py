"""Text that XML can hold."""

from __future__ import annotations

import re

UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def readable(text: str) -> str:
    """A text without the characters that no XML file may have."""
    return UNREADABLE.sub("", text)

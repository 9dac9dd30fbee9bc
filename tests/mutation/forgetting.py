"""A plugin of pytest for mutmut: what was remembered while tests were collected is forgotten before they run.

Tests are collected once, and a changed program is run in a copy of that process; what `functools.cache` holds by then
was made by the program as it is, and would hide the change.
"""

from __future__ import annotations

import functools
import sys

REMEMBERING = type(functools.cache(repr))


def pytest_sessionstart() -> None:
    """Empty every cache of the package."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "lovp_graph":
            for thing in list(vars(module).values()):
                if isinstance(thing, REMEMBERING):
                    thing.cache_clear()

"""What holds for any input: properties, with inputs that Hypothesis makes up.

With the other tests each is tried with few inputs, by `make stress` with many more.
"""

from __future__ import annotations

from hypothesis import settings

from tests.stress.running import ROUNDS


def examples(number: int) -> settings:
    """So many inputs with the other tests, twenty times as many in the hundred rounds of `make stress`."""
    return settings(max_examples=number * max(1, ROUNDS // 5))

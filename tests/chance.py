"""How much is left to chance: little with the other tests, much by `make stress`."""

from __future__ import annotations

import os
import random

from hypothesis import settings

ROUNDS = int(os.environ.get("LOVP_STRESS", "1"))
"""How often what is left to chance is done: once with the other tests, a hundred times by `make stress`."""

LONG = ROUNDS > 1
"""Whether there is time for what takes long."""

TIMES = max(1, ROUNDS // 5)
"""How many times as many inputs Hypothesis makes up: twenty in a hundred rounds."""

DICE = random.Random(os.environ.get("LOVP_STRESS_SEED", "lovp"))  # noqa: S311


def examples(number: int) -> settings:
    """So many inputs with the other tests, and more the more rounds there are."""
    return settings(max_examples=number * TIMES)

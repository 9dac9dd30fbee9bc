"""How far the two independent readings of each summary agreed, per sentence.

`data/readings/<slug>.csv` holds, for each sentence, the types of the statements that rest on it
and their speakers, in the first and in the second reading; a sentence that a reading did not map
has none. Two readings agree on a sentence when these sets are equal. The settled annotation
came after, so this says how well readers agree, not how good the data are.

Usage: python benchmarks/agreement.py
"""

from __future__ import annotations

import csv
from pathlib import Path

READINGS = Path(__file__).parent.parent / "data" / "readings"


def agreement(path: Path) -> tuple[int, int, int]:
    """Sentences in a file, and those with the same types and with the same speakers."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    types = sum(row["first_types"] == row["second_types"] for row in rows)
    speakers = sum(row["first_speakers"] == row["second_speakers"] for row in rows)
    return len(rows), types, speakers


def main() -> None:
    """Print the agreement per summary and over all."""
    totals = [0, 0, 0]
    print(f"{'summary':<18}{'sentences':>10}{'same type':>12}{'same speaker':>14}")  # noqa: T201
    for path in sorted(READINGS.glob("*.csv")):
        numbers = agreement(path)
        totals = [a + b for a, b in zip(totals, numbers, strict=True)]
        print(f"{path.stem:<18}{numbers[0]:>10}{numbers[1] / numbers[0]:>12.1%}{numbers[2] / numbers[0]:>14.1%}")  # noqa: T201
    print(f"{'all':<18}{totals[0]:>10}{totals[1] / totals[0]:>12.1%}{totals[2] / totals[0]:>14.1%}")  # noqa: T201


if __name__ == "__main__":
    main()

"""What reads input from outside, tried with arbitrary bytes: `make fuzz`, or `python -m tests.fuzz --help`."""

from __future__ import annotations

from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
"""The inputs that are kept: a folder for each target, with good ones, and those on which it once failed."""

WORK = Path(__file__).parent.parent.parent / "build" / "fuzz"
"""What a run finds interesting, by target, and `failures`."""

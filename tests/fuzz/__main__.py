"""Fuzz the targets with libFuzzer, by way of atheris: `python -m tests.fuzz --minutes 10 [TARGET...]`.

What is found interesting stays in build/fuzz/TARGET, so that the next run goes on from there; an input on which
a target fails, hangs or takes too much memory stays in build/fuzz/failures.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

import click

from tests.fuzz import CORPUS, WORK

NAMES = ["annotations", "archive", "docx", "html", "moment", "pdf", "pdf-page", "query", "question", "register", "text", "value"]  # fmt: skip
SECONDS_OF_ONE, MEGABYTES = 20, 2048
"""What one input may take; instrumented code is some three times as slow."""

LONGEST = 8192
"""Bytes of an input."""


def main() -> int:
    """Fuzz, over all cores, each target as long as another. Returns 1 where one failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(NAMES))
    parser.add_argument("--minutes", type=float, default=10, help="for all targets together (10)")
    parser.add_argument("--seed", type=int, default=0, help="for the same inputs each time; by itself others")
    given = parser.parse_args()
    if unknown := set(given.targets) - set(NAMES):
        parser.error(f"no target {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    if find_spec("atheris") is None:
        click.echo("atheris is not installed: it has wheels for Linux on x86-64, up to Python 3.13", err=True)
        return 2
    names, jobs = given.targets or NAMES, os.cpu_count() or 1
    seconds = max(1, int(given.minutes * 60 * min(jobs, len(names)) / len(names)))
    with ThreadPoolExecutor(jobs) as pool:
        fine = dict(zip(names, pool.map(lambda name: _fuzzed(name, seconds, given.seed), names), strict=True))
    failed = [name for name in names if not fine[name]]
    if failed:
        click.echo(
            f"failed: {', '.join(failed)}; CONTRIBUTING.md says what to do with what stands in {WORK / 'failures'}"
        )
    return int(bool(failed))


def _fuzzed(name: str, seconds: int, seed: int) -> bool:
    """Whether a target stood all inputs of some seconds; says how many, or how it failed."""
    (WORK / "failures").mkdir(parents=True, exist_ok=True)
    (WORK / name).mkdir(exist_ok=True)
    (CORPUS / name).mkdir(exist_ok=True)
    command = [
        sys.executable, "-m", "tests.fuzz.one", name, f"-max_total_time={seconds}", f"-timeout={SECONDS_OF_ONE}",
        f"-rss_limit_mb={MEGABYTES}", f"-max_len={LONGEST}", f"-seed={seed}", "-print_final_stats=1",
        f"-artifact_prefix={WORK / 'failures' / name}-", str(WORK / name), str(CORPUS / name),
    ]  # fmt: skip
    began = time.monotonic()
    done = subprocess.run(
        command, cwd=CORPUS.parent.parent.parent, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    told = done.stdout.decode("utf-8", "replace")
    count = next((line.split()[-1] for line in told.splitlines() if "number_of_executed_units" in line), "?")
    click.echo(
        f"{name}: {count} inputs in {time.monotonic() - began:.0f} s, {'fine' if done.returncode == 0 else 'FAILED'}"
    )
    if done.returncode:
        click.echo("\n".join(line for line in told.splitlines()[-60:] if not line.startswith(("INFO", "#"))))
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())

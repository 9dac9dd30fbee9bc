"""Change the code in small ways, one at a time, and see whether the tests notice: mutmut on one module after another.

`python -m tests.mutation [MODULE ...]` prints for each module how many changes there were and how many went unnoticed,
and exits with 1 where more did than `modules.toml` allows. `--short` takes the modules that CI tries; `--survivors`
prints the changes that nothing noticed, `--reuse` goes on with what a run that was broken off has found.

Each module is changed in a copy of the project of its own (`build/mutation`), with the tests of that module alone: mutmut
asks for one selection of tests for all it changes, and needs minutes where it is given them all.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from tests.conftest import published_texts

PROJECT = Path(__file__).parent.parent.parent
WORK = PROJECT / "build" / "mutation"
COPIED = ("benchmarks", "data", "lovp_graph", "ontology", "queries", "tests")
TYPE_CHECK = ["mypy", "--output", "json", "--disable-error-code", "unused-ignore"]
# Tests of how long something takes notice no change of what it gives.
SELECTED = [
    "-k",
    "not long_texts",
    "--hypothesis-profile=ci",
    *("-p", "no:xdist", "-p", "no:cov", "-p", "no:cacheprovider", "-p", "tests.mutation.forgetting"),
]
NOTICED = {"killed", "timeout", "caught by type check", "suspicious", "segfault"}


def modules() -> dict[str, Any]:
    """What `modules.toml` says."""
    return tomllib.loads(Path(__file__).with_name("modules.toml").read_text(encoding="utf-8"))


def copied(module: str, tests: list[str], reuse: bool) -> Path:
    """A copy of the project in which mutmut changes one module, tried by some tests."""
    folder = WORK / module
    if folder.exists() and reuse:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    ignored = shutil.ignore_patterns("_carried", "__pycache__", "node_modules")
    for name in COPIED:
        shutil.copytree(PROJECT / name, folder / name, ignore=ignored)
    path = f"lovp_graph/{module.replace('.', '/')}.py"
    settings = {
        "source_paths": ["lovp_graph"],
        "only_mutate": [path],
        "also_copy": [name for name in COPIED if name not in {"lovp_graph", "tests"}],
        "pytest_add_cli_args_test_selection": [f"tests/{name}.py" for name in tests],
        "pytest_add_cli_args": SELECTED,
        "type_check_command": [*TYPE_CHECK, path],
    }
    # Lists of texts are written the same in JSON and in TOML.
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    configuration = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    (folder / "pyproject.toml").write_text("\n".join([configuration, "[tool.mutmut]", *lines, ""]), encoding="utf-8")
    return folder


def run(folder: Path) -> dict[str, str]:
    """What became of each change in a copy, by its name. Exits where mutmut itself fails."""
    texts = published_texts()
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "MYPY_CACHE_DIR": str(WORK / ".mypy_cache"),
        **({"LOVP_TEXTS": str(texts.resolve())} if texts else {}),
    }
    environment.pop("CI", None)  # a copy lacks what stands outside the project, so there a test may skip
    mutmut = str(Path(sys.executable).with_name("mutmut"))
    with (folder / "log").open("w") as log:
        code = subprocess.run(
            [mutmut, "run"], cwd=folder, env=environment, stdout=log, stderr=log, check=False
        ).returncode
    listing = subprocess.run(
        [mutmut, "results", "--all", "true"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    found = dict(line.strip().split(": ", 1) for line in listing.stdout.splitlines() if ": " in line)
    if code or not found or "not checked" in found.values():
        sys.exit(f"{folder}: mutmut broke off; the file log says why")
    return found


def survivors(folder: Path, names: list[str]) -> str:
    """The changes that nothing noticed, as differences."""
    command = [str(Path(sys.executable).with_name("mutmut")), "show"]
    return "".join(
        subprocess.run([*command, name], cwd=folder, capture_output=True, text=True, check=True).stdout
        for name in names
    )


def main() -> None:
    """Try the modules that are asked for, and say how many changes went unnoticed."""
    table = modules()
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("module", nargs="*", choices=[*table["module"], []], help="of modules.toml; without one, all")
    parser.add_argument("--short", action="store_true", help="those that CI tries")
    parser.add_argument("--survivors", action="store_true", help="print the changes that nothing noticed")
    parser.add_argument("--reuse", action="store_true", help="go on with a run that was broken off")
    options = parser.parse_args()
    chosen = options.module or (table["short"] if options.short else list(table["module"]))
    failed = False
    print(f"{'module':<22}{'changes':>8}{'unnoticed':>10}{'noticed':>9}{'at least':>9}", flush=True)
    for module in chosen:
        settings = table["module"][module]
        folder = copied(module, settings["tests"], options.reuse)
        found = run(folder)
        left = [name for name, what in found.items() if what not in NOTICED]
        share = 100 * (len(found) - len(left)) / len(found)
        failed |= share < settings["noticed"]
        print(f"{module:<22}{len(found):>8}{len(left):>10}{share:>8.1f}%{settings['noticed']:>8}%", flush=True)
        if options.survivors:
            print(survivors(folder, left), flush=True)
    if failed:
        sys.exit("more changes went unnoticed than before; --survivors shows them")


if __name__ == "__main__":
    main()

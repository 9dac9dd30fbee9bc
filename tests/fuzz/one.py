"""One target under libFuzzer: `python -m tests.fuzz.one TARGET [libFuzzer's own options and folders]`."""

from __future__ import annotations

import sys

import atheris

from tests.fuzz import WORK

with atheris.instrument_imports(include=["lovp_graph"], enable_loader_override=False):
    from tests.fuzz.targets import TARGETS
    from tests.fuzz.vocabulary import vocabulary


def main(name: str, options: list[str]) -> None:
    """Try a target until libFuzzer's options say that it is enough, or it fails, which ends the process."""
    words = ["".join(f"\\x{byte:02x}" for byte in word.encode()) for word in vocabulary(name)]
    if words:
        WORK.mkdir(parents=True, exist_ok=True)
        dictionary = WORK / f"{name}.dict"
        dictionary.write_text("".join(f'"{word}"\n' for word in words), encoding="ascii")
        options = [f"-dict={dictionary}", *options]
    atheris.Setup([sys.argv[0], *options], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])

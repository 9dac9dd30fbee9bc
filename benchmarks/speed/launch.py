"""Start a command, wait for it, and write down its seconds, kilobytes and exit code.

The system counts as memory of a process what the one that started it held at that moment, so this one holds
next to nothing. Usage: python -I -S launch.py FILE COMMAND...
"""

import os
import sys
import time

told, *command = sys.argv[1:]
began = time.perf_counter()
process = os.posix_spawnp(command[0], command, os.environ)
_, status, usage = os.wait4(process, 0)
seconds = time.perf_counter() - began
with open(told, "w", encoding="utf-8") as file:  # noqa: PTH123 - pathlib takes as much memory again
    file.write(f"{seconds} {usage.ru_maxrss} {os.waitstatus_to_exitcode(status)}")

"""End what a run of the tests left running, and fail if there was anything.

Every process of a run carries the run's LIVEWIDGETS_TEST_RUN in its environment. Silent
when nothing is left, so that the tests' summary stays the last line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import psutil

VARIABLE = "LIVEWIDGETS_TEST_RUN"
PATIENCE = 5.0  # seconds: what has been told to end may take this long


def of_run(run: str) -> Iterator[psutil.Process]:
    """The processes that carry the run's mark, but for this one and those it descends from."""
    mine = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    for process in psutil.process_iter():
        try:
            if process.pid not in mine and process.environ().get(VARIABLE) == run:
                yield process
        except psutil.Error:
            continue  # gone meanwhile, or somebody else's


def main() -> int:
    run = os.environ.get(VARIABLE)
    if not run:
        print(f"leftovers: {VARIABLE} is not set; this is run by scripts/test.sh", file=sys.stderr)
        return 2
    _, left = psutil.wait_procs(list(of_run(run)), timeout=PATIENCE)
    for process in left:
        try:
            print(f"left running: {process.pid} {' '.join(process.cmdline())}", file=sys.stderr)
            process.kill()
        except psutil.NoSuchProcess:
            continue
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())

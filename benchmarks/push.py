"""What a call of `push` costs the code that pushes: `python -m benchmarks.push`.

Processor time, so that what else the machine does counts little: of the calling thread, which
is what a training loop waits for, and of the whole process, which has storing in it too.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import livewidgets as lw
from livewidgets.pushed import PushStream

CALLS = 10_000
ROUNDS = 3

CASES: dict[str, Callable[[PushStream, int], None]] = {
    "a number": lambda stream, n: stream.push(float(n)),
    "a tuple of 3": lambda stream, n: stream.push((float(n), 1.0, 2.0)),
    "a dict of 2": lambda stream, n: stream.push({"loss": float(n), "accuracy": 0.5}),
    "2 by name": lambda stream, n: stream.push(loss=float(n), accuracy=0.5),
    "8 by name": lambda stream, n: stream.push(
        a=float(n), b=1.0, c=2.0, d=3.0, e=4.0, f=5.0, g=6.0, h=7.0
    ),
}


def measure(call: Callable[[PushStream, int], None]) -> tuple[float, float]:
    """The best of some rounds, in µs a call: of the calling thread, of the process."""
    found = []
    for _ in range(ROUNDS):
        with lw.stream() as stream:
            call(stream, 0)
            stream.wait()
            mine, whole = time.thread_time(), time.process_time()
            for number in range(CALLS):
                call(stream, number)
            mine = time.thread_time() - mine
            stream.wait(rows=CALLS + 1, timeout=60)
            found.append((mine / CALLS * 1e6, (time.process_time() - whole) / CALLS * 1e6))
            assert stream.counts.dropped == 0
    return min(found)


def main() -> None:
    """Measure each case and print a table."""
    print("| pushed | µs a call, in the calling thread | µs a row, with storing |")
    print("|---|---:|---:|")
    for name, call in CASES.items():
        mine, whole = measure(call)
        print(f"| {name} | {mine:.1f} | {whole:.1f} |")


if __name__ == "__main__":
    main()

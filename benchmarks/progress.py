"""A bar on standard error: how far all runs are, and what goes on."""

from __future__ import annotations

import sys
import threading
import time

WIDTH = 30
DRAWN_EVERY = 0.5  # seconds


class Progress:
    """How far a known number of runs is, each of about the same length.

    Where standard error is no terminal, one line is written for each run.

    Args:
        runs: How many there are.
        seconds: How long one takes, about.
    """

    def __init__(self, runs: int, seconds: float) -> None:
        self._runs, self._seconds = runs, seconds
        self._done = -1
        self._name = ""
        self._step = ""
        self._within = 0.0  # of the run, at `_since`
        self._left = 0.0  # of the step
        self._since = time.monotonic()
        self._over = threading.Event()
        self._live = sys.stderr.isatty()
        if self._live:
            threading.Thread(target=self._draw, daemon=True).start()

    def run(self, name: str) -> None:
        """The next run begins."""
        self._done += 1
        self._name, self._within = name, 0.0
        self.step("starts", 0.0)
        if not self._live:
            print(f"{self._done + 1}/{self._runs} {name}", file=sys.stderr, flush=True)

    def step(self, what: str, seconds: float) -> None:
        """The next step of a run begins; it takes about so many seconds."""
        self._within += self._left
        self._step, self._left, self._since = what, seconds, time.monotonic()

    def end(self) -> None:
        """All is done."""
        self._over.set()
        if self._live:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def _draw(self) -> None:
        while not self._over.wait(DRAWN_EVERY):
            passed = self._within + min(self._left, time.monotonic() - self._since)
            share = (max(0, self._done) + min(1.0, passed / self._seconds)) / self._runs
            bar = ("█" * round(share * WIDTH)).ljust(WIDTH, "·")
            text = f"{bar} {share:4.0%}  {self._done + 1}/{self._runs} {self._name} {self._step}"
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)

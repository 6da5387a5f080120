"""What one picture is measured with: rates, windows, numbers of lines, refreshes."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.contestants.notebooks import PUSHED
from benchmarks.workload import REFRESH


@dataclass(frozen=True, slots=True)
class Case:
    """Rows that are made in the kernel as arrays and pushed to one picture.

    Attributes:
        group: What is varied: `rate`, `window`, `lines`, `dense`.
        channels: Lines.
        rate: Rows per second.
        window: Seconds that are shown.
        refresh: Pictures per second that are asked for.
    """

    group: str
    channels: int
    rate: float
    window: float
    refresh: float = REFRESH

    @property
    def name(self) -> str:
        """For people and files."""
        return f"{self.channels}x{self.rate:.0f}x{self.window:.0f}s@{self.refresh:.0f}"

    @property
    def varied(self) -> float:
        """The value of what is varied in its group."""
        values = {"rate": self.rate, "window": self.window, "lines": float(self.channels)}
        return values.get(self.group, float(self.channels))

    @property
    def points(self) -> int:
        """Samples in the window, of each line."""
        return round(self.rate * self.window)

    @property
    def cell(self) -> str:
        """The notebook's."""
        return PUSHED.format(
            channels=self.channels,
            rate=self.rate,
            window=self.window,
            refresh=self.refresh,
            keep=round(1.25 * self.points) + 1000,
        )


CASES = (
    *(Case("rate", 4, rate, 10.0) for rate in (1_000.0, 10_000.0, 100_000.0)),
    *(Case("window", 4, 1_000.0, window) for window in (10.0, 100.0, 1_000.0)),
    *(Case("lines", lines, 1_000.0, 10.0) for lines in (1, 4, 8, 16, 32)),
    Case("dense", 16, 5_000.0, 10.0, refresh=60.0),
)

GROUPS = ("rate", "window", "lines", "dense")

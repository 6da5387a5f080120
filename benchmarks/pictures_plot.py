"""The plot of what a picture costs: browser time and bytes per frame."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib
from matplotlib.figure import Figure

from benchmarks.pictures import HEADINGS, Cost, medians, selected

SHOWN = {"browser": "Chromium, ms of CPU per frame", "size": "bytes per frame"}
VARIED = ("rate", "window", "lines")


def draw(costs: Sequence[Cost], machine: str, path: Path) -> None:
    """Save the plot as PNG; a point for each case that was measured."""
    matplotlib.use("Agg")
    figure = Figure(figsize=(12, 6.5), layout="constrained")
    figure.suptitle(machine, fontsize=7)
    panels = figure.subplots(len(SHOWN), len(VARIED))
    for row, (key, label) in zip(panels, SHOWN.items(), strict=True):
        for axes, group in zip(row, VARIED, strict=True):
            found = [(case.varied, medians(costs, case)) for case in selected([group])]
            known = [(varied, each[key]) for varied, each in found if each is not None]
            axes.plot([varied for varied, _ in known], [value for _, value in known], "o-")
            axes.set_xscale("log")
            axes.set_ylim(bottom=0)
            axes.set_xlabel(HEADINGS[group], fontsize=8)
            axes.set_ylabel(label, fontsize=8)
            axes.grid(alpha=0.3)
    figure.savefig(path, dpi=130)

"""The plot: a few figures of all contestants and workloads, as bars."""

from __future__ import annotations

from pathlib import Path

import matplotlib
from matplotlib.figure import Figure

from benchmarks.report import Report

SHOWN = {
    "painted": "painted updates per second",
    "latency_p50": "label latency, median [ms]",
    "age_p50": "age of the newest charted point, median [ms]",
    "total": "bytes per second to the browser",
    "server_cpu": "CPU of the server side [cores]",
    "chromium_cpu": "CPU of Chromium [cores]",
}
WIDE_RANGE = ("latency_p50", "age_p50", "total", "server_cpu")  # on a logarithmic axis


def draw(report: Report, path: Path) -> None:
    """Save the plot as PNG."""
    matplotlib.use("Agg")
    workloads = report.workloads
    medians = {each: report.medians(each) for each in workloads}
    contestants = list(dict.fromkeys(name for each in medians.values() for name in each))
    figure = Figure(figsize=(12, 6.5), layout="constrained")
    figure.suptitle(report.machine, fontsize=7)
    panels = figure.subplots(2, 3).ravel()
    bar = 0.8 / len(contestants)
    for axes, (key, title) in zip(panels, SHOWN.items(), strict=True):
        for number, name in enumerate(contestants):
            places = [at + (number + 0.5) * bar - 0.4 for at in range(len(workloads))]
            heights = [medians[each].get(name, {}).get(key, 0.0) for each in workloads]
            axes.bar(places, heights, bar, label=name)
        axes.set_title(title, fontsize=9)
        axes.set_xticks(range(len(workloads)), workloads)
        if key in WIDE_RANGE:
            axes.set_yscale("log")
        axes.grid(axis="y", alpha=0.3)
    panels[0].legend(fontsize=8)
    figure.savefig(path, dpi=130)

"""The report: medians over repetitions as Markdown, and all runs as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measure import Run
from benchmarks.workload import REFRESH, WORKLOADS

Medians = Mapping[str, float]
"""A contestant's figures under one workload, by the names of `flat`."""

COLUMNS: tuple[tuple[str, Callable[[Medians], str]], ...] = (
    ("painted /s", lambda m: number(m["painted"])),
    ("latency p50 / p95 ms", lambda m: pair(m["latency_p50"], m["latency_p95"])),
    ("age p50 / p95 ms", lambda m: pair(m["age_p50"], m["age_p95"])),
    ("lag s", lambda m: number(m["lag"])),
    ("payload / total kB/s", lambda m: pair(m["payload"] / 1e3, m["total"] / 1e3)),
    ("payload + envelope B/update", lambda m: per_update(m)),
    ("CPU server", lambda m: f"{m['server_cpu']:.2f}"),
    ("CPU Chromium", lambda m: f"{m['chromium_cpu']:.2f}"),
    ("MB server", lambda m: grown(m["server_memory"], m["server_growth"])),
    ("MB Chromium", lambda m: grown(m["chromium_memory"], m["chromium_growth"])),
    ("rows/s", lambda m: number(m["received"])),
)


@dataclass(frozen=True, slots=True)
class Report:
    """All that was measured.

    Attributes:
        machine: Of `machine.describe`.
        settings: Repetitions, seconds, warm-up.
        runs: In the order in which they were made.
        decoding: By workload, the share of a core that decoding alone takes, by decoder.
        failures: Runs that could not be made, as sentences.
    """

    machine: str
    settings: Mapping[str, float]
    runs: Sequence[Run]
    decoding: Mapping[str, Mapping[str, float]]
    failures: Sequence[str]

    def medians(self, workload: str) -> dict[str, Medians]:
        """By contestant, in the order of first appearance."""
        found: dict[str, list[Medians]] = {}
        for run in self.runs:
            if run.workload == workload:
                found.setdefault(run.contestant, []).append(flat(run))
        return {name: _medians(each) for name, each in found.items()}

    @property
    def workloads(self) -> list[str]:
        """Those that were measured, in order."""
        return [name for name in WORKLOADS if any(run.workload == name for run in self.runs)]

    def markdown(self) -> str:
        """A table for each workload, with what is to be known about it."""
        parts = [_caption(self)]
        for workload in self.workloads:
            parts += [f"### {WORKLOADS[workload]}", _table(self.medians(workload))]
            if workload in self.decoding:
                shares = self.decoding[workload]
                parts.append(
                    "Decoding these rows alone takes "
                    f"{shares['livewidgets']:.3f} cores with livewidgets' decoder, "
                    f"{shares['others']:.3f} with the parser of the others."
                )
        notes = [*self.failures, *_notes(self.runs)]
        if notes:
            parts.append("Notes:\n\n" + "\n".join(f"- {each}" for each in notes))
        return "\n\n".join(parts) + "\n"

    def save(self, path: Path) -> None:
        """As JSON, each run for itself."""
        kept = asdict(self) | {"medians": {each: self.medians(each) for each in self.workloads}}
        path.write_text(json.dumps(_plain(kept), indent=2, allow_nan=False) + "\n")


def flat(run: Run) -> dict[str, float]:
    """A run's figures in one mapping; what the system did not tell is NaN."""
    used = run.used
    return asdict(run.seen) | {
        "total": math.nan if used.total is None else used.total,
        "server_cpu": used.server.cpu,
        "server_memory": used.server.memory,
        "server_growth": used.server.growth,
        "chromium_cpu": used.chromium.cpu,
        "chromium_memory": used.chromium.memory,
        "chromium_growth": used.chromium.growth,
        "received": run.received,
        "plot_width": run.plot_width,
    }


def number(value: float) -> str:
    """With as many digits as count: 0.53, 3.8, 20.0, 9,998; – where it is not known."""
    if math.isnan(value):
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.{1 if abs(value) >= 1 else 2}f}"


def pair(one: float, other: float) -> str:
    """Two figures of a kind."""
    return f"{number(one)} / {number(other)}"


def grown(size: float, growth: float) -> str:
    """A size at the end, and how much of it was not there at the start."""
    return f"{size:,.0f} ({growth:+,.0f})"


def per_update(m: Medians) -> str:
    """Bytes of payload, and of envelope around it, for each update that was painted."""
    if not m["painted"]:
        return "–"
    envelope = m["websocket"] - m["payload"]
    return f"{m['payload'] / m['painted']:,.0f} + {envelope / m['painted']:,.0f}"


def _medians(runs: Sequence[Medians]) -> Medians:
    known = {name: [run[name] for run in runs if not math.isnan(run[name])] for name in runs[0]}
    return {name: median(values) if values else math.nan for name, values in known.items()}


def _plain(value: Any) -> Any:
    """With null for what is not known: JSON has no NaN."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def _caption(report: Report) -> str:
    settings = report.settings
    repetitions = int(settings["repeat"])
    of = f"medians of {repetitions} runs" if repetitions > 1 else "one run"
    return (
        f"{report.machine}. {of.capitalize()} of {settings['seconds']:g} s after "
        f"{settings['warm_up']:g} s of warm-up; {REFRESH:g} updates/s are asked for of "
        "contestants that have to be told; CPU in cores."
    )


def _table(medians: Mapping[str, Medians]) -> str:
    names = ["contestant", *(name for name, _ in COLUMNS)]
    rows = [[name, *(show(figures) for _, show in COLUMNS)] for name, figures in medians.items()]
    lines = [names, ["---"] + ["---:"] * len(COLUMNS), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _notes(runs: Iterable[Run]) -> list[str]:
    return [f"{run.workload} {run.contestant}: {note}" for run in runs for note in run.notes]

"""Judge the detectors beside river's own on the same labelled series, and write docs/detectors.md.

python -m benchmarks.detectors            # a minute or two
"""

from __future__ import annotations

import math
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.judging import Verdict
from benchmarks.labelled import SEASON, Series, made, public
from livewidgets import detectors

DOCS = Path(__file__).parent.parent / "docs"
PAGE = DOCS / "detectors.md"
FIGURE = DOCS / "detectors.png"
MARKS = "<!-- figures: written by python -m benchmarks.detectors -->", "<!-- /figures -->"

Judge = Callable[[Series], NDArray[np.bool_]]


def ours(recipe: Any) -> Judge:
    """One of our detectors, or a model of river in our adapter."""
    return lambda series: np.asarray(recipe.begin().feed(series.rows).columns["anomaly"])


def drift(make: Callable[[], Any]) -> Judge:
    """One of river's drift detectors, fed with the values as they are."""

    def judge(series: Series) -> NDArray[np.bool_]:
        detector, flags = make(), np.zeros(len(series.value), np.bool_)
        for row, value in enumerate(series.value.tolist()):
            detector.update(value)
            flags[row] = detector.drift_detected
        return flags

    return judge


def contestants() -> dict[str, Judge]:
    """All that are compared, each as it comes; river's scores get one learned threshold."""
    from river import anomaly, compose, preprocessing
    from river import drift as drifting

    learned: dict[str, Any] = {"quantile": 0.998, "window": 2_000, "learn": 500}
    trees = compose.Pipeline(preprocessing.MinMaxScaler(), anomaly.HalfSpaceTrees(seed=1))
    machine = compose.Pipeline(preprocessing.StandardScaler(), anomaly.OneClassSVM(nu=0.2))
    return {
        "robust_z()": ours(detectors.robust_z()),
        "ewma()": ours(detectors.ewma()),
        "cusum()": ours(detectors.cusum()),
        f"seasonal({SEASON})": ours(detectors.seasonal(float(SEASON))),
        "river GaussianScorer": ours(detectors.model(anomaly.GaussianScorer(), **learned)),
        "river StandardAbsoluteDeviation": ours(
            detectors.model(anomaly.StandardAbsoluteDeviation(), **learned)
        ),
        "river HalfSpaceTrees": ours(detectors.model(trees, **learned)),
        "river OneClassSVM": ours(detectors.model(machine, **learned)),
        "river ADWIN": drift(drifting.ADWIN),
        "river PageHinkley": drift(drifting.PageHinkley),
        "river KSWIN": drift(lambda: drifting.KSWIN(seed=1)),
    }


def run(series: Sequence[Series]) -> dict[str, dict[str, Verdict]]:
    """Verdicts by contestant and kind of series."""
    verdicts: dict[str, dict[str, Verdict]] = {}
    for name, judge in contestants().items():
        by_kind = verdicts[name] = {}
        for each in series:
            kind = "public" if each.votes else each.kind
            begun = time.process_time()
            flags = judge(each)
            by_kind.setdefault(kind, Verdict()).add(each, flags, time.process_time() - begun)
        rows, spent = (sum(getattr(v, k) for v in by_kind.values()) for k in ("rows", "seconds"))
        print(f"{name}: {rows:,} rows in {spent:.1f} s", file=sys.stderr, flush=True)
    return verdicts


def table(verdicts: dict[str, dict[str, Verdict]]) -> str:
    """The verdicts as a table in Markdown."""
    kinds = list(next(iter(verdicts.values())))
    lines = [
        f"| detector | {' | '.join(kinds)} | µs/row |",
        f"| --- | {' | '.join(['---:'] * len(kinds))} | ---: |",
    ]
    for name, by_kind in verdicts.items():
        rows, spent = (sum(getattr(v, k) for v in by_kind.values()) for k in ("rows", "seconds"))
        cells = " | ".join(_cell(by_kind[kind]) for kind in kinds)
        lines.append(f"| {name} | {cells} | {1e6 * spent / rows:.2g} |")
    return "\n".join(lines)


def _cell(verdict: Verdict) -> str:
    def text(number: float, form: str) -> str:
        return "–" if math.isnan(number) else format(number, form)

    return (
        f"{text(verdict.precision, '.2f')} / {text(verdict.recall, '.2f')}"
        f" / {text(verdict.delay, '.0f')}"
    )


def draw(series: Sequence[Series], path: Path) -> None:
    """Of each kind one series with its events, and what each of our detectors flags."""
    import matplotlib
    from matplotlib.figure import Figure

    matplotlib.use("Agg")
    first = {each.kind: each for each in reversed(series)}
    kinds = [kind for kind in ("spikes", "drifts", "levels", "seasons") if kind in first]
    own = {name: judge for name, judge in contestants().items() if not name.startswith("river")}
    figure = Figure(figsize=(11, 9), layout="constrained")
    for axes, kind in zip(figure.subplots(len(kinds), 1), kinds, strict=True):
        each = first[kind]
        axes.plot(each.value, linewidth=0.5, color="#0072b2")
        for start, end in each.events:
            axes.axvspan(start, end, color="#e69f00", alpha=0.35, linewidth=0)
        low, high = each.value.min(), each.value.max()
        for place, (name, judge) in enumerate(own.items()):
            rows = np.flatnonzero(judge(each))
            level = low - (0.1 + 0.1 * place) * (high - low)
            axes.plot(rows, np.full(len(rows), level), "|", markersize=7, label=name)
        axes.set_title(kind, fontsize=10, loc="left")
        axes.set_xlim(0, len(each.value))
        axes.legend(fontsize=7, loc="upper left", ncols=4)
    figure.savefig(path, dpi=80, metadata={"Software": None})


def main() -> int:
    """Judge, draw, and write the page's figures; returns the exit code."""
    series = [*made(), *public()]
    text = table(run(series))
    draw(series, FIGURE)
    page = PAGE.read_text()
    start, end = (re.escape(mark) for mark in MARKS)
    body = f"{MARKS[0]}\n{text}\n{MARKS[1]}"
    PAGE.write_text(re.sub(f"{start}.*{end}", lambda _: body, page, flags=re.DOTALL))
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())

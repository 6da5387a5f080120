"""The notebooks of the contestants that Voila serves."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.workload import REFRESH, Task

_LIVEWIDGETS = """
from ipywidgets import VBox

import livewidgets as lw
from benchmarks.rows import note_received
from benchmarks.workload import Task

rows = lw.connect("127.0.0.1", {port})
note_received(Task.from_environment(), lambda: rows.counts.received)
VBox([
    lw.value(rows, "time", format="{{:.6f}}"),
    lw.line(rows, window={window}, refresh={refresh}),
])
"""

PUSHED = """
import time

import numpy as np
from ipywidgets import VBox

import livewidgets as lw

CHANNELS, RATE, WINDOW = {channels}, {rate}, {window}


def block(times, channel=np.arange(CHANNELS), random=np.random.default_rng(1)):
    turn = 2 * np.pi * times[:, None] / (7.0 + 2 * channel)
    noise = 0.1 * random.standard_normal((len(times), CHANNELS))
    return np.column_stack((times, 20 + 2 * channel + np.sin(turn) + noise))


def blocks():
    start = time.time()
    yield block(start + np.arange(-round(RATE * WINDOW), 0) / RATE)  # nobody waits for a window
    made = 0
    while True:
        time.sleep(0.005)
        due = int((time.time() - start) * RATE)
        if due > made:
            yield block(start + np.arange(made, due) / RATE)
            made = due


names = ["time", *(f"c{{each}}" for each in range(CHANNELS))]
rows = lw.stream(blocks, columns=names, time="time", keep={keep})
VBox([
    lw.value(rows, "time", format="{{:.6f}}"),
    lw.line(rows, window=WINDOW, refresh={refresh}),
])
"""
"""Rows that are made in the kernel, block by block, and shown by the public interface."""

# As tutorials have it: whole arrays, a thread, a sleep.
_NAIVE = """
import threading
import time

import bqplot
import numpy as np
from ipywidgets import Label, Layout, VBox

from benchmarks.rows import Reader
from benchmarks.workload import Task

x, y = bqplot.LinearScale(), bqplot.LinearScale()
lines = bqplot.Lines(
    x=[0.0, 1.0],
    y=[[0.0, 1.0]] * {channels},
    scales={{"x": x, "y": y}},
    colors=bqplot.CATEGORY10,
    labels={columns},
    display_legend=True,
)
newest = Label()
figure = bqplot.Figure(
    marks=[lines],
    axes=[bqplot.Axis(scale=x), bqplot.Axis(scale=y, orientation="vertical")],
    legend_location="top-left",
    fig_margin=dict(top=48, bottom=40, left=64, right=32),
    layout=Layout(width="100%", height="320px"),
)


def update():
    reader = Reader(Task.from_environment())
    table = np.empty((0, 1 + {channels}))
    while True:
        time.sleep({period})
        new = reader.take()
        if len(new):
            table = np.concatenate([table, new])[-{rows}:]
            with lines.hold_sync():
                lines.x = table[:, 0].copy()
                lines.y = table[:, 1:].T.copy()
            newest.value = f"{{table[-1, 0]:.6f}}"


threading.Thread(target=update, daemon=True).start()
VBox([newest, figure])
"""


def livewidgets(task: Task, refresh: int | None = None) -> str:
    """The public interface, as a user would write it."""
    return _LIVEWIDGETS.format(port=task.port, window=task.workload.window, refresh=refresh)


def naive(task: Task) -> str:
    """bqplot, updated from a thread with all the data each time."""
    workload = task.workload
    return _NAIVE.format(
        channels=workload.channels,
        columns=workload.columns,
        rows=workload.rows,
        period=1 / REFRESH,
    )


def write(source: str, path: Path) -> Path:
    """Write a notebook of one cell; returns its path."""
    cell: dict[str, object] = {
        "cell_type": "code",
        "id": "live",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": source.strip(),
    }
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book = {
        "cells": [cell],
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(book))
    return path

"""Panel and Bokeh: `panel serve` runs this once for each visitor."""

from __future__ import annotations

import panel as pn
from bokeh.models import ColumnDataSource, DataRange1d
from bokeh.palettes import Category10
from bokeh.plotting import figure

from benchmarks.rows import Reader
from benchmarks.workload import REFRESH, Task


def page(task: Task) -> pn.Column:
    """A label and a chart that follow the task's rows."""
    workload, reader = task.workload, Reader(task)
    source = ColumnDataSource({name: [] for name in ("t", *workload.columns)})
    plot = figure(
        sizing_mode="stretch_width",
        height=320,
        x_range=DataRange1d(follow="end", follow_interval=1000 * workload.window, range_padding=0),
        x_axis_type="datetime",
        tools="",
        toolbar_location=None,
    )
    for name, colour in zip(workload.columns, Category10[10], strict=False):
        plot.line("t", name, source=source, color=colour, legend_label=name)
    plot.legend.location = "top_left"
    newest = pn.widgets.StaticText(css_classes=["newest"])

    def update() -> None:
        rows = reader.take()
        if len(rows):
            columns = zip(workload.columns, rows[:, 1:].T.copy(), strict=True)
            source.stream({"t": 1000 * rows[:, 0], **dict(columns)}, rollover=workload.rows)
            newest.value = f"{rows[-1, 0]:.6f}"

    pn.state.add_periodic_callback(update, period=round(1000 / REFRESH))
    return pn.Column(newest, plot, sizing_mode="stretch_width")


pn.extension()
page(Task.from_environment()).servable()

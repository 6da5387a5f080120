"""The layout of a dashboard as JSON: what is where, and how the charts are set."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from livewidgets.errors import ArgumentError, unknown_name
from livewidgets.transport.controlled import Controlled, LiveFigure
from livewidgets.views.arrangement import Column, check
from livewidgets.views.value_axis import ValueAxis
from livewidgets.views.viewport import LONGEST, SHORTEST

VERSION = 1

MOST_BYTES = 1_000_000
"""Of a layout file: a thousand times what one has."""


class Chart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a chart is set.

    Attributes:
        window: Its length in seconds.
        hidden: The columns that are not drawn.
        y: The limits of its values, as `line` takes them.
    """

    window: float
    hidden: tuple[str, ...] = ()
    y: tuple[float | None, float | None] | Literal["data"] | None = None


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a layout file holds.

    Attributes:
        livewidgets_layout: The version of its form.
        title: Of the dashboard.
        arrangement: What is where.
        charts: By name.
    """

    livewidgets_layout: int
    arrangement: Column
    title: str = ""
    charts: dict[str, Chart] = {}

    def text(self) -> str:
        """It as JSON, for people, too."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2).decode() + "\n"

    def set(self, pictures: Mapping[str, Any]) -> None:
        """Set the charts as it says."""
        for name, chart in self.charts.items():
            figure = pictures[name]
            figure.window = chart.window
            if not isinstance(figure, LiveFigure):
                continue
            figure.picture.view.hide(chart.hidden)  # its columns may not be known yet
            if figure.y != chart.y:
                figure.y = chart.y


def layout_of(title: str, arrangement: Column, pictures: Mapping[str, Any]) -> Layout:
    """The layout that a dashboard has now."""
    charts = {
        name: Chart(each.window, tuple(sorted(each.picture.view.hidden)), _plain(each.y))
        if isinstance(each, LiveFigure)
        else Chart(each.window)
        for name, each in pictures.items()
        if _has_window(each)
    }
    return Layout(VERSION, arrangement, title, charts)


def read_layout(path: str | Path, pictures: Mapping[str, Any]) -> Layout:
    """The layout in a file, which suits these pictures.

    Raises:
        ArgumentError: It cannot be read, is no layout, is of another version, or names a
            picture that is not there (says the nearest).
    """
    where = str(path)
    try:
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ArgumentError(
            f"the layout {where} cannot be read: {error.strerror or error}"
        ) from None
    try:
        return _checked(data, pictures)
    except ArgumentError as error:
        raise ArgumentError(f"the layout {where} cannot be used: {error}") from None


def _checked(data: bytes, pictures: Mapping[str, Any]) -> Layout:
    if len(data) > MOST_BYTES:
        raise ArgumentError(f"it has more than {MOST_BYTES:,} bytes")
    try:
        raw = msgspec.json.decode(data)
        version = raw.get("livewidgets_layout") if isinstance(raw, dict) else None
        if version is not None and version != VERSION:
            raise ArgumentError(
                f"it is of version {version!r}, and this livewidgets reads version {VERSION}"
            )
        layout = msgspec.convert(raw, Layout)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ArgumentError(f"{error}; a layout is what a dashboard's save() writes") from None
    check(layout.arrangement, tuple(pictures))
    for name, chart in layout.charts.items():
        if name not in pictures:
            raise ArgumentError(unknown_name("picture", name, pictures))
        if not _has_window(pictures[name]):
            raise ArgumentError(f"the picture {name!r} has no window that could be set")
        if not SHORTEST <= chart.window <= LONGEST:
            raise ArgumentError(f"a window of {chart.window!r} s cannot be shown ({name!r})")
        if isinstance(pictures[name], LiveFigure):
            ValueAxis(chart.y, pictures[name].picture.view.log)
    return layout


def _has_window(picture: Any) -> bool:
    """Whether it shows a span of time, which can be another one."""
    return isinstance(picture, Controlled) and math.isfinite(picture.window)


def _plain(y: Any) -> Any:
    """Limits as they were given, as JSON has them."""
    if y is None or isinstance(y, str):
        return y
    low, high = (None if each is None else float(each) for each in y)
    return low, high

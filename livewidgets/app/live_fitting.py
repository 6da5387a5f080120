"""Which pictures `%live` makes: those that were asked for, or those that fit the columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from livewidgets.app.bars import bars
from livewidgets.app.heatmap import heatmap
from livewidgets.app.histogram import histogram
from livewidgets.app.magic_options import Options
from livewidgets.app.pictures import line, stats, value
from livewidgets.app.scatter import scatter
from livewidgets.data.schema import Schema
from livewidgets.errors import ArgumentError
from livewidgets.stream import Stream
from livewidgets.views.palette import LINE_COLOURS

MOST_LINES = len(LINE_COLOURS)
"""Columns of numbers that are told apart as lines; more are a heat map."""

MOST_TEXTS = 8
"""Pictures of one column each that are shown one below the other."""

Make = Callable[[], Any]
"""Makes one picture."""


def asked(stream: Stream, options: Options, window: float) -> list[Make]:
    """What makes the picture that was asked for by name.

    Raises:
        ArgumentError: It does not go with the columns that are named.
    """
    columns = options.columns
    match options.picture:
        case "stats":
            return [lambda: stats(stream, *columns)]
        case "bars":
            return [lambda: bars(stream, *columns)]
        case "heatmap":
            return [lambda: heatmap(stream, *columns, window=window)]
        case "histogram":
            return _each(
                lambda column: histogram(stream, column, window=window), columns or (None,)
            )
        case "scatter":
            if len(columns) not in (2, 3):
                raise ArgumentError(
                    "--picture scatter needs two columns, as in --columns x,y, and may have a "
                    "third for the colours"
                )
            x, y, *colour = columns
            return [lambda: scatter(stream, x, y, color=next(iter(colour), None), window=window)]
        case "value":
            known = stream.schema
            shown = columns or ((None,) if known is None else known.names)
            return _each(lambda column: value(stream, column), shown)
    return [lambda: line(stream, *columns, window=window)]


def fitting(stream: Stream, schema: Schema, columns: Sequence[str], window: float) -> list[Make]:
    """What makes pictures that fit: lines, a heat map where there are many, text for text.

    Raises:
        SchemaError: There is no such column.
    """
    for column in columns:
        if column != "time":
            schema.require(column)
    wanted = columns or schema.names
    numbers = [column for column in wanted if column in schema.numeric]
    texts = [column for column in wanted if column not in schema.numeric]
    made: list[Make] = []
    if len(numbers) > MOST_LINES:
        made.append(lambda: heatmap(stream, *numbers, window=window))
    elif numbers:
        made.append(lambda: line(stream, *numbers, window=window))
    if columns or not numbers:
        made += _each(lambda column: value(stream, column), texts)
    return made


def _each(make: Callable[[Any], Any], columns: Sequence[Any]) -> list[Make]:
    return [partial(make, column) for column in columns[:MOST_TEXTS]]

"""Every error message that a user can see from the pictures, as whole sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import bqplot
import ipywidgets
import numpy as np
import pytest

import livewidgets as lw
from livewidgets import errors
from livewidgets.data.batch import Batch
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource
from livewidgets.transport.closing import close_tree
from livewidgets.transport.validation import fit, require_trait
from livewidgets.views.bound import MarkView
from livewidgets.views.line import LineView
from livewidgets.views.value import ValueView

pytestmark = pytest.mark.usefixtures("leak_check")


def stream() -> Stream:
    """A stream with a row, that nobody reads."""
    made = Stream(ScriptedSource("boiler"))
    columns = {"temp": np.array([20.5]), "name": np.array(["a"], dtype=object)}
    made.put(Batch(np.array([1_700_000_000.0]), columns))
    return made


def on(widget: Any, check: Callable[[Any], object]) -> None:
    """Check something on a widget, and close it."""
    try:
        check(widget)
    finally:
        close_tree(widget)


def lines() -> Any:
    return bqplot.Lines(scales={"x": bqplot.LinearScale(), "y": bqplot.LinearScale()})


Case = tuple[str, Callable[[], object], type[Exception], str]

PICTURES: list[Case] = [
    (
        "columns of a line",
        lambda: lw.line([1], ["a", "b"]),  # type: ignore[arg-type]
        errors.ArgumentError,
        "['a', 'b'] is no column: give columns by name, one by one, as in line(stream, \"a\", "
        '"b")',
    ),
    (
        "limits",
        lambda: lw.line([1], y=(1, 0)),
        errors.ArgumentError,
        "y=(1, 0): give the limits as (low, high), the lower one first, None for one that follows "
        'the data, or "data"',
    ),
    (
        "limits by a word",
        lambda: lw.line([1], y="auto"),
        errors.ArgumentError,
        "y='auto': give the limits as (low, high), the lower one first, None for one that "
        'follows the data, or "data"',
    ),
    (
        "limits of a logarithmic axis",
        lambda: lw.line([1], y=(0, None), scale="log"),
        errors.ArgumentError,
        "y=(0, None): a logarithmic axis has no zero and nothing below; give limits above zero, "
        "or None for one that follows the data",
    ),
    (
        "kind of axis",
        lambda: lw.line([1], scale="sqrt"),
        errors.ArgumentError,
        'scale=\'sqrt\': give "linear" or "log"',
    ),
    (
        "time zone",
        lambda: lw.line([1], tz="Mars"),
        errors.ArgumentError,
        "there is no time zone 'Mars'; name one such as 'Europe/Berlin' or 'UTC'",
    ),
    (
        "text in a line",
        lambda: LineView(stream(), ["name"], window=1.0).render(9),
        errors.SchemaError,
        "column 'name' holds text, which a line cannot show; name a column of numbers",
    ),
    (
        "no such column in a line",
        lambda: LineView(stream(), ["tmep"], window=1.0).render(9),
        errors.SchemaError,
        "there is no column 'tmep'; did you mean 'temp'? (known: 'temp', 'name')",
    ),
    (
        "no such column in a value",
        lambda: ValueView(stream(), "tmep").render(9),
        errors.SchemaError,
        "there is no column 'tmep'; did you mean 'temp'? (known: 'temp', 'name')",
    ),
    (
        "bind to no widget",
        lambda: lw.bind(5, [1], "a"),
        errors.ArgumentError,
        "int is no widget; give a bqplot mark, or a widget with a value",
    ),
    (
        "bind to no such trait",
        lambda: on(ipywidgets.Label(), lambda label: require_trait(label, "valu")),
        errors.ArgumentError,
        "Label: there is no trait 'valu'; did you mean 'value'? (known: 'description', "
        "'description_allow_html', 'layout', 'placeholder', 'style', 'tabbable', 'tooltip', "
        "'value')",
    ),
    (
        "bind a mark as a widget",
        lambda: on(lines(), lambda mark: lw.bind(mark, [1], "a")),
        errors.ArgumentError,
        'a mark takes a column for each trait: bind(mark, stream, x="time", y="value")',
    ),
    (
        "bind a widget as a mark",
        lambda: on(ipywidgets.Label(), lambda label: lw.bind(label, [1], x="time")),
        errors.ArgumentError,
        'Label is no mark: name one column, as in bind(label, stream, "value")',
    ),
    (
        "bind no trait",
        lambda: MarkView(stream(), {}, window=None, line=True),
        errors.ArgumentError,
        'name at least one trait and its column, such as y="value"',
    ),
    (
        "a value that does not fit",
        lambda: on(ipywidgets.IntText(), lambda text: fit(text, "value", "warm")),
        errors.SchemaError,
        "IntText.value cannot show 'warm': The 'value' trait of an IntText instance expected an "
        "int, not the str 'warm'.",
    ),
    (
        "a value that is no number",
        lambda: on(ipywidgets.FloatText(), lambda text: fit(text, "value", float("nan"))),
        errors.SchemaError,
        "FloatText.value cannot show nan: no number",
    ),
]


@pytest.mark.parametrize(
    ("provoke", "kind", "sentence"),
    [pytest.param(*case[1:], id=case[0]) for case in PICTURES],
)
def test_the_sentence(provoke: Callable[[], object], kind: type[Exception], sentence: str) -> None:
    with pytest.raises(kind) as raised:
        provoke()
    assert type(raised.value) is kind
    assert str(raised.value) == sentence

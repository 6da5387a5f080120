"""Values for the user's own widgets: what their traits can take, and what is said else."""

from __future__ import annotations

import math
from typing import Any

import bqplot
import ipywidgets
import pytest
import traitlets

from livewidgets.errors import ArgumentError, SchemaError
from livewidgets.transport.closing import close_tree
from livewidgets.transport.validation import fit, is_line, is_mark, require_trait


class Strict(ipywidgets.Widget):  # type: ignore[misc]
    """Traits that convert nothing."""

    whole = traitlets.Int(0).tag(sync=True)
    real = traitlets.Float(0.0).tag(sync=True)
    flag = traitlets.Bool(False).tag(sync=True)


CASES: list[tuple[type, dict[str, Any], str, Any, Any]] = [
    (ipywidgets.FloatProgress, {"max": 100}, "value", 42.5, 42.5),
    (ipywidgets.FloatProgress, {"max": 100}, "value", 250.0, 100.0),
    (ipywidgets.FloatProgress, {"max": 100}, "value", -1.0, 0.0),
    (ipywidgets.IntText, {}, "value", 21.0, 21),
    (ipywidgets.IntProgress, {"max": 10}, "value", 99.0, 10),
    (ipywidgets.Label, {}, "value", "21 °C", "21 °C"),
    (Strict, {}, "whole", 3.0, 3),
    (Strict, {}, "real", 3, 3.0),
    (Strict, {}, "flag", 1.0, True),
    (Strict, {}, "flag", False, False),
]


@pytest.mark.parametrize(("kind", "options", "trait", "value", "shown"), CASES)
def test_a_value_becomes_what_the_trait_takes(
    kind: type, options: dict[str, Any], trait: str, value: Any, shown: Any
) -> None:
    widget = kind(**options)
    fitted = fit(widget, trait, value)
    assert fitted == shown
    assert type(fitted) is type(shown)
    close_tree(widget)


@pytest.mark.parametrize(
    ("kind", "trait", "value"),
    [
        (ipywidgets.IntText, "value", "warm"),
        (ipywidgets.FloatProgress, "value", "warm"),
        (ipywidgets.FloatProgress, "value", math.nan),
        (ipywidgets.FloatText, "value", math.inf),
        (Strict, "whole", 3.5),
        (ipywidgets.Label, "value", 5.0),
    ],
)
def test_what_does_not_fit_is_said_with_widget_trait_and_value(
    kind: type, trait: str, value: Any
) -> None:
    widget = kind()
    with pytest.raises(SchemaError) as raised:
        fit(widget, trait, value)
    sentence = str(raised.value)
    assert sentence.startswith(f"{kind.__name__}.{trait} cannot show ")
    assert repr(value) in sentence or repr(int(value)) in sentence
    close_tree(widget)


def test_a_trait_that_is_not_there_is_named_with_the_nearest() -> None:
    label = ipywidgets.Label()
    require_trait(label, "value")
    with pytest.raises(ArgumentError, match="Label: there is no trait 'valu'; did you mean"):
        require_trait(label, "valu")
    close_tree(label)


@pytest.mark.parametrize("name", ["comm", "keys", "_view_name", "children"])
def test_a_trait_that_no_page_sees_is_none(name: str) -> None:
    label = ipywidgets.Label()
    with pytest.raises(ArgumentError):
        require_trait(label, name)
    close_tree(label)


@pytest.mark.parametrize("thing", [5, "label", None, ipywidgets.Label])
def test_what_is_no_widget_is_refused(thing: Any) -> None:
    with pytest.raises(ArgumentError, match="is no widget; give a bqplot mark, or"):
        require_trait(thing, "value")


def test_marks_and_lines_are_told_from_other_widgets() -> None:
    scales = {"x": bqplot.LinearScale(), "y": bqplot.LinearScale()}
    lines, bars = bqplot.Lines(scales=scales), bqplot.Bars(scales=scales)
    label = ipywidgets.Label()
    assert [is_mark(each) for each in (lines, bars, label)] == [True, True, False]
    assert [is_line(each) for each in (lines, bars, label)] == [True, False, False]
    close_tree(lines, bars, label)

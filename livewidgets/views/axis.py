"""What a bqplot axis is told: tick values, and their labels under the keys it looks up."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

import numpy as np

from livewidgets.views.ticks import Ticks
from livewidgets.views.view import Traits


def axis_traits(ticks: Ticks, others: Iterable[Ticks] = ()) -> Traits:
    """Ticks as the traits `tick_labels` and `tick_values`.

    The page looks a label up by the number's text in JavaScript, where 1700000000.0 is
    "1700000000"; Python's own text of it would never be found.

    bqplot writes the text of new ticks in a transition, with the labels that it knew when
    that was scheduled, and a number that it has no label for in its own way. Hence the
    labels come first, and those of ticks that are about to come and go are with them.

    Args:
        ticks: The ticks that are in view.
        others: Ticks before and after them, of which the labels alone are given.
    """
    labels = {
        javascript_number(value): label
        for each in (*others, ticks)
        for value, label in zip(each.values, each.labels, strict=True)
    }
    return {"tick_labels": labels, "tick_values": np.array(ticks.values, dtype=np.float64)}


@lru_cache(maxsize=4096)  # those of an axis are the same with nearly every picture
def javascript_number(value: float) -> str:
    """A finite number as JavaScript's `String(number)` writes it (ECMA-262, Number::toString)."""
    if value == 0:
        return "0"
    value = float(value)  # numpy writes its own otherwise
    size = abs(value)
    if 1e-6 <= size < 1e21:
        text = format(Decimal(repr(value)), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    mantissa, exponent = f"{Decimal(repr(value)).normalize():e}".split("e")
    return f"{mantissa}e{int(exponent):+d}"

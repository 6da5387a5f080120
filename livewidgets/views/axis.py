"""What a bqplot axis is told: tick values, and their labels under the keys it looks up."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from livewidgets.views.ticks import Ticks
from livewidgets.views.view import Traits


def axis_traits(ticks: Ticks) -> Traits:
    """Ticks as the traits `tick_values` and `tick_labels`.

    The page looks a label up by the number's text in JavaScript, where 1700000000.0 is
    "1700000000"; Python's own text of it would never be found.
    """
    keys = [javascript_number(value) for value in ticks.values]
    return {
        "tick_values": np.array(ticks.values, dtype=np.float64),
        "tick_labels": dict(zip(keys, ticks.labels, strict=True)),
    }


def javascript_number(value: float) -> str:
    """A finite number as JavaScript's `String(number)` writes it (ECMA-262, Number::toString)."""
    if value == 0:
        return "0"
    size = abs(value)
    if 1e-6 <= size < 1e21:
        text = format(Decimal(repr(value)), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    mantissa, exponent = f"{Decimal(repr(value)).normalize():e}".split("e")
    return f"{mantissa}e{int(exponent):+d}"

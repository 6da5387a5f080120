"""Templates over a row, such as `{time:%H:%M:%S} {value:.1f} °C`: checked when made.

A field's name is a column's, taken as it is: `{a.b}` is the column "a.b", and nothing looks
inside a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from string import Formatter
from typing import Any

from livewidgets.errors import ArgumentError
from livewidgets.views.format import formatter
from livewidgets.views.template import Template
from livewidgets.views.text import LONGEST, MISSING, one_line, plain
from livewidgets.views.ticks import elapsed

TIME = "time"
CLOCK = "%H:%M:%S"

Fill = Callable[[Any], str]


class RowTemplate:
    """Text with a place for each of some columns.

    Attributes:
        names: The columns that it shows; `time` is not among them.

    Args:
        template: As above. A time is written by `strftime`; one without a format as
            `12:34:56`. A time that counts from the sender's own zero is seconds: `12.3`.
        tz: The time zone of times; None is this machine's own.

    Raises:
        ArgumentError: It cannot be used, or has no place for a column.
    """

    def __init__(self, template: str, tz: tzinfo | None = None) -> None:
        if not isinstance(template, str):
            raise ArgumentError(
                f"template={template!r}: give text such as '{{time:%H:%M:%S}} {{value:.1f}} °C'"
            )
        self._tz = tz
        self._parts: list[tuple[str, str | None, Fill | None]] = []
        try:
            parts = list(Formatter().parse(template))
        except ValueError as error:
            raise ArgumentError(f"the template {template!r} cannot be read: {error}") from None
        for literal, name, spec, conversion in parts:
            fill = None if name is None else self._fill(template, name, spec or "", conversion)
            self._parts.append((literal, name, fill))
        if all(name is None for _, name, _ in self._parts):
            raise ArgumentError(
                f"the template {template!r} has no place for a column; write its name in braces, "
                "as in {value:.1f}"
            )
        named = [name for _, name, _ in self._parts if name not in (None, TIME)]
        self.names = tuple(dict.fromkeys(str(name) for name in named))

    def fill(self, row: Mapping[str, Any]) -> str:
        """The text for a row: values by column, and `time`; all on one line.

        A value that does not suit its format is shown as it is.
        """
        text = []
        for literal, name, fill in self._parts:
            text.append(literal)
            if name is not None and fill is not None:
                text.append(self._shown(fill, row[name]))
        return one_line("".join(text))

    @property
    def empty(self) -> str:
        """The text while there is no row."""
        return "".join(
            literal + (MISSING if name is not None else "") for literal, name, _ in self._parts
        )

    def _shown(self, fill: Fill, value: Any) -> str:
        try:
            return fill(value)
        except Exception:  # a type's own __format__ may raise anything
            return plain(value)

    def _fill(self, template: str, name: str, spec: str, conversion: str | None) -> Fill:
        if not name or name.isdecimal():
            raise ArgumentError(
                f"the template {template!r} has a field without a name; write a column's name, "
                "as in {value:.1f}"
            )
        if name == TIME and conversion is None and ("%" in spec or not spec):
            return self._clock(template, spec or CLOCK)
        if conversion is None and not spec:
            return formatter()
        ending = "" if conversion is None else f"!{conversion}"
        return Template(f"{{value{ending}:{spec}}}").fill

    def _clock(self, template: str, spec: str) -> Fill:
        too_long = len(spec) > LONGEST or any(
            int(digits[:9]) > LONGEST for digits in re.findall(r"\d+", spec)
        )
        try:
            usable = not too_long and bool(datetime(2026, 1, 2, 3, 4, 5).strftime(spec))
        except ValueError:
            usable = False
        if not usable:
            raise ArgumentError(
                f"the template {template!r} has the time format {spec!r}, which is not known; "
                "write one such as {time:%H:%M:%S}"
            )
        return lambda time: self._time_text(float(time), spec)

    def _time_text(self, time: float, spec: str) -> str:
        if elapsed(time):
            return f"{time:.1f}"
        return datetime.fromtimestamp(time, self._tz).strftime(spec)

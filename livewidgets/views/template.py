"""Templates such as `{:.1f} °C`: checked when made, and then safe for any value.

`str.format` would follow `{0.__class__}` into the objects of the program and `{:999999999}`
into all of the memory, so templates are taken apart here and only plain fields are filled.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from string import Formatter

from livewidgets.errors import ArgumentError
from livewidgets.views.text import LONGEST, no_number

FIELDS = ("", "0", "value")
"""What a field may be called; all are the value."""

_CONVERSIONS: dict[str, Callable[[object], str]] = {"s": str, "r": repr, "a": ascii}
_PROBES = (1.5, 1, "a")  # a spec that suits none of these suits no value of a stream


class Template:
    """Text around one or more fields, each filled with the value.

    Args:
        template: `{:.1f} °C`, `{value:.1f}`, or a bare format spec such as `.1f`.

    Raises:
        ArgumentError: It is none of these, or looks inside the value.
    """

    def __init__(self, template: str) -> None:
        self._template = template
        self._parts = list(self._parse(template)) if _braced(template) else []
        if not self._parts:
            self._parts = [("", template, None)]
            self._check(template)

    def fill(self, value: object) -> str:
        """The template with a value in it.

        NaN, None and infinities are shown by a sign, whatever the format spec.

        Raises:
            Exception: The value does not suit the format spec: what its type raises.
        """
        text = []
        for literal, spec, conversion in self._parts:
            text.append(literal)
            if spec is not None:
                text.append(_field(value, spec, conversion))
        return "".join(text)

    def _parse(self, template: str) -> list[tuple[str, str | None, str | None]]:
        try:
            parts = list(Formatter().parse(template))
        except ValueError as error:
            raise ArgumentError(f"the format {template!r} cannot be read: {error}") from None
        for _, name, spec, conversion in parts:
            if name is not None:
                self._check_field(name, conversion)
                self._check(spec or "")
        if all(name is None for _, name, _, _ in parts):
            raise ArgumentError(
                f"the format {template!r} has no place for the value; write {{}} or {{:.1f}} there"
            )
        return [
            (literal, None if name is None else spec or "", conversion)
            for literal, name, spec, conversion in parts
        ]

    def _check_field(self, name: str, conversion: str | None) -> None:
        if name not in FIELDS:
            raise ArgumentError(
                f"the format {self._template!r} has the field {{{name}}}; "
                "only {} and {value} can be filled, without attributes or indices"
            )
        if conversion is not None and conversion not in _CONVERSIONS:
            raise ArgumentError(
                f"the format {self._template!r} has the conversion !{conversion}; use !s or !r"
            )

    def _check(self, spec: str) -> None:
        if "{" in spec:
            raise ArgumentError(
                f"the format {self._template!r} has a field within a field; write the numbers out"
            )
        if any(int(digits[:9]) > LONGEST for digits in re.findall(r"\d+", spec)):
            raise ArgumentError(
                f"the format {self._template!r} asks for more than {LONGEST} characters"
            )
        if not any(_suits(probe, spec) for probe in _PROBES):
            raise ArgumentError(
                f"the format {self._template!r} is not known; "
                "give a template such as '{:.1f} °C' or a format spec such as '.1f'"
            )


def _braced(template: str) -> bool:
    return "{" in template or "}" in template


def _suits(probe: object, spec: str) -> bool:
    try:
        format(probe, spec)
    except ValueError:
        return False
    return True


def _field(value: object, spec: str, conversion: str | None) -> str:
    if conversion is not None:
        return format(_CONVERSIONS[conversion](value), spec)
    sign = no_number(value)
    if sign is not None:
        return sign
    try:
        return format(value, spec)
    except ValueError:
        # Numbers read from text are floats even where they count, and {:d} means those.
        if isinstance(value, float) and value.is_integer():
            return format(int(value), spec)
        raise

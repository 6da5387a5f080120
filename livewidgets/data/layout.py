"""The layout of rows: which field is the time, what the others are called and hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from livewidgets.data.schema import Kind
from livewidgets.data.timestamps import is_time_name
from livewidgets.errors import ArgumentError, SchemaError, unknown_name

T = TypeVar("T")

_UNIT = re.compile(r"(?P<name>.*\S)(?:\s*\[(?P<square>[^\[\]]*)\]|\s+\((?P<round>[^()]*)\))")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a row: its column's name and kind; kind None is the time."""

    name: str
    kind: Kind | None


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of a row, in order.

    Attributes:
        fields: What each field is.
        header: The header's texts in the same order; None where there is no header.
    """

    fields: tuple[Field, ...]
    header: tuple[str, ...] | None = None

    @property
    def width(self) -> int:
        """How many fields a row has."""
        return len(self.fields)

    @property
    def time(self) -> int | None:
        """Which field is the time; None if none is."""
        return next((i for i, field in enumerate(self.fields) if field.kind is None), None)

    @property
    def plain(self) -> bool:
        """Whether all fields are float numbers, or the time."""
        return all(field.kind in (Kind.FLOAT, None) for field in self.fields)

    @property
    def kinds(self) -> dict[str, Kind]:
        """Kind by column name, without the time."""
        return {field.name: field.kind for field in self.fields if field.kind is not None}

    @property
    def units(self) -> dict[str, str]:
        """Unit by column name, where the header says one."""
        pairs = zip(self.fields, map(split_unit, self.header or ()), strict=False)
        return {field.name: unit for field, (_, unit) in pairs if unit and field.kind}

    def reordered(self, header: tuple[str, ...]) -> Layout:
        """The layout of a sender whose header has the same texts in another order."""
        if self.header is None or header == self.header:
            return self
        known = dict(zip(self.header, self.fields, strict=True))
        return replace(self, fields=tuple(known[text] for text in header), header=header)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user said about the columns.

    Attributes:
        names: The columns' names; None where they are to be found out.
        kinds: Kinds by name, where they are stated.
        rename: Whether `names` replace a header's names (a sequence of names does, a
            mapping of kinds does not).
        time: The time column by name or number; None finds it by its name; False: none.
    """

    names: tuple[str, ...] | None
    kinds: Mapping[str, Kind]
    rename: bool
    time: str | int | None

    @classmethod
    def of(
        cls,
        columns: Sequence[str] | Mapping[str, Kind | type] | None,
        time: str | int | bool | None,
    ) -> Wish:
        """Check what the user said.

        Raises:
            ArgumentError: It cannot be meant.
        """
        if time is True:
            raise ArgumentError("time=True does not say which column; give its name or number")
        if isinstance(columns, str):
            raise ArgumentError(f"columns must be a list of names, not the text {columns!r}")
        if columns is not None and not _are_names(columns):
            raise ArgumentError(f"columns={columns!r}: give names, as in ['a', 'b']")
        kinds: dict[str, Kind] = {}
        if isinstance(columns, Mapping):
            kinds = {name: Kind.given(kind) for name, kind in columns.items()}
        names = None if columns is None else tuple(columns)
        if names is not None and (not names or len(set(names)) != len(names)):
            raise ArgumentError(f"columns must be different names, at least one, not {names}")
        return cls(names, kinds, not isinstance(columns, Mapping), time)

    def layout(
        self,
        header: tuple[str, ...] | None,
        first: Sequence[T],
        kind_of: Callable[[T], Kind],
    ) -> Layout:
        """Decide the layout, once, by the first row.

        Args:
            header: The texts over the fields, if there are any.
            first: The fields of the first row.
            kind_of: The kind of a column, by its field in the first row.

        Raises:
            ValueError: The row has another number of fields than the columns; a phrase.
            SchemaError: What the user said does not fit the header.
        """
        names = self._names(header, len(first))
        if names is not None and len(names) != len(first):
            raise ValueError(width_phrase(len(first), len(names)))
        time = self._time(names, len(first))
        values = [name for i, name in enumerate(names or [""] * len(first)) if i != time]
        columns = iter(_distinct(values))
        fields = []
        for index, value in enumerate(first):
            if index == time:
                fields.append(Field("time", None))
            else:
                name = next(columns)
                fields.append(Field(name, self.kinds.get(name) or kind_of(value)))
        return Layout(tuple(fields), header)

    def _names(self, header: tuple[str, ...] | None, width: int) -> list[str] | None:
        found = None if header is None else [split_unit(text)[0] for text in header]
        if self.names is None or (found and self._are_named(found)):
            return found
        if found and not self.rename:
            for name in self.names:
                if name not in found:
                    raise SchemaError(unknown_name("column", name, found))
            return found
        names = list(self.names)
        if type(self.time) is int and width == len(names) + 1:
            names.insert(self.time % width, "time")  # named are the others only
        if found and len(found) != len(names):
            raise SchemaError(
                f"{len(names)} columns are named where the header has {len(found)}: "
                f"{', '.join(found)}"
            )
        return names

    def wants(self, name: str) -> bool:
        """Whether a column is named by the user, or would be the time."""
        if self.names is None or name in self.names:
            return True
        return name == self.time or (self.time is None and is_time_name(name))

    def _are_named(self, found: Sequence[str]) -> bool:
        return set(self.names or ()) <= set(found) and all(map(self.wants, found))

    def _time(self, names: Sequence[str] | None, width: int) -> int | None:
        if self.time is False:
            return None
        if isinstance(self.time, int):
            if not -width <= self.time < width:
                raise SchemaError(
                    f"there is no field {self.time} to take as the time; a row has {width}"
                )
            return self.time % width
        if isinstance(self.time, str):
            if names is None:
                raise SchemaError(
                    f"the time column {self.time!r} cannot be found, as there is no header; "
                    "name the columns, or give the time column's number"
                )
            if self.time not in names:
                raise SchemaError(unknown_name("column", self.time, names))
            return list(names).index(self.time)
        if names is None or width == 1:  # times alone would be a stream of nothing
            return None
        return next((i for i, name in enumerate(names) if is_time_name(name)), None)


def split_unit(text: str) -> tuple[str, str]:
    """Part a heading: `temp [°C]` and `temp (°C)` are `temp`, `°C`; else the unit is ""."""
    match = _UNIT.fullmatch(text)
    if not match:
        return text, ""
    return match["name"], (match["square"] or match["round"] or "").strip()


def checked_units(units: object) -> dict[str, str]:
    """A copy of the units by column name; none for None.

    Raises:
        ArgumentError: It is no mapping of names to texts.
    """
    if units is None:
        return {}
    if not isinstance(units, Mapping) or not _are_names([*units, *units.values()]):
        raise ArgumentError(f"units={units!r}: give them by column name, as in {{'temp': '°C'}}")
    return dict(units)


def _are_names(given: object) -> bool:
    return isinstance(given, Iterable) and all(isinstance(each, str) for each in given)


def width_phrase(found: int, expected: int) -> str:
    """Say that a row has the wrong number of fields."""
    return f"{found} field{'s' * (found != 1)} where {expected} are expected"


def _distinct(names: Iterable[str]) -> list[str]:
    """Names for columns: each once, none empty, none `time` (that is the time's own)."""
    given = list(names)
    taken = {"time"}
    result = []
    for index, name in enumerate(given):
        result.append(unique(name or ("value" if len(given) == 1 else f"c{index}"), taken))
    return result


def unique(base: str, taken: set[str]) -> str:
    """A name that is not taken, and is from now on: `base`, else `base_2`, `base_3`, ..."""
    name, count = base, 1
    while name in taken:
        count += 1
        name = f"{base}_{count}"
    taken.add(name)
    return name

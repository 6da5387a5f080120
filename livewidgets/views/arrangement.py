"""Arrangement: where the pictures of a dashboard are, by their names. Pure.

It is what a layout file holds, too; msgspec reads and checks it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias, Union

import msgspec

from livewidgets.errors import ArgumentError, unknown_name

DEEPEST = 12
"""Rows in columns in rows: what nobody can look at is refused."""

MOST_PLACES = 1_000
"""Of a dashboard, texts and rows included."""

MOST_COLUMNS = 24


class _Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """What takes room.

    Attributes:
        weight: Its share of the width among those it stands beside; None: as its kind wants.
    """

    weight: float | None = None


class Spot(_Place, tag="picture", kw_only=True, frozen=True):
    """A picture, or any other widget, by its name."""

    name: str


class Words(_Place, tag="text", kw_only=True, frozen=True):
    """Plain text; `# ` and `## ` at the beginning of a line make it a heading."""

    text: str


class Row(_Place, tag="row", kw_only=True, frozen=True):
    """Parts side by side, below one another where there is no room."""

    parts: tuple[Place, ...]


class Column(_Place, tag="column", kw_only=True, frozen=True):
    """Parts one below the other."""

    parts: tuple[Place, ...]


class Grid(_Place, tag="grid", kw_only=True, frozen=True):
    """Parts in so many columns of one width; in fewer where there is no room."""

    columns: int
    parts: tuple[Place, ...]


class Sheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of several that lie in one place: the text of its tab, and what is on it."""

    title: str
    content: Column


class Tabs(_Place, tag="tabs", kw_only=True, frozen=True):
    """Sheets of which one is seen, with a tab for each."""

    sheets: tuple[Sheet, ...]


# Not with bars: msgspec resolves the names of classes that refer to one another.
Place: TypeAlias = Union[Spot, Words, Row, Column, Grid, Tabs]  # noqa: UP007


def inside(place: Place) -> tuple[Place, ...]:
    """What a place is made of."""
    if isinstance(place, Tabs):
        return tuple(sheet.content for sheet in place.sheets)
    return () if isinstance(place, (Spot, Words)) else place.parts


def names_in(place: Place) -> Iterator[str]:
    """The names of the pictures, in order."""
    if isinstance(place, Spot):
        yield place.name
    for each in inside(place):
        yield from names_in(each)


def check(place: Place, known: tuple[str, ...]) -> None:
    """Check an arrangement against the pictures that there are.

    Raises:
        ArgumentError: A picture is unknown (says the nearest), is there twice or not at all; a
            number is out of its range; it is too deep or too large.
    """
    _check_size(place)
    seen: set[str] = set()
    for name in names_in(place):
        if name not in known:
            raise ArgumentError(unknown_name("picture", name, known))
        if name in seen:
            raise ArgumentError(f"the picture {name!r} has two places: a widget has but one")
        seen.add(name)
    missing = [name for name in known if name not in seen]
    if missing:
        raise ArgumentError(
            f"the picture {missing[0]!r} has no place: give it one, or no such picture"
        )


def _check_size(place: Place, deep: int = 1) -> int:
    if deep > DEEPEST:
        raise ArgumentError(f"rows and columns lie more than {DEEPEST} deep in one another")
    if place.weight is not None and not 0 < place.weight <= 1_000:
        raise ArgumentError(f"weight {place.weight!r}: give a number above 0, up to 1000")
    if isinstance(place, Grid) and not 1 <= place.columns <= MOST_COLUMNS:
        raise ArgumentError(f"columns={place.columns!r}: give a number from 1 to {MOST_COLUMNS}")
    if isinstance(place, Tabs) and not place.sheets:
        raise ArgumentError('tabs have no sheet; give some, as in {"Overview": [a, b]}')
    size = 1 + sum(_check_size(each, deep + 1) for each in inside(place))
    if size > MOST_PLACES:
        raise ArgumentError(f"a dashboard has at most {MOST_PLACES} places")
    return size

"""CSV lines, of which plain numbers are the simplest: the format that a stream of them has."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import replace

from livewidgets.data.csv_fields import TimeColumn, delimiter_in, is_data, kind_of
from livewidgets.data.csv_growing import GrowingParser
from livewidgets.data.csv_parser import CsvParser
from livewidgets.data.decoder import RowParser
from livewidgets.data.framing import OnReject
from livewidgets.data.growth import Growth
from livewidgets.data.layout import Layout, Wish, checked_units, split_unit
from livewidgets.data.schema import Kind, Schema, TimeOrigin
from livewidgets.errors import ArgumentError, SchemaError

_MISFITS = 3
"""Rows of one width in a row, after which a header of another width is taken for none."""


class CsvFormat:
    """The format of a stream of CSV lines; remembers what its first lines taught.

    One object serves all connections of a stream. It has no lock: use it in one thread.

    Args:
        columns: Names of the fields in order (they replace a header's), or kinds by name.
            None: a header's names, else `value`, else `c0`, `c1`, ... without the time.
        time: The time column: its name or its number from 0. None: the first whose name
            is t, time, timestamp, datetime, date or ts; False: the arrival time.
        header: Whether the first line is a header; None: it is one if no field of it is
            a number or a time.
        delimiter: One ASCII character; None: the tab, semicolon or comma that is in the
            first record, else runs of spaces if it holds numbers only.
        units: Units by column name; a header such as `temp [°C]` gives them too.
        time_unit: What numeric times are in: "s", "ms", "us" or "ns"; None: what a header
            such as `t [ms]` says, else it is found out by the first of them.
        grows: Whether a header may come again, with other columns: rows then have all
            columns that were ever there. Otherwise it is an error.

    Raises:
        ArgumentError: An argument cannot be used.
    """

    def __init__(
        self,
        columns: Sequence[str] | Mapping[str, Kind | type] | None = None,
        time: str | int | bool | None = None,
        header: bool | None = None,
        delimiter: str | None = None,
        units: Mapping[str, str] | None = None,
        time_unit: str | None = None,
        grows: bool = False,
    ) -> None:
        if delimiter is not None and not _is_delimiter(delimiter):
            raise ArgumentError(f"the delimiter must be one ASCII character, not {delimiter!r}")
        if header not in (None, True, False):
            raise ArgumentError(f"header={header!r}: use True, False, or None to look")
        self.delimiter = (delimiter or ",").encode()
        self.spaces = False  # runs of spaces are one delimiter
        self._given = delimiter is not None
        self._found = self._given
        self.times = TimeColumn(time_unit)
        self._growth = Growth() if grows else None
        self._wish = Wish.of(columns, time)
        self._has_header = header
        self._header: tuple[str, ...] | None = None
        self._layout: Layout | None = None
        self._units = checked_units(units)

    def parser(self, on_reject: OnReject) -> RowParser:
        """The parser of a new connection."""
        if self._growth is None:
            return CsvParser(self, on_reject)
        return GrowingParser(self, self._growth, on_reject)

    @property
    def units(self) -> MutableMapping[str, str]:
        """Units by column name: one mapping, to which a header adds when it is read."""
        return self._units

    @property
    def schema(self) -> Schema:
        """Columns and units, as far as they are known: no columns before the first row."""
        return Schema(self._layout.kinds if self._layout else {}, self._units, self.origin)

    @property
    def origin(self) -> TimeOrigin | None:
        """Where the times come from; None before the first row."""
        if self._layout is None:
            return None
        index = self._layout.time
        if index is None:
            return TimeOrigin()
        header = self._layout.header
        return TimeOrigin(split_unit(header[index])[0] if header else index, self.times.unit)

    @property
    def header(self) -> tuple[str, ...] | None:
        """The texts of the newest header; None where there is none."""
        return self._header

    def look_for_delimiter(self, record: bytes) -> bool:
        """Take the delimiter from a record; whether that has changed it."""
        found = None if self._found or self._layout else delimiter_in(record)
        if found is None:
            return False
        self._found, self.spaces = True, found == b" "
        changed, self.delimiter = found != self.delimiter, found
        return changed

    def forget_header(self) -> None:
        """Begin anew, as what was taken for a header is none; no row has come under it."""
        self._header, self._found = None, self._given

    def may_forget(self, header: tuple[str, ...] | None, misfits: int) -> bool:
        """Whether a header is to be given up after so many rows of one other width.

        A single text is a greeting rather than the name of several columns.
        """
        if header is None or self._has_header is not None or self._layout is not None:
            return False
        return misfits >= (1 if len(header) == 1 else _MISFITS)

    def header_of(self, fields: Sequence[bytes]) -> tuple[str, ...] | None:
        """The texts of a connection's first record if it is a header, else None.

        Raises:
            ValueError: It is a header, but not this stream's; a phrase.
        """
        texts = tuple(field.decode("utf-8", "replace").strip() for field in fields)
        if self._header is not None:
            if sorted(texts) == sorted(self._header):
                if self._growth is not None:
                    self._header = texts
                return texts
            if self._growth is not None:
                if not self._opens_anew(fields, texts):
                    return None
                self._header = texts
                return texts
            if set(texts) & set(self._header) - {""} and not any(map(is_data, fields)):
                known = ",".join(self._header)[:60]
                raise ValueError(f"under a header that differs from the first, {known!r}")
            return None
        if self._layout is None and self._is_header(fields, texts):
            self._header = texts
        return self._header

    def layout_for(self, header: tuple[str, ...] | None, first: Sequence[bytes]) -> Layout:
        """The layout of a connection, by its header and its first row.

        Raises:
            ValueError: The row has the wrong number of fields; a phrase.
            SchemaError: What the user said about columns does not fit the header.
        """
        if self._layout is None:
            return self._decided(self._wish.layout(header, first, kind_of))
        if header is None:
            return self._layout
        if self._growth is None:
            return self._layout.reordered(header)
        if sorted(header) == sorted(self._layout.header or ()):
            self._layout = self._layout.reordered(header)  # for rows without a header, too
            return self._layout
        wish = replace(
            self._wish,
            names=self._wish.names if self._wish.rename else None,  # some may be missing here
            kinds={**self._growth.kinds, **self._wish.kinds},
        )
        try:
            layout = wish.layout(header, first, kind_of)
        except SchemaError as error:  # of this header alone: another may come
            raise ValueError(str(error)) from None
        return self._decided(layout)

    def is_other_header(
        self, fields: Sequence[bytes], texts: Sequence[str], known: Sequence[str]
    ) -> bool:
        """Whether a record is a header that shares names with the known one, but is another."""
        if not known or tuple(texts) == tuple(known) or not _are_headings(texts):
            return False
        shared = len(set(texts) & set(known))
        enough = 2 * shared >= min(len(texts), len(known))
        # Where all columns are text, a row may well hold the word that one is called by.
        enough &= shared > 1 or self._has_numbers
        return enough and not any(map(is_data, fields))

    @property
    def _has_numbers(self) -> bool:
        fields = () if self._layout is None else self._layout.fields
        return any(field.kind is not Kind.STRING for field in fields)

    def _opens_anew(self, fields: Sequence[bytes], texts: Sequence[str]) -> bool:
        """Whether the first record of a connection is a header, other than the known one."""
        if self.is_other_header(fields, texts, self._header or ()):
            return True
        return self._has_numbers and _are_headings(texts) and self._is_header(fields, texts)

    def _decided(self, layout: Layout) -> Layout:
        self._layout = layout
        self._units |= layout.units | self._units  # what the user says comes first
        if layout.header and layout.time is not None:
            self.times.is_stated(split_unit(layout.header[layout.time])[1])
        return layout

    def _is_header(self, fields: Sequence[bytes], texts: Sequence[str]) -> bool:
        if self._has_header is not None:
            return self._has_header
        if not any(texts) or any(map(is_data, fields)):
            return False
        if len(texts) == 1 and self._wish.rename and len(self._wish.names or ()) > 1:
            return False  # it cannot be over so many columns
        kinds = self._wish.kinds.values()
        if kinds and all(kind is Kind.STRING for kind in kinds):  # then text can be data
            return {split_unit(text)[0] for text in texts} == set(self._wish.names or ())
        return True


def _are_headings(texts: Sequence[str]) -> bool:
    return all(texts) and len(set(texts)) == len(texts)


def _is_delimiter(text: object) -> bool:
    return isinstance(text, str) and len(text) == 1 and text.isascii() and text not in '"\r\n'

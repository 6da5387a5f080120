"""JSON lines: one JSON value a line, an object as a rule, into batches."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from livewidgets.data.batch import Batch, Reject
from livewidgets.data.decoder import RowParser
from livewidgets.data.framing import OnReject
from livewidgets.data.growth import MOST_COLUMNS, Growth
from livewidgets.data.json_schema import checked_struct, kinds_of_struct
from livewidgets.data.json_values import column, fields_of, kind_of
from livewidgets.data.layout import Field, Wish, checked_units, split_unit, unique
from livewidgets.data.record_values import Times
from livewidgets.data.schema import Kind, TimeOrigin
from livewidgets.data.timestamps import is_time_name
from livewidgets.errors import unknown_name

_BOM = b"\xef\xbb\xbf"

LARGEST = 1e300
"""Numbers beyond it are no times."""


class JsonFormat:
    """The format of a stream of JSON lines; remembers the fields that came.

    Fields of nested objects have dotted names, `pos.x`, those of lists numbers, `v.0`. A
    field that comes later adds a column; one that is missing or null is NaN, or "". The
    first value of a field decides its kind: text into numbers does not go, and the line is
    rejected, but a number or a boolean in a column of text is text.

    One object serves all connections of a stream. It has no lock: use it in one thread.

    Args:
        schema: A `msgspec.Struct` type to which each line must conform; its annotations say
            the kinds. None takes any line.
        columns: The names of the fields that are wanted, or kinds by name; None: all.
        time: The field that is the time, by name, or by number in the first line; None: the
            first whose name is t, time, timestamp, datetime, date or ts; False: arrival.
        units: Units by column name; a name such as `temp [°C]` gives them too.
        time_unit: What numeric times are in: "s", "ms", "us" or "ns"; None finds it out by
            the first of them.

    Raises:
        ArgumentError: An argument cannot be used.
    """

    def __init__(
        self,
        schema: type[msgspec.Struct] | None = None,
        columns: Sequence[str] | Mapping[str, Kind | type] | None = None,
        time: str | int | bool | None = None,
        units: Mapping[str, str] | None = None,
        time_unit: str | None = None,
    ) -> None:
        self._wish = Wish.of(columns, time)
        self._units = checked_units(units)
        self._times = Times(time_unit)
        struct = checked_struct(schema)
        self._kinds = kinds_of_struct(struct) if struct else {}
        self._kinds |= self._wish.kinds
        self._plain = struct is None
        self._json = msgspec.json.Decoder(Any if struct is None else struct)
        self._growth = Growth()
        self._fields: dict[str, Field] = {}  # by name in the data
        self._taken = {"time"}
        self._time: str | None = None

    def parser(self, on_reject: OnReject) -> RowParser:
        """The parser of a new connection."""
        return JsonParser(self, on_reject)

    @property
    def units(self) -> MutableMapping[str, str]:
        """Units by column name: one mapping, to which the names of fields add."""
        return self._units

    @property
    def origin(self) -> TimeOrigin | None:
        """Where the times come from; None before the first row."""
        if not self._fields:
            return None
        return TimeOrigin() if self._time is None else TimeOrigin(self._time, self._times.unit)

    def read(self, record: bytes) -> dict[str, Any]:
        """The fields of a line.

        Raises:
            ValueError: It is no JSON, does not conform, or has nothing; a phrase.
        """
        try:
            value = self._json.decode(record)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            raise ValueError(str(error) or "no JSON") from None
        row = fields_of(value if self._plain else msgspec.to_builtins(value))
        if not row:
            raise ValueError("it has no value")
        if not self._fields:
            self._decide_time(list(row))
        if self._time is not None and self._time not in row:
            raise ValueError("the time is missing: " + unknown_name("field", self._time, row))
        if not row.keys() <= self._fields.keys():
            for name, each in row.items():
                if name not in self._fields and self._wants(name):
                    self._add(name, each)
        return row

    def batch(self, rows: list[dict[str, Any]], now: float) -> tuple[Batch, dict[int, str]]:
        """Rows that were read, as a batch.

        Args:
            rows: Their fields.
            now: The time of the rows if no field says it, in seconds since 1970.

        Returns:
            All of them, and why some cannot be used.
        """
        time = np.full(len(rows), now)
        bad: dict[int, str] = {}
        columns: dict[str, NDArray[Any]] = {}
        for text, field in self._fields.items():
            values = [row.get(text) for row in rows]
            if field.kind is None:
                time = self._read_times(values, bad)
                continue
            columns[field.name], failed = column(field.kind, values)
            for row in failed:
                bad.setdefault(row, f"field {text!r} holds {values[row]!r:.40} and no number")
        return Batch(time, columns), bad

    def complete(self, batch: Batch) -> Batch:
        """The batch with all columns that were ever there."""
        return self._growth.complete(batch)

    def _wants(self, name: str) -> bool:
        names = self._wish.names
        return names is None or name in names or name == self._time

    def _decide_time(self, names: list[str]) -> None:
        asked = self._wish.time
        if isinstance(asked, str):
            self._time = asked
        elif asked is None:
            self._time = next((n for n in names if is_time_name(n)), None) if names[1:] else None
        elif asked is not False and asked < len(names):
            self._time = names[asked]

    def _add(self, text: str, value: Any) -> None:
        if text == self._time:
            self._fields[text] = Field("time", None)
        elif len(self._fields) < MOST_COLUMNS:
            name, unit = split_unit(text)
            name = unique(name or "value", self._taken)
            kind = self._kinds.get(text) or self._kinds.get(name) or kind_of(value)
            self._fields[text] = Field(name, kind)
            if unit:
                self._units.setdefault(name, unit)

    def _read_times(self, values: list[Any], bad: dict[int, str]) -> NDArray[np.float64]:
        if all(type(value) in (int, float) for value in values):
            # An integer may be too large for any float.
            within = [each if -LARGEST < each < LARGEST else np.nan for each in values]
            time = self._times.many(np.array(within, dtype=np.float64))
        else:
            time = self._times.many(np.array(values, dtype=object))
        for row in np.flatnonzero(~np.isfinite(time)).tolist():
            bad[row] = f"field {self._time!r} holds {values[row]!r:.40} and no time"
        return time


class JsonParser:
    """Parses the lines of one connection; made by `JsonFormat.parser`."""

    def __init__(self, form: JsonFormat, on_reject: OnReject) -> None:
        self._form = form
        self._on_reject = on_reject
        self._lines = 0

    def parse(self, records: list[bytes], now: float) -> Batch | None:
        """Parse lines that arrived at the time `now` (seconds since 1970).

        Returns:
            Their rows in order; None if there are none. What cannot be used is rejected,
            with its number: lines are counted from 1 where the reading began.
        """
        rows: list[dict[str, Any]] = []
        numbers: list[int] = []
        for number, record in enumerate(records, self._lines + 1):
            if number == 1:
                record = record.removeprefix(_BOM)
            if not record.strip() or record.startswith(b"#"):
                continue
            try:
                rows.append(self._form.read(record))
                numbers.append(number)
            except ValueError as error:
                self._on_reject(Reject(f"line {number:,}: {error}", record))
        first, self._lines = self._lines + 1, self._lines + len(records)
        if not rows:
            return None
        batch, bad = self._form.batch(rows, now)
        if bad:
            for row in sorted(bad):
                record = records[numbers[row] - first]
                self._on_reject(Reject(f"line {numbers[row]:,}: {bad[row]}", record))
            batch = batch[np.delete(np.arange(len(rows)), list(bad))]
        return self._form.complete(batch) if len(batch) else None

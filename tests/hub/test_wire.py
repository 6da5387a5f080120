"""The wire: rows there and back, and what does not fit together."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from livewidgets.data.batch import Batch
from livewidgets.errors import SourceError
from livewidgets.hub.wire import Column, Description, Rows, for_hub, for_kernel, pack, unpack

BATCH = Batch(
    np.array([1.5, 2.5, -3.0]),
    {
        "f": np.array([0.1, np.nan, 1e300]),
        "i": np.array([1, -(2**62), 3]),
        "b": np.array([True, False, True]),
        "s": np.array(["°C", "", "<b>\n"], dtype=object),
    },
    grows=True,
)


def test_rows_there_and_back_are_the_same_to_the_bit() -> None:
    header, payload = pack(7, BATCH)
    message = for_kernel(header)
    assert isinstance(message, Rows)
    again = unpack(message, payload)
    assert (message.first, message.count, again.grows) == (7, 3, True)
    assert again.time.tobytes() == BATCH.time.tobytes()
    assert list(again.columns) == list(BATCH.columns)
    for name, column in BATCH.columns.items():
        assert again.columns[name].dtype == column.dtype
        assert again.columns[name].tolist()[0] == column.tolist()[0]
        np.testing.assert_array_equal(again.columns[name], column)


@pytest.mark.parametrize(
    ("count", "columns", "payload"),
    [
        (3, [], b"short"),
        (-1, [], b""),
        (10**9, [], b""),
        (1, [Column("x", "float", -8)], b""),
        (1, [Column("x", "float", 16)], bytes(24)),
        (1, [Column("x", "float", 7)], bytes(15)),
        (1, [Column("x", "complex", 8)], bytes(16)),
        (1, [Column("x", "string", 2)], bytes(8) + b"\xc1\xc1"),
        (1, [Column("x", "string", 1)], bytes(8) + b"\x90"),
    ],
)
def test_rows_that_do_not_fit_together_are_not_taken(
    count: int, columns: list[Column], payload: bytes
) -> None:
    with pytest.raises(SourceError, match="the hub sent"):
        unpack(Rows(0, count, False, columns), payload)


def test_a_description_takes_data_and_nothing_else() -> None:
    plain = Description("listen", {"port": 5050, "host": "127.0.0.1"}, {"time": False})
    assert plain == Description("listen", {"host": "127.0.0.1", "port": 5050}, {"time": False})
    for wrong in (b"", b"\xc0", msgspec.msgpack.encode({"type": "Attach"}), b"\x80"):
        with pytest.raises(msgspec.MsgspecError):
            for_hub(wrong)

from __future__ import annotations

import functools
from collections.abc import AsyncIterator, Iterator

import numpy as np
import pandas as pd
import pytest

from livewidgets.clock import SYSTEM
from livewidgets.errors import ArgumentError
from livewidgets.sources.aiterate import AIterate
from livewidgets.sources.detect import source_of
from livewidgets.sources.iterate import Iterate
from livewidgets.sources.tcp_connect import Connect
from tests.sources.recorder import Recorder
from tests.sources.wire import decoders


def sensor() -> Iterator[int]:
    yield 1


def at_port(port: int) -> Iterator[int]:
    yield port


async def asensor() -> AsyncIterator[int]:
    yield 1


async def once() -> int:
    return 1


def read() -> int:
    return 1


class Device:
    def read_all(self) -> Iterator[int]:
        yield 1

    def __call__(self) -> int:
        return 1


@pytest.mark.parametrize(
    ("obj", "kind", "name"),
    [
        (sensor, Iterate, "sensor()"),
        (sensor(), Iterate, "sensor()"),
        (functools.partial(at_port, 1), Iterate, "at_port()"),
        (Device().read_all, Iterate, "Device.read_all()"),
        (Device().read_all(), Iterate, "Device.read_all()"),
        (Device(), Iterate, "Device()"),
        (read, Iterate, "read()"),
        (lambda: 1, Iterate, "<lambda>()"),
        ([1, 2], Iterate, "<list>"),
        (range(3), Iterate, "<range>"),
        (np.arange(3.0), Iterate, "<ndarray>"),
        (asensor, AIterate, "asensor()"),
        (asensor(), AIterate, "asensor()"),
    ],
)
def test_what_is_read_how(obj: object, kind: type, name: str) -> None:
    source = source_of(obj)
    assert type(source) is kind
    assert source.name == name
    assert (source.key, source.reconnects) == (None, False)
    assert source_of(obj, name="mine").name == "mine"


def test_a_local_function_is_called_by_its_own_name() -> None:
    def local() -> Iterator[int]:
        yield 1

    assert source_of(local).name == source_of(local()).name == "local()"


def test_a_source_passes_through() -> None:
    source = Connect("127.0.0.1", 5050, decoder=decoders())
    assert source_of(source) is source


@pytest.mark.parametrize(
    ("obj", "says"),
    [
        (once, "once() is a coroutine, which gives one result"),
        ("sensor", "str is no stream of readings: give a generator"),
        (b"12", "bytes is no stream"),
        ({"a": 1}, "dict is no stream"),
        (12, "int cannot be read: give a generator"),
        (None, "NoneType cannot be read"),
        (Device, "Device is a class: give an instance of it"),
        (Connect, "Connect is a class"),
        (at_port, "at_port() cannot be called without arguments (missing a required argument"),
    ],
)
def test_what_cannot_be_read(obj: object, says: str) -> None:
    with pytest.raises(ArgumentError) as error:
        source_of(obj)
    assert says in str(error.value)


def test_a_coroutine_object_cannot_be_read() -> None:
    coroutine = once()
    with pytest.raises(ArgumentError, match="make it an async generator"):
        source_of(coroutine)
    coroutine.close()


def test_an_interval_is_not_for_what_is_asynchronous() -> None:
    with pytest.raises(ArgumentError, match="sets its own pace"):
        source_of(asensor, interval=1)


async def test_columns_times_and_units_go_to_the_records(sink: Recorder) -> None:
    source = source_of(
        [(5.0, 1, 2), (6.0, 3, 4)], columns=["s", "a", "b"], time="s", units={"a": "V"}
    )
    await source.read(sink, SYSTEM)
    assert sink.times() == [5, 6]
    assert (sink.column("a"), sink.column("b")) == ([1, 3], [2, 4])
    assert isinstance(source, Iterate)
    assert source.units == {"a": "V"}


async def test_a_data_frame_gives_its_rows(sink: Recorder) -> None:
    await source_of(pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 4.0]})).read(sink, SYSTEM)
    assert (sink.column("a"), sink.column("b")) == ([1, 2], [3, 4])

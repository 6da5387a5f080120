"""A derived stream that catches up with its parent while others store rows."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from livewidgets.data.records import Records
from livewidgets.sources.push import Push
from livewidgets.statistics import running
from livewidgets.stream import Stream

pytestmark = pytest.mark.usefixtures("leak_check")


def test_what_is_stored_while_it_looks_at_the_past_comes_once_and_after_it() -> None:
    source = Push(records=Records(columns=["value"]))
    parent = Stream(source, keep=1_000)
    with parent:
        source.push(0.0)
        parent.wait(rows=1)
        look, senders = parent.ring.look, []

        def push_and_store() -> None:
            source.push(1.0)
            source.flush()

        def slowly(*given: Any) -> Any:
            seen = look(*given)
            senders.append(threading.Thread(target=push_and_store))
            senders[0].start()
            while parent.ring.total < 2:  # stored, and on its way to those who follow
                threading.Event().wait(0.001)
            return seen

        parent.ring.look = slowly  # type: ignore[assignment, method-assign]
        derived = parent.derive(running()).start()
        derived.wait(rows=1, timeout=10)
        senders[0].join()
        parent.ring.look = look  # type: ignore[method-assign]
        source.push(2.0)
        derived.wait(rows=3, timeout=10)
        assert derived["value_count"].tolist() == [1, 2, 3]
        assert derived["value_max"].tolist() == [0.0, 1.0, 2.0]
        derived.stop()

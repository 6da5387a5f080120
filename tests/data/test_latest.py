"""LatestValues: categories in the order in which they came."""

from __future__ import annotations

import numpy as np

from livewidgets.data.latest import MOST_KNOWN, LatestValues


def test_the_newest_value_of_each_in_the_order_of_the_first() -> None:
    latest = LatestValues()
    latest.add(np.array(["b", "a", "b"], dtype=object), np.array([1.0, 2.0, 3.0]))
    latest.add(np.array(["a", "c"], dtype=object), np.array([4.0, np.nan]))
    assert list(latest.values) == ["b", "a", "c"]
    assert [latest.values[name] for name in "ba"] == [3.0, 4.0]
    assert np.isnan(latest.values["c"])


def test_categories_without_end_take_no_memory_without_end() -> None:
    latest = LatestValues()
    for part in range(3):
        names = np.arange(part * 600, (part + 1) * 600)
        latest.add(names, names.astype(np.float64))
    assert len(latest.values) == MOST_KNOWN
    assert latest.beyond
    latest.add(np.array([5]), np.array([-1.0]))
    assert latest.values[5] == -1.0, "those that are known go on"

"""Backtest: when rules would have fired on rows of the past."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from livewidgets.data.alerts.board import Board
from livewidgets.data.alerts.log import Episode
from livewidgets.data.alerts.rules import Rule
from livewidgets.data.batch import Batch
from livewidgets.errors import UserCodeError

_ROWS = 65_536  # rows at a time, so that memory is bounded by that and the result


def episodes_of(rules: Sequence[Rule], rows: Batch) -> list[Episode]:
    """The alerts that rules would have raised, by the very code that runs live.

    Args:
        rules: One or more.
        rows: Sorted by time here, as they would have come.

    Returns:
        In the order in which they were raised; `end` is None where one was not cleared.

    Raises:
        UserCodeError: A rule cannot be judged on these rows; says why.
        ArgumentError: Two rules have one name.
    """
    board = Board(rules, episodes=None)
    rows = rows[np.argsort(rows.time, kind="stable")]
    for start in range(0, len(rows), _ROWS):
        part = rows[start : start + _ROWS]
        board.feed(part, now=float(part.time[-1]))
        for state in board.states(0.0):
            if state.error:
                raise UserCodeError(f"the rule {state.rule.name!r}: {state.error}")
    return sorted(board.episodes(), key=lambda episode: episode.start)

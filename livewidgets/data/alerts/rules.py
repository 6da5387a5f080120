"""Rules: a condition with a name and a hold time, as people write them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from livewidgets.data.alerts.events import Anomaly, Detector, When
from livewidgets.data.alerts.judgement import Condition, Level
from livewidgets.data.alerts.limits import Limits, require_number
from livewidgets.data.alerts.silence import NoData
from livewidgets.data.alerts.values import Rate, Values
from livewidgets.data.batch import Batch
from livewidgets.data.duration import seconds
from livewidgets.errors import ArgumentError

Duration = str | float | timedelta


@dataclass(frozen=True, slots=True)
class Rule:
    """What is watched for. Made by `above`, `below`, `outside` and those in `conditions`.

    Attributes:
        condition: What is judged.
        hold: Seconds for which it must be called for, without a break, to be raised.
        name: For people; unique among the rules of a panel.
    """

    condition: Condition
    hold: float
    name: str


def above(
    column: str,
    limit: float,
    *,
    critical: float | None = None,
    clear: float | None = None,
    level: str = "warning",
    for_: Duration | None = None,
    name: str | None = None,
) -> Rule:
    """A column above a limit.

    Args:
        column: Which column.
        limit: A value above it calls for an alert.
        critical: A second limit, above which the warning becomes critical.
        clear: The value that must be reached again for the alert to be cleared; None is the
            limit itself. A critical limit has the same distance.
        level: What the first limit is: "warning" or "critical".
        for_: How long it must last without a break to be raised ("5s"); None: not at all.
        name: For people; made of the above if None.

    Raises:
        ArgumentError: An argument cannot be used.
    """
    _require_column(column)
    limits = Limits.given(limit, critical, Level.given(level), clear)
    return _rule(Values(column, (limits,)), for_, name)


def below(
    column: str,
    limit: float,
    *,
    critical: float | None = None,
    clear: float | None = None,
    level: str = "warning",
    for_: Duration | None = None,
    name: str | None = None,
) -> Rule:
    """A column below a limit; as `above`, upside down.

    Args:
        column: Which column.
        limit: A value below it calls for an alert.
        critical: A second limit, below which the warning becomes critical.
        clear: The value that must be reached again for the alert to be cleared.
        level: What the first limit is: "warning" or "critical".
        for_: How long it must last without a break to be raised ("5s"); None: not at all.
        name: For people; made of the above if None.

    Raises:
        ArgumentError: An argument cannot be used.
    """
    _require_column(column)
    limits = Limits.given(limit, critical, Level.given(level), clear, under=True)
    return _rule(Values(column, (limits,)), for_, name)


def outside(
    column: str,
    low: float,
    high: float,
    *,
    critical: tuple[float, float] | None = None,
    clear: tuple[float, float] | None = None,
    level: str = "warning",
    for_: Duration | None = None,
    name: str | None = None,
) -> Rule:
    """A column outside a range.

    Args:
        column: Which column.
        low: Below it calls for an alert.
        high: Above it calls for an alert.
        critical: A wider range (low, high), outside which the warning becomes critical.
        clear: A narrower range into which it must come back to be cleared.
        level: What the first range is: "warning" or "critical".
        for_: How long it must last without a break; on either side.
        name: For people; made of the above if None.

    Raises:
        ArgumentError: An argument cannot be used.
    """
    _require_column(column)
    require_number("low", low)
    require_number("high", high)
    if not low < high:
        raise ArgumentError(f"outside({low!r}, {high!r}): give the lower limit first")
    worse, inner = _pair("critical", critical), _pair("clear", clear)
    what = Level.given(level)
    sides = (
        Limits.given(low, worse[0], what, inner[0], under=True),
        Limits.given(high, worse[1], what, inner[1]),
    )
    return _rule(Values(column, sides), for_, name)


def rate(
    column: str,
    limit: float,
    *,
    over: Duration = "10s",
    critical: float | None = None,
    clear: float | None = None,
    level: str = "warning",
    for_: Duration | None = None,
    name: str | None = None,
) -> Rule:
    """A column that changes too fast.

    Args:
        column: Which column.
        limit: Change per second: positive is about rising, negative about falling.
        over: The span over which the change is taken: from the newest row that is so old.
        critical: A second limit, further from zero.
        clear: The change per second that must be reached again to be cleared.
        level: What the first limit is: "warning" or "critical".
        for_: How long it must last without a break to be raised.
        name: For people; made of the above if None.

    Raises:
        ArgumentError: An argument cannot be used.
    """
    _require_column(column)
    require_number("limit", limit)
    limits = Limits.given(limit, critical, Level.given(level), clear, under=limit < 0)
    return _rule(Rate(column, limits, seconds(over)), for_, name)


def no_data(
    limit: Duration,
    *,
    critical: Duration | None = None,
    level: str = "warning",
    name: str | None = None,
) -> Rule:
    """No row for some time: live, by when rows arrive; in a backtest, by their times.

    Args:
        limit: How long a silence calls for an alert.
        critical: How long a silence is critical.
        level: What the first limit is: "warning" or "critical".
        name: For people; made of the above if None.

    Raises:
        ArgumentError: An argument cannot be used.
    """
    spans = [(seconds(limit), Level.given(level))]
    if critical is not None:
        spans.append((seconds(critical), Level.CRITICAL))
        if spans[0][1] is Level.CRITICAL or spans[1][0] <= spans[0][0]:
            raise ArgumentError(
                f"critical={critical!r}: give a longer time than {limit!r}, which is a warning"
            )
    return _rule(NoData(tuple(spans)), None, name)


def anomaly(
    detector: Detector,
    *,
    quiet: Duration = "10s",
    level: str = "warning",
    name: str | None = None,
) -> Rule:
    """A detector finds an anomaly; cleared when it has found none for `quiet`.

    Args:
        detector: One of `livewidgets.detectors`.
        quiet: How long nothing must be found for the alert to be cleared.
        level: What an anomaly is: "warning" or "critical".
        name: For people; made of the above if None.

    Raises:
        ArgumentError: An argument cannot be used.
    """
    if isinstance(detector, type) or not callable(getattr(detector, "begin", None)):
        raise ArgumentError(f"{detector!r} is no detector: give one of livewidgets.detectors")
    return _rule(Anomaly(detector, Level.given(level), seconds(quiet)), None, name)


def when(
    function: Callable[[Batch], Any],
    *,
    critical: Callable[[Batch], Any] | None = None,
    level: str = "warning",
    for_: Duration | None = None,
    name: str | None = None,
) -> Rule:
    """A condition of your own: a function of a batch that gives True or False for each row.

    If it raises, the panel says so and counts it; the alert stays as it is.

    Args:
        function: Such as `lambda rows: rows["a"] > rows["b"]`.
        critical: The same for critical.
        level: What the first is: "warning" or "critical".
        for_: How long it must last without a break to be raised.
        name: For people; the function's if None.

    Raises:
        ArgumentError: An argument cannot be used.
    """
    for each in (function, *(() if critical is None else (critical,))):
        if not callable(each):
            raise ArgumentError(f"when takes a function of one batch, not {type(each).__name__}")
    return _rule(When(function, Level.given(level), critical), for_, name)


def _rule(condition: Condition, for_: Duration | None, name: str | None) -> Rule:
    if name is not None and not str(name).strip():
        raise ArgumentError(f"name={name!r}: give a text")
    return Rule(condition, 0.0 if for_ is None else seconds(for_), str(name or condition.text))


def _require_column(column: object) -> None:
    if not isinstance(column, str):
        raise ArgumentError(f"{column!r} is no column: give its name, as in above('value', 90)")


def _pair(name: str, pair: tuple[float, float] | None) -> tuple[float | None, float | None]:
    if pair is None:
        return None, None
    try:
        low, high = pair
    except (TypeError, ValueError):
        raise ArgumentError(f"{name}={pair!r}: give a range, as (low, high)") from None
    return low, high

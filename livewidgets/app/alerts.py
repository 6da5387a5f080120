"""Alerts as a panel, and the backtest of rules."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import timedelta, tzinfo
from inspect import getattr_static, iscoroutinefunction
from numbers import Integral, Real
from typing import Any

import numpy as np

from livewidgets.alerting.courier import Action
from livewidgets.alerting.watch import watch
from livewidgets.app.picture import Picture
from livewidgets.app.streams import as_stream
from livewidgets.app.zones import zone_of
from livewidgets.data.alerts.backtest import episodes_of
from livewidgets.data.alerts.log import Entry, Episode
from livewidgets.data.alerts.rules import Rule
from livewidgets.data.alerts.watched import RuleState
from livewidgets.data.batch import Batch, Reject
from livewidgets.data.duration import seconds
from livewidgets.data.records import Records
from livewidgets.errors import ArgumentError
from livewidgets.stream import Stream
from livewidgets.transport.alert_panel import PanelWidgets
from livewidgets.views.alerts import AlertsView, watch_of

Duration = str | float | timedelta

MOST_SHOWN = 200


class AlertPanel(PanelWidgets):
    """What `alerts` gives: a widget that knows its rules, and what they are doing."""

    def __init__(
        self,
        stream: Stream,
        shown: int,
        height: int,
        silence: float,
        tz: tzinfo | None,
    ) -> None:
        self._stream = stream
        self._silence = silence
        self._view = AlertsView(stream, shown, height, tz)
        super().__init__(watch_of(stream).rules, self.acknowledge, self._toggle)
        notice = ("trouble", "value", "")
        self.picture = Picture(self._view, self.slots, [self], notice=notice, beside=(stream,))

    @property
    def stream(self) -> Stream:
        """What happened, as a stream: rule, what, level, value, reason."""
        return self._view.follows.stream

    @property
    def states(self) -> tuple[RuleState, ...]:
        """Each rule as it is now."""
        return watch_of(self.stream).states()

    @property
    def episodes(self) -> tuple[Episode, ...]:
        """The alerts: the last 200 that are over, and those that are not."""
        return watch_of(self.stream).episodes()

    def log(self, count: int = 500) -> tuple[Entry, ...]:
        """The newest entries of the log, newest first; 500 are kept."""
        return watch_of(self.stream).log(count)

    def acknowledge(self, rule: str) -> None:
        """Say that somebody has seen the alert of a rule.

        Raises:
            ArgumentError: There is no such rule.
        """
        watch_of(self.stream).acknowledge(rule)
        self.stream.touch()

    def silence(self, rule: str, for_: Duration | None = "10m") -> None:
        """Tell nobody of a rule for some time; None: tell again.

        Raises:
            ArgumentError: There is no such rule, or this is no duration.
        """
        watch_of(self.stream).silence(rule, None if for_ is None else seconds(for_))
        self.stream.touch()

    def stop(self) -> None:
        """End the panel, its watching and its actions; the stream that it watches goes on."""
        watch_of(self.stream).close()
        self.picture.stop()

    def _toggle(self, rule: str) -> None:
        silenced = {state.rule.name: state.silenced is not None for state in self.states}
        self.silence(rule, None if silenced[rule] else self._silence)


def alerts(
    source: Any,
    *rules: Rule,
    actions: Sequence[Action] = (),
    shown: int = 50,
    height: int = 200,
    silence: Duration = "10m",
    tz: str | tzinfo | None = None,
) -> AlertPanel:
    """A panel of alerts: each rule's state, what is critical, and a log.

    Args:
        source: A stream, or what `stream` takes.
        rules: Such as `above("value", 90, clear=85)`; more in `livewidgets.conditions`.
        actions: Who is told: functions of an `Entry`, or `conditions.webhook(url)`. Each
            has a thread of its own, and hears of a rule at most once a second, of the newest.
        shown: How many entries of the log are shown, up to 200.
        height: The most that the log takes, in pixels.
        silence: How long the button silences a rule.
        tz: The time zone of the log ("Europe/Berlin"); None is this machine's own.

    Raises:
        ArgumentError: An argument cannot be used; there is no rule, or two have one name.
    """
    if isinstance(shown, bool) or not isinstance(shown, Integral) or not 1 <= shown <= MOST_SHOWN:
        raise ArgumentError(f"shown={shown!r}: give a number from 1 to {MOST_SHOWN}")
    if isinstance(height, bool) or not isinstance(height, Real) or not 1 <= height < math.inf:
        raise ArgumentError(f"height={height!r}: give a number of pixels")
    told = _actions(actions)
    span, zone = seconds(silence), zone_of(tz)
    live = as_stream(source)
    return AlertPanel(watch(live, rules, told), int(shown), int(height), span, zone)


def backtest(rules: Rule | Sequence[Rule], frame: Any) -> list[Episode]:
    """When rules would have fired, by the very code that runs live.

    Args:
        rules: One rule or several.
        frame: A DataFrame (with times as its index or a column `time`), a `Batch`, a mapping
            of equally long arrays with `time`, or rows of a stream (`stream.rows()`).

    Returns:
        The alerts in order: start and end (None: not cleared), the highest level, the value
        and the reason. Silence is judged by the rows' times.

    Raises:
        ArgumentError: There is no rule; this is no table, or has no times.
        UserCodeError: A rule cannot be judged on these rows.
    """
    if not isinstance(rules, (Rule, Iterable)):
        raise ArgumentError(
            f"{rules!r} is no rule: give one such as livewidgets.above('value', 90), or a list"
        )
    given = (rules,) if isinstance(rules, Rule) else tuple(rules)
    rows = frame if isinstance(frame, Batch) else _rows(frame)
    if not np.isfinite(rows.time).all():
        raise ArgumentError(
            "these rows cannot be tested: some have no time (NaN or infinite); leave them out, "
            "as in rows[np.isfinite(rows.time)]"
        )
    return episodes_of(given, rows)


def _actions(actions: Iterable[Action]) -> tuple[Action, ...]:
    """Who is told.

    Raises:
        ArgumentError: This is no list of actions, or one of them is none.
    """
    if not isinstance(actions, Iterable):
        raise ArgumentError(f"actions={actions!r}: give a list, as in actions=[page_me]")
    given = tuple(actions)
    for action in given:
        if not (callable(action) or callable(getattr(action, "deliver", None))):
            raise ArgumentError(f"{action!r} is no action: give a function of an entry, or webhook")
        called = getattr_static(action, "__call__", None)  # of an object that can be called
        if iscoroutinefunction(action) or iscoroutinefunction(called):
            raise ArgumentError(
                f"{action!r} is an async function, which nobody would await: give a plain one; "
                "it has a thread of its own, and may wait"
            )
    return given


def _rows(frame: Any) -> Batch:
    """A table as rows; those without a time are left out."""
    rejects: list[Reject] = []
    # Where it has no times, its rows would get the time of arrival: there is none.
    rows = Records().batch([frame], [math.nan], rejects.append)
    if rows is not None and np.isfinite(rows.time).all():
        return rows
    reason = rejects[0].reason if rejects else "it has no rows" if rows is None else "no times"
    raise ArgumentError(
        f"{type(frame).__name__} cannot be tested: {reason}; give a DataFrame with times as its "
        "index, or a mapping of arrays with 'time'"
    )

"""Local time: from instants to what a clock on the wall shows, and back.

An instant is an integer number of milliseconds since 1970-01-01 UTC. A local time is
what the wall's clock shows then, as milliseconds since its own 1970-01-01 00:00.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()

# A year inside what datetime can hold, so that no offset leads out of it.
FIRST = (date(2, 1, 1).toordinal() - EPOCH_ORDINAL) * DAY
LAST = (date(9999, 1, 1).toordinal() - EPOCH_ORDINAL) * DAY


class Zone:
    """A time zone with its changes of offset (summer time).

    Args:
        tz: None is the machine's local zone, by its rules at each instant.
    """

    def __init__(self, tz: tzinfo | None) -> None:
        self._tz = tz

    def offset(self, instant: int) -> int:
        """Local time less UTC at an instant, in milliseconds."""
        moment = EPOCH + timedelta(milliseconds=instant)
        try:
            offset = moment.astimezone(self._tz).utcoffset()
        except (OSError, OverflowError):  # Windows knows local time from 1970 to 3000 only
            return 0
        return 0 if offset is None else offset // timedelta(milliseconds=1)

    def local(self, instant: int) -> int:
        """The local time at an instant."""
        return instant + self.offset(instant)

    def day(self, instant: int) -> int:
        """The local date at an instant, as days since 1970-01-01."""
        return self.local(instant) // DAY

    def first_instant(self, day: int) -> int:
        """When a local date begins; `day` counts days since 1970-01-01.

        That is midnight: the first of two, or, where the clocks skip it, the instant
        at which they do.
        """
        midnight = day * DAY
        before, after = self.offset(midnight - DAY), self.offset(midnight + DAY)
        instants = (midnight - before, midnight - after)
        there = [each for each in instants if self.local(each) == midnight]
        if there:
            return min(there)
        low, high = midnight - after, midnight - before
        while high - low > 1:
            middle = (low + high) // 2
            if self.offset(middle) == after:
                high = middle
            else:
                low = middle
        return high

    def begins_day(self, instant: int) -> bool:
        """Whether a local date begins at an instant."""
        changes = self.offset(instant - 1) != self.offset(instant)
        if not changes and self.local(instant) % DAY:
            return False
        return self.first_instant(self.day(instant)) == instant


def date_of(day: int) -> date:
    """The date of a number of days since 1970-01-01."""
    return date.fromordinal(EPOCH_ORDINAL + day)


def day_of(month: int) -> int:
    """The first day, since 1970-01-01, of a month counted as 12 × year + (0 to 11)."""
    return date(month // 12, month % 12 + 1, 1).toordinal() - EPOCH_ORDINAL

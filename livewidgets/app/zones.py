"""Time zones as people name them."""

from __future__ import annotations

from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from livewidgets.errors import ArgumentError


def zone_of(tz: str | tzinfo | None) -> tzinfo | None:
    """The zone that is meant; None is the machine's own.

    Raises:
        ArgumentError: There is none of that name.
    """
    if tz is None or isinstance(tz, tzinfo):
        return tz
    try:
        return ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        raise ArgumentError(
            f"there is no time zone {tz!r}; name one such as 'Europe/Berlin' or 'UTC'"
        ) from None

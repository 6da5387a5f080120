"""Webhook: posts what happened to an address, as JSON, and tries again where that fails."""

from __future__ import annotations

import http.client
import json
import math
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from livewidgets.clock import Clock
from livewidgets.data.alerts.log import Entry
from livewidgets.errors import ArgumentError, SourceError


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """urllib would follow one with a GET without the body, and take the headers along."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)

FIRST_RETRY = 0.5
LAST_RETRY = 30.0


@dataclass(frozen=True, slots=True)
class Webhook:
    """Posts each entry as JSON: stream, rule, what, level, time, value and reason.

    A server that answers 5xx, 408 or 429, or not at all, is tried again after 0.5 s, 1 s,
    2 s and so on; any other answer than 2xx is final.

    Args:
        url: Where to, http or https.
        headers: Sent with it, such as an authorization.
        timeout: Seconds for one try.
        tries: How often in all, 1 or more.

    Raises:
        ArgumentError: An argument cannot be used.
    """

    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    timeout: float = 5.0
    tries: int = 4

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ArgumentError(f"url={self.url!r}: give an address that begins with https://")
        if not self.timeout > 0:
            raise ArgumentError(f"timeout={self.timeout!r}: give seconds, above 0")
        if isinstance(self.tries, bool) or self.tries < 1:
            raise ArgumentError(f"tries={self.tries!r}: give 1 or more")

    def deliver(self, entry: Entry, stream: str, clock: Clock, closed: threading.Event) -> None:
        """Post an entry; holds the calling thread meanwhile.

        Raises:
            SourceError: It could not be posted; says why.
        """
        body = json.dumps(payload(entry, stream)).encode()
        wait = FIRST_RETRY
        for attempt in range(1, self.tries + 1):
            final, sentence = self._post(body)
            if not sentence:
                return
            if final or attempt == self.tries:
                times = "once" if attempt == 1 else f"{attempt} times"
                raise SourceError(f"{urlsplit(self.url).hostname} was tried {times}: {sentence}")
            if clock.block(closed, wait):
                raise SourceError(f"given up when the panel was closed: {sentence}")
            wait = min(2 * wait, LAST_RETRY)

    def _post(self, body: bytes) -> tuple[bool, str]:
        """Whether another try is of no use, and what went wrong; empty if nothing did."""
        headers = {"Content-Type": "application/json", **self.headers}
        request = urllib.request.Request(self.url, data=body, headers=headers, method="POST")
        try:
            with _OPENER.open(request, timeout=self.timeout):
                return True, ""
        except urllib.error.HTTPError as error:
            error.close()
            return error.code < 500 and error.code not in (408, 429), f"it answered {error.code}"
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            return False, f"it cannot be reached ({reason})"


def payload(entry: Entry, stream: str) -> dict[str, str | float | None]:
    """What is posted; a value that is no number is null."""
    return {
        "stream": stream,
        "rule": entry.rule,
        "what": entry.what,
        "level": entry.level.name.lower(),
        "time": entry.time,
        "value": entry.value if math.isfinite(entry.value) else None,
        "reason": entry.reason,
    }

"""What the tests of the sender send."""

from __future__ import annotations

from typing import Any

from livewidgets.app.readings import RowFormat
from livewidgets.app.sending import Sending

HOST = "127.0.0.1"
CSV = RowFormat(csv=True, channels=3)


def sending(port: int = 0, **options: Any) -> Sending:
    """Plain numbers as fast as possible, unless the options say otherwise."""
    defaults: dict[str, Any] = {"rate": 0.0, "count": None, "format": RowFormat(), "seed": 1}
    return Sending(host=HOST, port=port, **(defaults | options))

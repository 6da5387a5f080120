"""What the server of a dashboard tells a kernel: how many pages look at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import comm

AUDIENCE_COMM = "livewidgets-audience"
"""The comm that the server writes to; the same in livewidgets_server."""


def hear_of_pages(tell: Callable[[int], None]) -> object:
    """Have a function told how many pages are connected, whenever that changes.

    Args:
        tell: Called with their number, on the kernel's own thread.

    Returns:
        What must be kept for as long as it is to be told.
    """

    def heard(message: Any) -> None:
        pages = message.get("content", {}).get("data", {}).get("pages")
        if isinstance(pages, int):
            tell(pages)

    # Not opened: no page has the other end, and would say so on its console.
    end = comm.create_comm(target_name=AUDIENCE_COMM, comm_id=AUDIENCE_COMM, primary=False)
    end.on_msg(heard)
    comm.get_comm_manager().register_comm(end)
    return end

"""The hub: one process per user and machine that reads once what many kernels want.

lw.hub.status()    how it stands; None if none runs
lw.hub.stop()      end it
"""

from livewidgets.hub.asking import status, stop

__all__ = ["status", "stop"]

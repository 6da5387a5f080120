"""Live pictures of streaming data in Jupyter.

import livewidgets as lw

temp = lw.connect("127.0.0.1", 5050)    # numbers or CSV lines over TCP
lw.line(temp, window="60s")             # a bqplot figure that moves
"""

from livewidgets.app.files import command, tail
from livewidgets.app.picture import Picture
from livewidgets.app.pictures import bind, line, status, value
from livewidgets.app.streams import connect, listen, stop_all, stream, streams
from livewidgets.data.batch import Batch
from livewidgets.data.schema import Schema
from livewidgets.errors import (
    ArgumentError,
    BusyError,
    ClosedError,
    DecodeError,
    LiveWidgetsError,
    MissingExtra,
    SchemaError,
    SourceError,
    UserCodeError,
)
from livewidgets.sources.reader import Retry
from livewidgets.stream import Stream
from livewidgets.version import __version__

__all__ = [
    "ArgumentError",
    "Batch",
    "BusyError",
    "ClosedError",
    "DecodeError",
    "LiveWidgetsError",
    "MissingExtra",
    "Picture",
    "Retry",
    "Schema",
    "SchemaError",
    "SourceError",
    "Stream",
    "UserCodeError",
    "__version__",
    "bind",
    "command",
    "connect",
    "line",
    "listen",
    "status",
    "stop_all",
    "stream",
    "streams",
    "tail",
    "value",
]

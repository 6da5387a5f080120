"""Live pictures of streaming data in Jupyter.

import livewidgets as lw

temp = lw.connect("127.0.0.1", 5050)    # numbers or CSV lines over TCP
lw.line(temp, window="60s")             # a bqplot figure that moves
"""

from livewidgets import conditions, detectors, hub, statistics
from livewidgets.app.alerts import alerts, backtest
from livewidgets.app.bars import bars
from livewidgets.app.bind import bind
from livewidgets.app.candles import candles
from livewidgets.app.dashboard import dashboard
from livewidgets.app.files import command, tail
from livewidgets.app.gauge import gauge
from livewidgets.app.heatmap import heatmap
from livewidgets.app.histogram import histogram
from livewidgets.app.map import map
from livewidgets.app.notebook import load_ipython_extension as load_ipython_extension
from livewidgets.app.notebook import unload_ipython_extension as unload_ipython_extension
from livewidgets.app.number import number
from livewidgets.app.pictures import line, stats, status, value
from livewidgets.app.scatter import scatter
from livewidgets.app.shared import shared
from livewidgets.app.streams import connect, listen, stop_all, stream, streams
from livewidgets.app.table import table
from livewidgets.app.text import text
from livewidgets.app.timeline import timeline
from livewidgets.data.alerts.rules import above, below, outside
from livewidgets.data.batch import Batch
from livewidgets.data.schema import Schema
from livewidgets.errors import LiveWidgetsError
from livewidgets.sources.reader import Retry
from livewidgets.statistics import rolling
from livewidgets.stream import Stream
from livewidgets.version import __version__

__all__ = [
    "Batch",
    "LiveWidgetsError",
    "Retry",
    "Schema",
    "Stream",
    "__version__",
    "above",
    "alerts",
    "backtest",
    "bars",
    "below",
    "bind",
    "candles",
    "command",
    "conditions",
    "connect",
    "dashboard",
    "detectors",
    "gauge",
    "heatmap",
    "histogram",
    "hub",
    "line",
    "listen",
    "map",
    "number",
    "outside",
    "rolling",
    "scatter",
    "shared",
    "statistics",
    "stats",
    "status",
    "stop_all",
    "stream",
    "streams",
    "table",
    "tail",
    "text",
    "timeline",
    "value",
]

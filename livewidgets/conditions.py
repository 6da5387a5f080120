"""Rules for `livewidgets.alerts` and `livewidgets.backtest`, and who can be told.

from livewidgets import conditions

lw.alerts(tail, conditions.no_data("10s"), conditions.rate("value", 5.0, over="10s"))
"""

from livewidgets.alerting.webhook import Webhook as webhook
from livewidgets.data.alerts.judgement import Level
from livewidgets.data.alerts.log import Entry, Episode
from livewidgets.data.alerts.rules import Rule, above, anomaly, below, no_data, outside, rate, when

__all__ = [
    "Entry",
    "Episode",
    "Level",
    "Rule",
    "above",
    "anomaly",
    "below",
    "no_data",
    "outside",
    "rate",
    "webhook",
    "when",
]

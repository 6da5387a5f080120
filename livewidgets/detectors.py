"""Detectors of anomalies, for `line(..., anomalies=)`, `conditions.anomaly` and `derive`.

from livewidgets import detectors

lw.line(tail, "value", anomalies=detectors.robust_z())
found = tail.derive(detectors.cusum("value"))  # value, score, threshold, anomaly, reason
"""

from livewidgets.app.river import half_space_trees
from livewidgets.data.detectors.cusum import Cusum as cusum
from livewidgets.data.detectors.ewma import Ewma as ewma
from livewidgets.data.detectors.model import Model as model
from livewidgets.data.detectors.robust import RobustZ as robust_z
from livewidgets.data.detectors.seasonal import Seasonal as seasonal

__all__ = ["cusum", "ewma", "half_space_trees", "model", "robust_z", "seasonal"]

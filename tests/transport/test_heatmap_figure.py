"""A heat map's figure can be displayed at any moment, also between two of its frames."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import livewidgets as lw
from livewidgets.views.heatmap import IMAGES

pytestmark = pytest.mark.usefixtures("leak_check")


def test_a_figure_whose_picture_was_written_by_a_frame_has_a_repr() -> None:
    levels = np.random.default_rng(1).random((2, 50))
    time = 1_700_000_000.0 + np.arange(50)
    figure = lw.heatmap([{"time": time, "low": levels[0], "high": levels[1]}])
    try:
        drawn: Any = figure.picture
        slots = drawn._binding.targets
        for name in IMAGES:
            # As the pump writes it: raw, and before anybody has looked.
            slots[name]._trait_values["value"] = b"data:image/png;base64,AAAA"
        assert "Image()" in repr(figure)
    finally:
        lw.stop_all()

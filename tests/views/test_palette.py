"""Colours, by the contrast of WCAG 2.1 and the colour blindness of Machado et al. (2009)."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
from numpy.typing import NDArray

from livewidgets.sources.source import State
from livewidgets.views.palette import LINE_COLOURS, line_colour, state_colours

Array = NDArray[np.float64]

SEEN_BY = {
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
    "all cones": np.eye(3),
}

TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(colour: str) -> Array:
    channels = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    curved: Array = ((channels + 0.055) / 1.055) ** 2.4
    return np.where(channels <= 0.04045, channels / 12.92, curved)


def contrast(one: str, other: str) -> float:
    weights = np.array([0.2126, 0.7152, 0.0722])
    dark, light = sorted(float(linear(each) @ weights) for each in (one, other))
    return (light + 0.05) / (dark + 0.05)


def oklab(colour: str, eyes: Array) -> Array:
    seen = np.clip(eyes @ linear(colour), 0, 1)
    lab: Array = TO_OKLAB @ np.cbrt(TO_CONES @ seen)
    return lab


def test_the_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("ground", ["#ffffff", "#111111"])
@pytest.mark.parametrize("colour", LINE_COLOURS)
def test_a_line_reads_on_white_and_on_dark(colour: str, ground: str) -> None:
    assert contrast(colour, ground) >= 3.0


@pytest.mark.parametrize("eyes", SEEN_BY)
def test_lines_can_be_told_apart(eyes: str) -> None:
    seen = [oklab(colour, SEEN_BY[eyes]) for colour in LINE_COLOURS]
    nearest = min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2))
    # 0.02 is what is just noticed side by side.
    assert nearest >= (0.12 if eyes == "all cones" else 0.07)


def test_there_are_ten_colours_and_they_come_again() -> None:
    assert len(set(LINE_COLOURS)) == 10
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in LINE_COLOURS)
    assert [line_colour(index) for index in (0, 9, 10, 25)] == [
        LINE_COLOURS[index] for index in (0, 9, 0, 5)
    ]


@pytest.mark.parametrize("state", State)
def test_a_pill_reads(state: State) -> None:
    background, text = state_colours(state)
    assert contrast(background, text) >= 4.5


@pytest.mark.parametrize("ground", ["#ffffff", "#111111"])
@pytest.mark.parametrize("state", State)
def test_a_pill_stands_out_from_the_page(state: State, ground: str) -> None:
    assert contrast(state_colours(state)[0], ground) >= 3.0

"""A chart as SVG, drawn without a browser: curves, areas, points, axes and a legend. Pure."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WIDTH, HEIGHT = 960, 320
LEFT, RIGHT, TOP, BOTTOM = 76, 24, 40, 46
"""Pixels, of the whole and around the plot."""

LEGEND_STEP, LETTER = 18, 7

FONT = "system-ui, sans-serif"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A curve, in parts of the plot: (0, 0) is its lower left corner, (1, 1) its upper right.

    Attributes:
        x: float64, shape (points,).
        y: The same; NaN breaks the line.
        colour: As CSS has it.
        name: In the legend; empty for none.
        opacity: 0 to 1.
        dashed: Whether it is.
        width: Pixels.
    """

    x: Floats
    y: Floats
    colour: str
    name: str = ""
    opacity: float = 1.0
    dashed: bool = False
    width: float = 1.5


@dataclass(frozen=True, slots=True)
class Area:
    """What is filled: the points of its outline, as those of a `Stroke`."""

    x: Floats
    y: Floats
    colour: str
    opacity: float


@dataclass(frozen=True, slots=True)
class Points:
    """Rings or discs at places, as those of a `Stroke`."""

    x: Floats
    y: Floats
    colour: str
    radius: float
    filled: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis: its label, and its ticks as places from 0 to 1 with their texts."""

    label: str = ""
    ticks: Sequence[tuple[float, str]] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """What is seen of a figure.

    Attributes:
        left_out: Kinds of marks that are not drawn here.
    """

    title: str
    x: Axis
    y: Axis
    shapes: Sequence[Stroke | Area | Points]
    left_out: Sequence[str] = field(default=())


def chart_svg(chart: Chart) -> str:
    """The chart as an `svg` element that needs nothing else; texts in it are escaped.

    Its text and its lines have the colour of the text around it.
    """
    across, up = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    label = html.escape(f"{chart.title or 'Chart'}: picture of the moment of export", quote=True)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-label="{label}" font-family="{FONT}" font-size="12" fill="currentColor">',
        _text(WIDTH / 2, 22, chart.title, 'text-anchor="middle" font-size="15"'),
        *_axes(chart, across, up),
        f'<svg x="{LEFT}" y="{TOP}" width="{across}" height="{up}">',
        *(_shape(each, across, up) for each in chart.shapes),
        "</svg>",
        *_legend([each for each in chart.shapes if isinstance(each, Stroke) and each.name]),
        "</svg>",
    ]
    return "".join(parts)


def _axes(chart: Chart, across: int, up: int) -> Iterator[str]:
    bottom = TOP + up
    line = 'stroke="currentColor" stroke-opacity="'
    for place, text in chart.x.ticks:
        x = LEFT + place * across
        yield f'<path d="M{x:.1f} {TOP}V{bottom}" {line}0.12"/>'
        yield _text(x, bottom + 17, text, 'text-anchor="middle"')
    for place, text in chart.y.ticks:
        y = bottom - place * up
        yield f'<path d="M{LEFT} {y:.1f}H{LEFT + across}" {line}0.12"/>'
        yield _text(LEFT - 8, y + 4, text, 'text-anchor="end"')
    yield f'<path d="M{LEFT} {TOP}V{bottom}H{LEFT + across}" fill="none" {line}0.6"/>'
    yield _text(LEFT + across / 2, HEIGHT - 8, chart.x.label, 'text-anchor="middle"')
    turned = f'text-anchor="middle" transform="rotate(-90 14 {TOP + up / 2})"'
    yield _text(14, TOP + up / 2, chart.y.label, turned)


def _legend(strokes: Sequence[Stroke]) -> Iterator[str]:
    if len(strokes) < 2:
        return
    widest = LETTER * max(len(each.name) for each in strokes) + 34
    yield (
        f'<rect x="{LEFT + 4}" y="{TOP + 4}" width="{widest}" rx="3"'
        f' height="{LEGEND_STEP * len(strokes) + 6}" fill="Canvas" fill-opacity="0.75"/>'
    )
    for number, each in enumerate(strokes):
        y = TOP + 16 + LEGEND_STEP * number
        colour = html.escape(each.colour, quote=True)
        yield f'<path d="M{LEFT + 10} {y}h14" stroke="{colour}" stroke-width="3"/>'
        yield _text(LEFT + 30, y + 4, each.name, "")


def _shape(shape: Stroke | Area | Points, across: int, up: int) -> str:
    x, y = shape.x * across, (1.0 - shape.y) * up
    colour = html.escape(shape.colour, quote=True)
    if isinstance(shape, Points):
        look = f'fill="{colour if shape.filled else "none"}" stroke="{colour}" stroke-width="1.5"'
        return "".join(
            f'<circle cx="{a:.1f}" cy="{b:.1f}" r="{shape.radius:.1f}" {look}/>'
            for a, b in zip(x.tolist(), y.tolist(), strict=True)
            if np.isfinite(a) and np.isfinite(b)
        )
    path = _path(x, y)
    if isinstance(shape, Area):
        return f'<path d="{path}" fill="{colour}" fill-opacity="{shape.opacity:g}"/>'
    dash = ' stroke-dasharray="6 4"' if shape.dashed else ""
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-opacity="{shape.opacity:g}"'
        f' stroke-width="{shape.width:g}" stroke-linejoin="round"{dash}/>'
    )


def _path(x: Floats, y: Floats) -> str:
    """Lines from point to point; one that is no number breaks them."""
    parts, pen = [], "M"
    for a, b in zip(x.tolist(), y.tolist(), strict=True):
        if not (np.isfinite(a) and np.isfinite(b)):
            pen = "M"
            continue
        parts.append(f"{pen}{a:.1f} {b:.1f}")
        pen = "L"
    return "".join(parts)


def _text(x: float, y: float, text: str, attributes: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {attributes}>{html.escape(text)}</text>' if text else ""

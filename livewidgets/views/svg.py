"""A chart as markup, drawn without a browser: curves, areas and points as SVG, with axes and a
legend. Pure."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SIDE = 1000
"""Units of the picture across and up; it is stretched to its place."""

LOWEST = 150
"""Pixels of a chart that has axes."""

STYLE = """
.chart { position: relative; height: var(--height); max-width: 100%; font-size: 12px;
  container-type: inline-size; }
.chart > svg, .chart > .ticks { position: absolute; left: 76px; top: 40px;
  height: calc(100% - 86px); width: calc(100% - 100px); }
.chart.bare > svg { left: 0; top: 0; width: 100%; height: 100%; border: 0; }
.chart > svg { overflow: hidden; border: solid currentColor; border-width: 0 0 1px 1px;
  box-sizing: border-box; }
.chart path { vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.chart .grid { stroke: currentColor; stroke-opacity: 0.12; }
.chart span span { position: absolute; white-space: nowrap; }
.chart .ticks { pointer-events: none; }
.chart .x { top: calc(100% + 4px); transform: translateX(-50%); }
.chart .y { right: calc(100% + 6px); transform: translateY(50%); }
.chart > .title { position: absolute; top: 10px; width: 100%; text-align: center; font-size: 15px; }
.chart > .x-label { position: absolute; bottom: 2px; left: 76px; right: 24px; text-align: center; }
.chart > .y-label { position: absolute; top: calc(50% - 12px); left: 0; width: 234px;
  text-align: center; transform: translate(-108px) rotate(-90deg); }
.chart .legend { position: absolute; left: 82px; top: 44px; margin: 0; padding: 2px 6px;
  list-style: none; border-radius: 3px;
  background: color-mix(in srgb, Canvas 75%, transparent); }
.chart .legend svg { vertical-align: middle; }
@container (max-width: 420px) { .ticks:nth-of-type(even) .x { display: none; } }
"""
"""Of the page that it is on."""


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
    """Discs at places, as those of a `Stroke`; `radius` in pixels."""

    x: Floats
    y: Floats
    colour: str
    radius: float
    opacity: float = 1.0


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
        height: Of all of it, in pixels.
        width: Likewise; None is as wide as its place.
    """

    title: str
    x: Axis
    y: Axis
    shapes: Sequence[Stroke | Area | Points]
    left_out: Sequence[str] = ()
    height: int = 320
    width: int | None = None


def chart_markup(chart: Chart) -> str:
    """The chart as HTML that needs nothing else but `STYLE`: an `svg` that stretches with its
    place, and texts around it that do not. Texts are escaped.

    Its texts and its lines have the colour of the text around it.
    """
    label = html.escape(f"{chart.title or 'Chart'}: as it was", quote=True)
    bare = not (chart.x.ticks or chart.y.ticks)
    kind, height = ("chart bare", chart.height) if bare else ("chart", max(chart.height, LOWEST))
    width = "" if chart.width is None else f"; width: {chart.width}px"
    return "".join(
        (
            f'<div class="{kind}" style="--height: {height}px{width}">',
            _text("title", chart.title, ""),
            *(_text("x", text, f"left:{place:.2%}") for place, text in chart.x.ticks),
            *(_text("y", text, f"bottom:{place:.2%}") for place, text in chart.y.ticks),
            _text("x-label", chart.x.label, ""),
            _text("y-label", chart.y.label, ""),
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}"'
            f' preserveAspectRatio="none" role="img" aria-label="{label}">',
            *_grid(chart),
            *map(_shape, chart.shapes),
            "</svg>",
            *_legend([each for each in chart.shapes if isinstance(each, Stroke) and each.name]),
            "</div>",
        )
    )


def _grid(chart: Chart) -> Iterator[str]:
    for place, _ in chart.x.ticks:
        yield f'<path class="grid" d="M{SIDE * place:.1f} 0V{SIDE}"/>'
    for place, _ in chart.y.ticks:
        yield f'<path class="grid" d="M0 {SIDE * (1 - place):.1f}H{SIDE}"/>'


def _legend(strokes: Sequence[Stroke]) -> Iterator[str]:
    if len(strokes) < 2:
        return
    yield '<ul class="legend">'
    for each in strokes:
        colour = html.escape(each.colour, quote=True)
        yield (
            '<li><svg width="14" height="4" aria-hidden="true">'
            f'<rect width="14" height="4" fill="{colour}"/></svg> {html.escape(each.name)}</li>'
        )
    yield "</ul>"


def _shape(shape: Stroke | Area | Points) -> str:
    x, y = shape.x * SIDE, (1.0 - shape.y) * SIDE
    colour = html.escape(shape.colour, quote=True)
    if isinstance(shape, Points):
        # Lines of no length with round ends: circles, however the picture is stretched.
        there = np.isfinite(x) & np.isfinite(y)
        dots = zip(x[there].tolist(), y[there].tolist(), strict=True)
        path = "".join(f"M{a:.1f} {b:.1f}h0" for a, b in dots)
        return (
            f'<path d="{path}" stroke="{colour}" stroke-width="{2 * shape.radius:.1f}"'
            f' stroke-opacity="{shape.opacity:g}" stroke-linecap="round"/>'
        )
    path = _path(x, y)
    if isinstance(shape, Area):
        return f'<path d="{path}" fill="{colour}" fill-opacity="{shape.opacity:g}"/>'
    dash = ' stroke-dasharray="6 4"' if shape.dashed else ""
    return (
        f'<path class="curve" d="{path}" stroke="{colour}" stroke-opacity="{shape.opacity:g}"'
        f' stroke-width="{shape.width:g}" fill="none"{dash}/>'
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


def _text(kind: str, text: str, style: str) -> str:
    placed = f' style="{style}"' if style else ""
    # A tick's place is within the plot, which its parent is.
    inner = f'<span class="{kind}"{placed}>{html.escape(text)}</span>'
    return f'<span class="ticks">{inner}</span>' if style else inner if text else ""

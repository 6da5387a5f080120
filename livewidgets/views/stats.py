"""StatsView: the statistics of every sample so far, a row of a table for each column."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping

from livewidgets.data.statistics.summary import ColumnSummary, Summarize
from livewidgets.errors import SchemaError
from livewidgets.stream import Stream
from livewidgets.views.companion import keep_beside
from livewidgets.views.format import count_text, formatter
from livewidgets.views.text import MISSING, one_line
from livewidgets.views.view import Follows, Shown

HEADINGS = ("latest", "mean", "std", "min", "5 %", "median", "95 %", "max", "count")

DIGITS = 3
"""Digits of the standard deviation that count; the other values end where it ends."""

MOST_DECIMALS = 9
LONGEST = 15  # digits that a double has for certain

STYLE = """<style>
.livewidgets-stats table { border-collapse: collapse; font-size: 13px; line-height: 1.7;
  color: var(--jp-ui-font-color1, currentColor); font-variant-numeric: tabular-nums; }
.livewidgets-stats th, .livewidgets-stats td { padding: 1px 10px; text-align: right;
  white-space: nowrap; border-bottom: 1px solid var(--jp-border-color2, #80808060); }
.livewidgets-stats thead th { font-weight: 500; font-size: 12px;
  color: var(--jp-ui-font-color2, currentColor); }
.livewidgets-stats tbody th { text-align: left; font-weight: 600; }
.livewidgets-stats tbody tr:last-child > * { border-bottom: none; }
.livewidgets-stats .unit { font-weight: 400; color: var(--jp-ui-font-color2, currentColor); }
</style>"""
"""Fixed markup; what comes from a stream is put into it escaped."""


class StatsView:
    """Slot: `table` (value: HTML with what comes from the stream escaped).

    Args:
        stream: What to tell of.
        summary: The stream that keeps the statistics, derived from it by `recipe`.
        recipe: See there.
    """

    curves = 0
    period = None
    pace = 0.25
    """Seconds: numbers that change faster cannot be read."""

    def __init__(self, stream: Stream, summary: Stream, recipe: Summarize) -> None:
        self.follows = Follows(stream)
        self.beside = (summary,)
        self._summary = summary
        self._recipe = recipe
        self._decimals: dict[str, int] = {}

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        keep_beside(self._summary, stream)
        table = self._recipe.newest.table()
        if not table and self._summary.rejects:
            raise SchemaError(self._summary.rejects[-1].reason)
        head = "<td></td>" + "".join(f'<th scope="col">{each}</th>' for each in HEADINGS)
        body = "".join(f"<tr>{self._row(each, stream.units)}</tr>" for each in table)
        why = html.escape(one_line(stream.status.sentence or "no rows yet"))
        waiting = f'<td colspan="{len(HEADINGS) + 1}" style="text-align: left">{why}</td>'
        return {
            "table": {
                "value": f'{STYLE}<div class="livewidgets-stats"><table><thead><tr>{head}</tr>'
                f"</thead><tbody>{body or waiting}</tbody></table></div>"
            }
        }

    def _row(self, column: ColumnSummary, units: Mapping[str, str]) -> str:
        decimals = self._decimals_of(column)
        ends = 0 if column.whole else decimals
        low, median, high = (number_text(each, decimals) for each in column.quantiles)
        cells = (
            number_text(column.latest, ends),
            number_text(column.mean, decimals),
            number_text(column.std, decimals),
            number_text(column.min, ends),
            low,
            median,
            high,
            number_text(column.max, ends),
            count_text(column.count),
        )
        unit = units.get(column.name, "").strip()
        name = html.escape(one_line(column.name))
        if unit:
            name += f' <span class="unit">[{html.escape(one_line(unit))}]</span>'
        numbers = "".join(f"<td>{html.escape(cell)}</td>" for cell in cells)
        return f'<th scope="row">{name}</th>{numbers}'

    def _decimals_of(self, column: ColumnSummary) -> int:
        """As many as the deviation needs; the same as before where one less would do."""
        wanted = decimals_for(column.std, column.mean)
        before = self._decimals.get(column.name, wanted)
        if wanted != before - 1:
            self._decimals[column.name] = before = wanted
        return before


def decimals_for(std: float, mean: float) -> int:
    """How many decimals show three digits of a standard deviation, or the mean if that is 0."""
    if not (math.isfinite(std) and std > 0):
        text = f"{mean:.{2 * DIGITS}f}" if math.isfinite(mean) else ""
        return len(text.partition(".")[2].rstrip("0"))
    needed = DIGITS - 1 - math.floor(math.log10(std))
    return min(max(needed, 0), MOST_DECIMALS)


def number_text(value: float, decimals: int) -> str:
    """A number with so many decimals, fewer where it is long; `–` for none."""
    if not math.isfinite(value):
        return MISSING
    size = math.floor(math.log10(abs(value))) + 1 if value else 1
    if size > LONGEST or (value and size < -MOST_DECIMALS):
        return formatter()(value)
    text = f"{value:,.{max(0, min(decimals, LONGEST - size))}f}"
    return text.lstrip("-") if not text.strip("-0.,") else text  # never -0

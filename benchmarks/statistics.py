"""What the statistics cost beside decoding the same rows, and how exact they are.

Usage: python -m benchmarks.statistics [--rows 400000] [--samples 10000000]

Prints two tables in Markdown. Costs: rows of a time and some numbers, 1,000 a second, are
decoded from CSV piece by piece, and each batch is fed to every statistic, in one run, each
of which finds the processor's cache filled by the others.
Exactness: noise of deviation 1 on an offset of 1e9, beside what numpy makes of the noise
alone, which has no offset to lose digits by.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from livewidgets import statistics
from livewidgets.data.batch import Batch
from livewidgets.data.csv import CsvFormat
from livewidgets.data.decoder import Decoder
from livewidgets.data.framing import Lines
from livewidgets.data.transform import Transform

Floats = NDArray[np.float64]

START, RATE = 1.7e9, 1_000.0
OFFSET = 1e9
PIECES = (65_536, 262_144)  # bytes: what a file is read in, the most of one read of a socket
QUANTILES = (0.05, 0.5, 0.95)

ALL: dict[str, Transform] = {
    "count, mean, deviation, min, max": statistics.running(),
    "quantiles of all (3)": statistics.quantiles(*QUANTILES),
    "rate": statistics.rate("10s"),
    "exponentially weighted mean, deviation": statistics.ewm("30s"),
    "rolling 1 min: mean, deviation, min, max": statistics.rolling("1m"),
    "rolling 10,000 rows: the same": statistics.rolling(10_000),
    "derivative": statistics.derivative(),
    "integral": statistics.integral(),
}
EXACT_QUANTILES: dict[str, Transform] = {
    "rolling 1 min with 2 exact quantiles": statistics.rolling("1m", quantiles=(0.05, 0.95)),
    "rolling 10,000 rows with 2 exact quantiles": statistics.rolling(
        10_000, quantiles=(0.05, 0.95)
    ),
}


def noise(rows: int, columns: int) -> Floats:
    return np.random.default_rng(1).standard_normal((columns, rows))


def lines(rows: int, columns: int) -> bytes:
    """CSV with a header, the time to the millisecond and values to the microunit."""
    at = START + np.arange(rows) / RATE
    table = np.column_stack((at, OFFSET + noise(rows, columns).T))
    row = "%.3f" + ",%.6f" * columns + "\n"
    header = ",".join(["time", *(f"c{number}" for number in range(columns))]) + "\n"
    return (header + (row * rows) % tuple(table.ravel().tolist())).encode()


def costs(rows: int, columns: int, size: int) -> dict[str, float]:
    """Nanoseconds of processor time per row: of decoding, and of each statistic.

    Args:
        rows: How many.
        columns: Numbers in each, beside the time.
        size: Bytes that are decoded at a time.
    """
    data = lines(rows, columns)
    decoder = Decoder(Lines(65_536, on_reject=_refuse), CsvFormat().parser(_refuse))
    steps = {name: each.begin() for name, each in (ALL | EXACT_QUANTILES).items()}
    spent = dict.fromkeys(("decoding CSV", *steps), 0.0)
    for start in range(0, len(data), size):
        before = time.thread_time()
        batch = decoder.feed(data[start : start + size], START)
        spent["decoding CSV"] += time.thread_time() - before
        if batch is None:
            continue
        for name, step in steps.items():
            before = time.thread_time()
            step.feed(batch)
            spent[name] += time.thread_time() - before
    return {name: 1e9 * each / rows for name, each in spent.items()}


def errors(samples: int) -> Iterator[tuple[str, float]]:
    """The greatest relative error of each statistic."""
    at, off = START + np.arange(samples) / RATE, noise(samples, 1)[0]
    off = (OFFSET + off) - OFFSET  # what is left of the noise on the offset
    values = OFFSET + off
    some = np.linspace(1_000, samples - 1, 200).astype(np.int64)

    made = _last(statistics.running(), at, values)
    yield "mean", _relative(made["v_mean"], OFFSET + off.mean())
    yield "standard deviation", _relative(made["v_std"], off.std(ddof=1))
    yield (
        "min, max",
        _relative(made["v_min"], values.min()) + _relative(made["v_max"], values.max()),
    )

    span = 60.0
    table = _rows(statistics.rolling(span), at, values, some)
    windows = [off[np.searchsorted(at, at[row] - span, "right") : row + 1] for row in some]
    yield "rolling mean", _relative(table["v_mean"], [OFFSET + each.mean() for each in windows])
    yield "rolling deviation", _relative(table["v_std"], [each.std(ddof=1) for each in windows])

    table = _rows(statistics.ewm("1s"), at, values, some)
    means, stds = zip(*(_weighted(at, off, int(row)) for row in some), strict=True)
    yield "weighted mean", _relative(table["v_mean"], OFFSET + np.array(means))
    yield "weighted deviation", _relative(table["v_std"], np.array(stds))

    made = _last(statistics.integral(), at, values)
    yield "integral", _relative(made["v_integral"], np.trapezoid(values, at))
    table = _rows(statistics.derivative(), at, values, some)
    yield "derivative", _relative(table["v_derivative"], (np.diff(values) / np.diff(at))[some - 1])

    until = (samples - 1) // 1_000 * 1_000 + 1  # a row at which there is a result
    made = _last(statistics.quantiles(*QUANTILES, every=1.0), at[:until], values)
    for share in QUANTILES:
        rank = np.count_nonzero(values[:until] <= made[f"v_p{100 * share:g}"][0]) / until
        yield f"rank of the {share:.0%} quantile (not relative)", abs(rank - share)


def _weighted(at: Floats, off: Floats, row: int) -> tuple[float, float]:
    near = slice(max(0, row - 60_000), row + 1)
    weights = np.exp(at[near] - at[row])
    mean = float(np.average(off[near], weights=weights))
    return mean, float(np.sqrt(np.average((off[near] - mean) ** 2, weights=weights)))


def _fed(recipe: Transform, at: Floats, values: Floats) -> Iterator[tuple[int, Batch]]:
    step = recipe.begin()
    for start in range(0, len(at), 99_991):
        piece = slice(start, start + 99_991)
        made = step.feed(Batch(at[piece], {"v": values[: len(at)][piece]}))
        if made is not None:
            yield start, made


def _last(recipe: Transform, at: Floats, values: Floats) -> Batch:
    *_, (_, made) = _fed(recipe, at, values)
    return made[-1:]


def _rows(
    recipe: Transform, at: Floats, values: Floats, wanted: NDArray[np.int64]
) -> dict[str, Floats]:
    found: dict[str, list[Floats]] = {}
    for start, made in _fed(recipe, at, values):
        here = wanted[(wanted >= start) & (wanted < start + len(made))] - start
        for name, column in made[here].columns.items():
            found.setdefault(name, []).append(column)
    return {name: np.concatenate(each) for name, each in found.items()}


def _relative(got: object, expected: object) -> float:
    made, right = np.asarray(got, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    return float(np.max(np.abs(made - right) / np.abs(right)))


def _refuse(reject: object) -> None:
    raise ValueError(f"a row was rejected: {reject}")


def _line(name: str, figures: list[float]) -> None:
    print(f"| {name} | " + " | ".join(f"{each:,.0f}" for each in figures) + " |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=400_000)
    parser.add_argument("--samples", type=int, default=10_000_000)
    options = parser.parse_args()
    kinds = [(columns, size) for columns in (1, 8) for size in PIECES]
    tables = [costs(options.rows, *kind) for kind in kinds]
    heads = [f"{columns} × float, {size >> 10} KiB" for columns, size in kinds]
    print("| ns of processor time per row | " + " | ".join(heads) + " |\n|---" + "|---" * 4 + "|")
    for name in tables[0]:
        if name == next(iter(EXACT_QUANTILES)):
            totals = [sum(table[each] for each in ALL) for table in tables]
            _line("**all of these together**", totals)
        _line(name, [table[name] for table in tables])
    print(f"\n| {options.samples:,} samples, 1e9 + noise | greatest relative error |\n|---|---|")
    for name, error in errors(options.samples):
        print(f"| {name} | {error:.1e} |")


if __name__ == "__main__":
    main()

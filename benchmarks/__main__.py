"""`python -m benchmarks`: measure, and write tables, plot and JSON to benchmarks/results/."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks import decoding, machine, plot
from benchmarks.browser import Browser, chromium
from benchmarks.contestants import CONTESTANTS
from benchmarks.measure import Conditions, Run, run, sender
from benchmarks.progress import Progress
from benchmarks.report import Report
from benchmarks.workload import WORKLOADS

RESULTS = Path(__file__).resolve().parent / "results"
AROUND = 12.0  # seconds that a run takes beside its warm-up and its measurement


def arguments(given: list[str]) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--repeat", type=int, default=3, help="of each run (default: 3)")
    parser.add_argument("--seconds", type=float, default=20.0, help="measured (default: 20)")
    parser.add_argument("--warm-up", type=float, default=5.0, help="before (default: 5)")
    parser.add_argument("--workload", nargs="+", choices=WORKLOADS, default=list(WORKLOADS))
    parser.add_argument("--contestant", nargs="+", choices=CONTESTANTS, default=list(CONTESTANTS))
    parser.add_argument("--output", type=Path, default=RESULTS, help="a directory")
    return parser.parse_args(given)


def measure(browser: Browser, options: argparse.Namespace) -> Report:
    """All runs: every contestant in turn, then again, so that none has the quiet hour alone."""
    runs: list[Run] = []
    failures: list[str] = []
    decoded: dict[str, dict[str, float]] = {}
    each_takes = AROUND + options.warm_up + options.seconds
    count = len(options.workload) * (1 + options.repeat * len(options.contestant))
    progress = Progress(count, each_takes)
    conditions = Conditions(options.warm_up, options.seconds, progress.step)
    for workload in (WORKLOADS[name] for name in options.workload):
        progress.run(f"{workload.name} decoding")
        progress.step("is measured", options.seconds)
        with sender(workload) as port:
            decoded[workload.name] = decoding.of(workload, port, options.seconds)
        for repetition in range(options.repeat):
            for contestant in (CONTESTANTS[name] for name in options.contestant):
                progress.run(f"{workload.name} {contestant.name}")
                name = f"{workload.name}-{contestant.name}-{repetition + 1}"
                try:
                    picture = options.output / f"{name}.png"
                    runs.append(run(browser, contestant, workload, conditions, picture))
                except (RuntimeError, TimeoutError, OSError) as error:
                    failures.append(f"{name} could not be measured: {error}")
    progress.end()
    settings = {key: getattr(options, key) for key in ("repeat", "seconds", "warm_up")}
    return Report(machine.describe(browser.version), settings, runs, decoded, failures)


def main() -> int:
    """Measure and report; returns the exit code."""
    options = arguments(sys.argv[1:])
    options.output.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        report = measure(browser, options)
    text = report.markdown()
    print(text)
    (options.output / "table.md").write_text(text)
    report.save(options.output / "runs.json")
    if report.runs:
        plot.draw(report, options.output / "plot.png")
    print(f"also in {options.output}: table.md, plot.png, runs.json", file=sys.stderr)
    return 1 if report.failures else 0


if __name__ == "__main__":
    sys.exit(main())

"""`python -m benchmarks`: measure, and write tables, plots and JSON to benchmarks/results/.

The parts: `contest`, livewidgets beside others; `pictures`, what a picture costs by what it
shows; `gallery`, eight different ones in a dashboard; `ingest`, reading CSV; and, where
`--minutes` are given, memory over that time.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks import (
    decoding,
    endurance,
    gallery,
    ingest,
    machine,
    pictures,
    pictures_plot,
    plot,
)
from benchmarks.browser import Browser, chromium
from benchmarks.cases import GROUPS
from benchmarks.contestants import CONTESTANTS
from benchmarks.measure import Conditions, Run, run, sender
from benchmarks.progress import Progress
from benchmarks.report import Report
from benchmarks.workload import WORKLOADS

RESULTS = Path(__file__).resolve().parent / "results"
PARTS = ("contest", "pictures", "gallery", "ingest")
AROUND = 12.0  # seconds that a run takes beside its warm-up and its measurement


def arguments(given: list[str]) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--repeat", type=int, default=3, help="of each run (default: 3)")
    parser.add_argument("--seconds", type=float, default=20.0, help="measured (default: 20)")
    parser.add_argument("--warm-up", type=float, default=5.0, help="before (default: 5)")
    parser.add_argument("--workload", nargs="+", choices=WORKLOADS, default=list(WORKLOADS))
    parser.add_argument("--contestant", nargs="+", choices=CONTESTANTS, default=list(CONTESTANTS))
    parser.add_argument("--part", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--group", nargs="+", choices=GROUPS, default=list(GROUPS))
    parser.add_argument("--minutes", type=float, default=0.0, help="of memory (default: none)")
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


def contest(browser: Browser, options: argparse.Namespace) -> tuple[str, bool]:
    """livewidgets beside others; gives the tables, and whether all could be measured."""
    report = measure(browser, options)
    report.save(options.output / "runs.json")
    if report.runs:
        plot.draw(report, options.output / "plot.png")
    return report.markdown(), not report.failures


def picture_costs(browser: Browser, options: argparse.Namespace) -> tuple[str, bool]:
    """What a picture costs; gives the tables, and whether all could be measured."""
    count = options.repeat * len(pictures.selected(options.group))
    progress = Progress(count, AROUND + options.warm_up + options.seconds)
    conditions = Conditions(options.warm_up, options.seconds, progress.step)
    costs, failures = pictures.measure(
        browser, options.group, options.repeat, conditions, progress.run, options.output
    )
    progress.end()
    runs = [asdict(each) for each in costs]
    (options.output / "pictures.json").write_text(json.dumps(runs, indent=1))
    about = machine.describe(browser.version)
    if costs:
        pictures_plot.draw(costs, about, options.output / "pictures.png")
    return "\n".join([pictures.markdown(costs), *failures]), not failures


def many_pictures(browser: Browser, options: argparse.Namespace) -> tuple[str, bool]:
    """Different pictures in one dashboard; gives the table, and whether it could be measured."""
    progress = Progress(options.repeat, AROUND + options.warm_up + options.seconds)
    conditions = Conditions(options.warm_up, options.seconds, progress.step)
    try:
        shown = gallery.measure(browser, options.repeat, conditions, progress.run, options.output)
    except (RuntimeError, TimeoutError, OSError) as error:
        return f"gallery could not be measured: {error}", False
    progress.end()
    (options.output / "gallery.json").write_text(json.dumps([asdict(each) for each in shown]))
    return gallery.markdown(shown), True


def memory(browser: Browser, options: argparse.Namespace) -> str:
    """Memory over a long run; gives the table."""
    progress = Progress(1, 60 * options.minutes)
    progress.run("memory")
    looks = endurance.watch(browser, "W2", options.minutes, progress.step)
    progress.end()
    (options.output / "memory.json").write_text(json.dumps([asdict(each) for each in looks]))
    return endurance.markdown(looks, "W2")


def main() -> int:
    """Measure and report; returns the exit code."""
    options = arguments(sys.argv[1:])
    options.output.mkdir(parents=True, exist_ok=True)
    texts, right = [], True
    with chromium() as browser:
        for part, run_part in (
            ("contest", contest),
            ("pictures", picture_costs),
            ("gallery", many_pictures),
        ):
            if part in options.part:
                text, complete = run_part(browser, options)
                texts.append(text)
                right &= complete
        if options.minutes:
            texts.append(memory(browser, options))
    if "ingest" in options.part:
        texts.append(ingest.markdown(ingest.measure(200_000, 8, 5), 8))
    table = "\n".join(texts)
    print(table)
    (options.output / "table.md").write_text(table)
    print(f"also in {options.output}: table.md, plots, JSON", file=sys.stderr)
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())

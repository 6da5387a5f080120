"""Runners: the event loop in a thread, and the one that runs already."""

from __future__ import annotations

import asyncio
import contextvars
import threading

import pytest

from livewidgets.errors import ArgumentError
from livewidgets.runner import THREAD_NAME, AsyncioRunner, Runner, ThreadRunner, runner_of

cell: contextvars.ContextVar[str] = contextvars.ContextVar("cell")


def threads() -> list[threading.Thread]:
    return [each for each in threading.enumerate() if each.name == THREAD_NAME]


def test_the_thread_lives_as_long_as_it_has_jobs() -> None:
    runner, before = ThreadRunner(), len(threads())
    gate: list[asyncio.Event] = []
    opened = threading.Event()

    async def waits() -> None:
        gate.append(asyncio.Event())
        opened.set()
        await gate[0].wait()

    job = runner.submit(waits())
    assert opened.wait(5)
    assert len(threads()) == before + 1
    thread = threads()[-1]
    job.cancel()
    assert job.wait(5)
    thread.join(5)
    assert len(threads()) == before


def test_many_jobs_share_one_thread() -> None:
    runner, seen, done = ThreadRunner(), set(), threading.Barrier(4)

    async def notes() -> None:
        seen.add(threading.get_ident())
        await asyncio.to_thread(done.wait, 5)

    jobs = [runner.submit(notes()) for _ in range(3)]
    done.wait(5)
    assert all(job.wait(5) for job in jobs)
    assert len(seen) == 1
    assert threading.get_ident() not in seen


def test_jobs_inherit_nothing_of_the_cell_that_submits_them() -> None:
    cell.set("the cell that runs")
    inherited: list[str | None] = []

    async def looks() -> None:
        inherited.append(cell.get(None))

    assert ThreadRunner().submit(looks()).wait(5)
    assert inherited == [None]


def test_a_job_that_is_cancelled_before_it_begins_never_runs() -> None:
    runner, ran = ThreadRunner(), []
    held, go = threading.Event(), threading.Event()

    async def holds() -> None:
        held.set()
        go.wait(5)

    async def runs() -> None:
        ran.append(True)

    first = runner.submit(holds())
    assert held.wait(5)
    second = runner.submit(runs())
    second.cancel()
    go.set()
    assert first.wait(5)
    assert second.wait(5)
    assert ran == []


def test_an_error_in_a_job_is_logged_and_ends_that_job_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    runner = ThreadRunner()

    async def raises() -> None:
        raise ZeroDivisionError("nobody expected this")

    job = runner.submit(raises())
    assert job.wait(5)
    assert "nobody expected this" in caplog.text


async def test_the_asyncio_runner_runs_here() -> None:
    seen: list[int] = []

    async def notes() -> None:
        seen.append(threading.get_ident())

    runner = runner_of("asyncio")
    job = runner.submit(notes())
    while not job.ended:
        await asyncio.sleep(0)
    assert seen == [threading.get_ident()]
    assert runner.here()


async def test_each_loop_has_one_asyncio_runner() -> None:
    assert runner_of("asyncio") is runner_of("asyncio")


def test_the_asyncio_runner_needs_a_loop() -> None:
    with pytest.raises(ArgumentError, match="running event loop"):
        AsyncioRunner()


def test_an_unknown_runner_is_refused() -> None:
    with pytest.raises(ArgumentError, match="'thread' or 'asyncio'"):
        runner_of("process")


def test_a_runner_of_ones_own_passes_through() -> None:
    mine: Runner = ThreadRunner()
    assert runner_of(mine) is mine

"""Runners: the event loop in a thread, and the one that runs already."""

from __future__ import annotations

import asyncio
import contextvars
import os
import signal
import threading
from typing import Any

import pytest

from livewidgets.errors import ArgumentError, ClosedError
from livewidgets.runner import (
    THREAD_NAME,
    AsyncioRunner,
    Job,
    Runner,
    ThreadRunner,
    Wakeup,
    runner_of,
    tell,
)

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


async def test_a_job_can_be_awaited_from_another_loop() -> None:
    go = threading.Event()

    async def waits() -> None:
        await asyncio.to_thread(go.wait, 5)

    job = ThreadRunner().submit(waits())
    joining = asyncio.ensure_future(job.join())
    await asyncio.sleep(0)
    assert not joining.done()
    go.set()
    await joining
    assert job.ended
    await job.join()


async def test_a_cancel_is_said_once_so_that_cleaning_up_is_not_broken_off() -> None:
    cleaned, clean = [], asyncio.Event()

    async def cleans() -> None:
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            await clean.wait()
            cleaned.append(True)

    job = runner_of("asyncio").submit(cleans())
    for _ in range(3):
        await asyncio.sleep(0)
        job.cancel()
    clean.set()
    await job.join()
    assert cleaned == [True]


def test_a_job_that_leaves_python_ends_no_other(caplog: pytest.LogCaptureFixture) -> None:
    runner, go = ThreadRunner(), threading.Event()

    async def leaves() -> None:
        raise SystemExit(3)

    async def stays() -> None:
        await asyncio.to_thread(go.wait, 5)

    staying = runner.submit(stays())
    assert runner.submit(leaves()).wait(5)
    assert not staying.ended
    assert "SystemExit on the livewidgets thread" in caplog.text
    go.set()
    assert staying.wait(5)
    assert runner.submit(stays()).wait(5), "and it goes on to be used"


def test_a_loop_that_is_closed_takes_no_job_and_ends_those_it_had() -> None:
    loop = asyncio.new_event_loop()

    async def endless() -> None:
        await asyncio.get_running_loop().create_future()

    async def begin() -> tuple[Runner, Job]:
        runner = AsyncioRunner()
        return runner, runner.submit(endless())

    runner, job = loop.run_until_complete(begin())
    task = next(iter(asyncio.all_tasks(loop)))
    assert not job.wait(60), "it stands still with its loop"
    task.cancel()
    loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
    loop.close()
    assert job.ended
    job.cancel()
    with pytest.raises(ClosedError, match="has been closed"):
        runner.submit(endless())


def test_where_no_thread_can_be_started_nothing_is_left(
    monkeypatch: pytest.MonkeyPatch, leak_check: None
) -> None:
    async def never() -> None:
        raise AssertionError("it cannot run")

    def refuses(_: threading.Thread) -> None:
        raise RuntimeError("can't create new thread at interpreter shutdown")

    runner = ThreadRunner()
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuses)
        with pytest.raises(RuntimeError, match="can't create new thread"):
            runner.submit(never())

    async def runs() -> None:
        pass

    assert runner.submit(runs()).wait(5)


async def test_a_wakeup_tells_its_loop_once_until_it_is_cleared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wakeup, told = Wakeup(), []
    loop = asyncio.get_running_loop()
    whole = loop.call_soon_threadsafe

    def counted(*args: Any) -> asyncio.Handle:
        told.append(args)
        return whole(*args)

    monkeypatch.setattr(loop, "call_soon_threadsafe", counted)
    for _ in range(3):
        threads = [threading.Thread(target=wakeup.set) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        await wakeup.wait()
        wakeup.clear()
    assert 3 <= len(told) <= 12
    wakeup.set()
    before = len(told)
    for _ in range(1000):
        wakeup.set()
    assert len(told) == before


def test_a_loop_that_is_closed_is_told_nothing() -> None:
    loop = asyncio.new_event_loop()
    loop.close()
    assert tell(loop, print, "unheard") is False


@pytest.mark.skipif(os.name != "posix", reason="signals come to this process by POSIX's kill")
def test_a_loop_that_sleeps_is_woken_from_a_handler_of_a_signal() -> None:
    """It runs in the loop's own thread, in the middle of its sleep, which goes on after it."""

    async def main() -> None:
        loop, woken = asyncio.get_running_loop(), asyncio.Event()
        before = signal.signal(signal.SIGUSR1, lambda *_: tell(loop, woken.set))
        timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGUSR1))
        timer.start()
        try:
            async with asyncio.timeout(30):
                await woken.wait()
        finally:
            timer.join()
            signal.signal(signal.SIGUSR1, before)

    asyncio.run(main())

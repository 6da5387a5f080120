"""What a thread prints is caught, and what others print meanwhile is not."""

from __future__ import annotations

import io
import sys
import threading
from contextlib import redirect_stdout

import pytest

from livewidgets.app.printed import LONGEST_LINE, MOST_LINES, caught


def test_a_threads_prints_are_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    inside, over = threading.Event(), threading.Event()
    texts = []

    def work() -> None:
        with caught() as printed:
            print("caught")
            inside.set()
            over.wait(10)
            print("too", file=sys.stderr)
            texts.append(printed.text)

    thread = threading.Thread(target=work)
    thread.start()
    assert inside.wait(10)
    print("printed")
    over.set()
    thread.join(10)
    print("afterwards")
    assert texts == ["caught\ntoo"]
    assert capsys.readouterr() == ("printed\nafterwards\n", "")


def test_afterwards_the_streams_are_those_of_before() -> None:
    before = sys.stdout, sys.stderr
    with caught(), caught():
        assert sys.stdout is not before[0]
        assert sys.stdout.encoding == before[0].encoding, "in all else it is the stream"
    assert (sys.stdout, sys.stderr) == before


def test_a_stream_that_another_has_put_in_place_meanwhile_stays_there() -> None:
    before, theirs = sys.stdout, io.StringIO()
    context = caught()
    context.__enter__()
    with redirect_stdout(theirs):
        context.__exit__(None, None, None)
        assert sys.stdout is theirs
        print("theirs")
    assert theirs.getvalue() == "theirs\n"
    with caught() as printed:  # what they have put back is ours of before, and catches still
        print("caught")
    assert printed.text == "caught"
    assert sys.stdout is before


def test_no_more_is_kept_than_can_be_read() -> None:
    with caught() as printed:
        for number in range(1000):
            print(number)
        print("x" * 10_000, end="")
        print("y" * 10_000)
    lines = printed.text.split("\n")
    assert len(lines) == MOST_LINES
    assert lines[-2:] == ["999", "x" * LONGEST_LINE]

"""Keyframes: state that is sent beside frames, for who saves or executes a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ipywidgets
import pytest

from livewidgets.transport.closing import close_tree
from livewidgets.transport.transport_screen import KEYFRAME_INTERVAL, QUIET, QUIET_INTERVAL
from tests.transport.screen_rig import Rig

pytestmark = pytest.mark.usefixtures("leak_check")


@pytest.fixture
def rig() -> Iterator[Rig]:
    made = Rig()
    yield made
    made.screen.close()


@pytest.fixture
def label(rig: Rig) -> Iterator[Any]:
    made = rig.watch(ipywidgets.Label())
    yield made
    close_tree(made)


def test_when_it_comes_to_rest_state_is_sent_once(rig: Rig, label: Any) -> None:
    rig.hello()
    for _ in range(10):
        rig.show(label, value=str(rig.now))
        rig.now += 0.5
        wait = rig.screen.settle(rig.now)
    assert rig.states == []
    assert wait == pytest.approx(QUIET - 0.5)
    rig.now += QUIET
    rig.screen.settle(rig.now)
    rig.now += 600.0
    assert rig.screen.settle(rig.now) is None
    assert rig.states == [(label.model_id, ("value",))]


def test_data_that_come_slowly_are_not_sent_twice_each(rig: Rig, label: Any) -> None:
    rig.hello()
    for _ in range(60):
        rig.show(label, value=str(rig.now))
        for _ in range(5):
            rig.now += 1.0
            rig.screen.settle(rig.now)
    assert len(rig.states) <= 300 / QUIET_INTERVAL + 1


def test_state_is_sent_once_a_minute_while_frames_go(rig: Rig, label: Any) -> None:
    rig.hello()
    for _ in range(10 * int(KEYFRAME_INTERVAL)):
        rig.show(label, value=str(rig.now))
        rig.now += 0.5
        rig.screen.settle(rig.now)
    assert 4 <= len(rig.states) <= 6


@pytest.mark.parametrize(
    "goes", [{"type": "bye", "page": "p"}, {"type": "visible", "page": "p", "visible": False}]
)
def test_state_is_sent_when_the_last_page_goes(rig: Rig, label: Any, goes: object) -> None:
    rig.hello()
    rig.show(label, value="last")
    rig.say(goes)
    rig.screen.settle(rig.now)
    assert rig.states == [(label.model_id, ("value",))]
    assert rig.screen.pacer.delay(rig.now) > 10.0

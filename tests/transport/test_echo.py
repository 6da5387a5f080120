"""The echo: what a page sends back, as the kernel gets it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ipywidgets
import pytest

from livewidgets.transport.echo import Echo, _Answer

Heard = list[tuple[str, int]]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[ipywidgets.Widget, dict[str, Any]]]:
    messages: list[tuple[ipywidgets.Widget, dict[str, Any]]] = []
    monkeypatch.setattr(
        ipywidgets.Widget, "_send", lambda self, msg, buffers=None: messages.append((self, msg))
    )
    return messages


@pytest.fixture
def heard() -> Heard:
    return []


@pytest.fixture
def echo(heard: Heard) -> Iterator[Echo]:
    made = Echo(lambda page, number: heard.append((page, number)))
    yield made
    made.close()


def answer(state: object, page: str = "page-1", method: str = "update") -> dict[str, Any]:
    """A message from a page, as Jupyter hands it to a comm."""
    return {
        "header": {"session": page, "msg_type": "comm_msg"},
        "content": {"comm_id": "x", "data": {"method": method, "state": state}},
        "buffers": [],
    }


def test_a_number_goes_out_in_one_message(
    echo: Echo, sent: list[tuple[ipywidgets.Widget, dict[str, Any]]]
) -> None:
    echo.send(42)
    assert [message["state"] for _, message in sent] == [{"value": 42}]
    assert echo._number.value == 42


def test_the_page_links_one_end_to_the_other(echo: Echo) -> None:
    assert echo._link.source == (echo._number, "value")
    assert echo._link.target == (echo._answer, "value")
    state = echo._answer.get_state()
    assert state["_model_name"] == "IntTextModel", "the front end is the stock one"


def test_pages_are_told_apart_by_their_session(echo: Echo, heard: Heard) -> None:
    for page, number in (("page-1", 3), ("page-2", 1), ("page-1", 4)):
        echo._answer._handle_msg(answer({"value": number}, page))
    assert heard == [("page-1", 3), ("page-2", 1), ("page-1", 4)]


def test_an_answer_is_not_sent_back_to_the_pages(
    echo: Echo, heard: Heard, sent: list[tuple[ipywidgets.Widget, dict[str, Any]]]
) -> None:
    echo._answer._handle_msg(answer({"value": 3}, "slow"))
    echo._answer._handle_msg(answer({"value": 7}, "quick"))
    echo._answer._handle_msg(answer({"value": 3}, "slow"))
    assert heard == [("slow", 3), ("quick", 7), ("slow", 3)]
    assert sent == [], "it would overwrite what a slower page is about to answer"


def test_an_ordinary_widget_would_be_sent_back(
    sent: list[tuple[ipywidgets.Widget, dict[str, Any]]],
) -> None:
    plain = ipywidgets.IntText()
    plain._handle_msg(answer({"value": 3}))
    assert [message["method"] for _, message in sent] == ["echo_update"]
    assert plain.value == 3
    plain.close()


@pytest.mark.parametrize(
    "message",
    [
        answer({"value": "3"}),
        answer({"description": "x"}),
        answer({}),
        answer({}, method="request_state"),
        {"header": {}, "content": {"data": {"method": "custom", "content": {}}}, "buffers": []},
    ],
    ids=["text", "another trait", "nothing", "request", "custom"],
)
def test_what_is_no_answer_is_not_taken_for_one(
    echo: Echo, heard: Heard, message: dict[str, Any]
) -> None:
    echo._answer._handle_msg(message)
    assert heard == []


@pytest.mark.usefixtures("leak_check")
def test_closed_it_leaves_nothing_and_sends_nothing(
    sent: list[tuple[ipywidgets.Widget, dict[str, Any]]],
) -> None:
    echo = Echo(lambda page, number: None)
    echo.close()
    sent.clear()
    echo.send(5)
    assert sent == []


def test_a_late_answer_after_the_close_is_only_heard(heard: Heard) -> None:
    end = _Answer(lambda page, number: heard.append((page, number)))
    end.close()
    end._handle_msg(answer({"value": 9}))
    assert heard == [("page-1", 9)]
    end.layout.close()
    end.style.close()

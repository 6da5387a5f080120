"""The wire: what kernel and page say to each other, as custom messages of one comm.

`js/src/wire.ts` is the other half, type by type, and states the contract: a frame builds
on another (`base`) or on nothing (-1, a snapshot); it is applied as a whole or not at all;
a page that lacks the base asks for a snapshot and never guesses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypeAlias, TypedDict, TypeGuard

from livewidgets.transport.actions import Action, Widths, are_widths, is_name, why_refused

MODULE = "livewidgets"
MODULE_VERSION = "0.1.0"
"""By which a page finds our widget; the same as in js/package.json and js/src/version.ts."""


class SetOp(TypedDict):
    """Traits of a widget that are replaced, by their JSON values."""

    op: Literal["set"]
    model: str
    state: dict[str, Any]


class ArrayOp(TypedDict):
    """A trait that is an array: `old[:, drop:drop + keep]` followed by the tail.

    The tail has the shape (rows, columns - keep). It is row by row in the message's buffer
    number `buffer`: float32 differences from `bases[row]`, or float64 values where `dtype`
    says so. `shape` is (rows, columns), or (columns,) for one dimension.
    """

    op: Literal["array"]
    model: str
    trait: str
    shape: list[int]
    drop: int
    keep: int
    buffer: int
    bases: NotRequired[list[float]]
    dtype: NotRequired[Literal["float64"]]


Op: TypeAlias = SetOp | ArrayOp


class FrameMessage(TypedDict):
    """Kernel to page: what changed on all widgets at once, beside its buffers."""

    type: Literal["frame"]
    epoch: str
    seq: int
    base: int
    ops: list[Op]


class ModelsMessage(TypedDict):
    """Kernel to page: widgets that will be shown, for pages that nobody sees yet."""

    type: Literal["models"]
    models: list[str]


class Hello(TypedDict):
    """A page is there, or has a new comm; it has nothing yet."""

    type: Literal["hello"]
    page: str
    visible: bool


class Ack(TypedDict):
    """Everything up to `seq` is on the screen since `at`, in milliseconds since 1970.

    Frames waited `wait` milliseconds in the page for an animation frame, in the median.
    """

    type: Literal["ack"]
    page: str
    epoch: str
    seq: int
    painted: int
    at: float
    wait: float | None


class Visible(TypedDict):
    """Somebody sees the page now and it has nothing, or nobody does."""

    type: Literal["visible"]
    page: str
    visible: bool


class Resync(TypedDict):
    """A page cannot go on from `have`, and why, as a sentence."""

    type: Literal["resync"]
    page: str
    epoch: str
    have: int
    why: str


class Bye(TypedDict):
    """A page goes."""

    type: Literal["bye"]
    page: str


PageMessage: TypeAlias = Hello | Ack | Visible | Resync | Bye | Action | Widths
"""What somebody does with the controls of a figure is in `actions.py`."""

_FIELDS: Mapping[str, Mapping[str, type | tuple[type, ...]]] = {
    "hello": {"visible": bool},
    "ack": {
        "epoch": str,
        "seq": int,
        "painted": int,
        "at": (int, float),
        "wait": (int, float, type(None)),
    },
    "visible": {"visible": bool},
    "resync": {"epoch": str, "have": int, "why": str},
    "bye": {},
    "action": {},
    "widths": {"widths": dict},
}


def is_page_message(content: object) -> TypeGuard[PageMessage]:
    """Whether a custom message is one that a page of ours sends."""
    if not isinstance(content, dict):
        return False
    kind = str(content.get("type"))
    fields = _FIELDS.get(kind)
    if fields is None or not is_name(content.get("page")):
        return False
    if kind == "action" and why_refused(content):
        return False
    if kind == "widths" and not are_widths(content):
        return False
    return all(name in content and isinstance(content[name], each) for name, each in fields.items())

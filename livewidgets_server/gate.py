"""Gate: who is let in to a server of dashboards, whichever of its routes is asked for.

Voila asks for its token on its pages and not on its files, some of which are the
dashboard's own. Here every request passes, WebSockets included, before its handler is made.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import tornado.web
from tornado.httputil import HTTPServerRequest

from livewidgets_server.pages import page

HEALTH = "/healthz"
"""Needs no token: it tells whoever watches over the server how many are there, and no more."""

_COOKIE = "username-"
"""How Jupyter's cookies begin, with which it signs who has once given the token."""


@dataclass(frozen=True)
class Refusal:
    """Why somebody is not let in.

    Attributes:
        status: The HTTP status.
        title: The sentence.
        more: What to do about it.
        asks_token: Whether the token is what is missing.
    """

    status: int
    title: str
    more: str
    asks_token: bool = False


class Gate:
    """Decides about requests by their head alone.

    Args:
        token: What visitors must know; empty: nothing.
        local: Whether the server listens at loopback alone.
        hosts: Names by which it may be asked for without a token, beside those of loopback.
        secret: What cookies are signed with.
    """

    def __init__(self, token: str, local: bool, hosts: Collection[str], secret: bytes) -> None:
        self._token = token
        self._local = local
        self._hosts = frozenset(each.lower() for each in hosts)
        self._secret = secret

    def refuses(self, request: HTTPServerRequest) -> Refusal | None:
        """Why a request is refused; None if it is not."""
        # A page of somebody else's whose name leads to 127.0.0.1 (DNS rebinding) has a browser
        # ask for that name: without a token nothing else tells it from a visitor.
        if self._local and not self._token and not self._is_ours(request.host_name):
            return Refusal(
                403,
                "This address is not one of this server's.",
                "It can be opened as localhost; who runs it can allow other names with "
                "--allow-host, or have visitors give a token.",
            )
        if not self._same_origin(request):
            return Refusal(403, "Another site's page cannot connect here.", "")
        if self._token and request.path != HEALTH and not self._knows(request):
            return Refusal(
                403,
                "This dashboard asks for a token.",
                "Open the address that was printed when it was started, or give the token here.",
                asks_token=True,
            )
        return None

    def _is_ours(self, host: str) -> bool:
        name = host.lower().strip("[]")
        if name == "localhost" or name in self._hosts:
            return True
        try:
            return ipaddress.ip_address(name).is_loopback
        except ValueError:
            return False

    def _same_origin(self, request: HTTPServerRequest) -> bool:
        """A WebSocket can be opened by any page; browsers say by which. No browser says none."""
        if request.headers.get("Upgrade", "").lower() != "websocket":
            return True
        origin = request.headers.get("Origin")
        if origin is None:
            return True
        return urlsplit(origin).netloc.lower() == request.headers.get("Host", "").lower()

    def _knows(self, request: HTTPServerRequest) -> bool:
        given = [each.decode(errors="replace") for each in request.query_arguments.get("token", [])]
        scheme, _, value = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() in ("token", "bearer"):
            given.append(value.strip())
        if any(hmac.compare_digest(each.encode(), self._token.encode()) for each in given):
            return True
        return any(
            tornado.web.decode_signed_value(self._secret, name, morsel.value) is not None
            for name, morsel in request.cookies.items()
            if name.startswith(_COOKIE)
        )


def cookie_secret(token: str) -> bytes:
    """What to sign cookies with, so that they outlast the server where its token does."""
    salt = b"livewidgets cookies"
    return hashlib.scrypt(token.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)


class Application(tornado.web.Application):
    """Tornado's, behind a gate.

    Args:
        gate: Decides who is let in.
        settings: As for Tornado's.
    """

    def __init__(self, gate: Gate, **settings: Any) -> None:
        super().__init__(**settings)
        self._gate = gate

    def find_handler(self, request: HTTPServerRequest, **kwargs: Any) -> Any:
        refusal = self._gate.refuses(request)
        if refusal is not None:
            return self.get_handler_delegate(request, Refused, {"refusal": refusal})
        return super().find_handler(request, **kwargs)


class Refused(tornado.web.RequestHandler):
    """Says why somebody is not let in, whatever was asked for."""

    def initialize(self, refusal: Refusal) -> None:
        self._refusal = refusal

    def prepare(self) -> None:
        refusal = self._refusal
        more = [refusal.more] if refusal.more else []
        self.set_status(refusal.status)
        self.set_header("Cache-Control", "no-store")
        self.finish(page(refusal.title, *more, asks_token=refusal.asks_token))

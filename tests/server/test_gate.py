"""Gate: without the token no page and no stream, whichever route is asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import tornado.httpclient
import tornado.websocket
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from livewidgets_server.gate import Gate, cookie_secret
from tests.browser.servers import Server
from tests.server import dashboards
from tests.server.dashboards import (
    PROTOCOL,
    READ,
    channels,
    connected,
    counted,
    fetch,
    get,
    health,
    kernel_of,
    until,
    write,
)

TOKEN = "s3 cr&t"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with dashboards.serving(tmp_path_factory.mktemp("guarded"), token=TOKEN) as server:
        (server.folder / "secret.png").write_bytes(b"a picture")
        yield server


@pytest.mark.parametrize(
    "path",
    [
        "",
        "voila/tree",
        "voila/render/live.ipynb",
        "voila/files/secret.png",
        "voila/static/voila.js",
        "voila/templates/lab/static/voila.js",
        "voila/labextensions/livewidgets/package.json",
        "voila/api/contents/",
        "voila/api/themes/@jupyterlab/theme-light-extension/index.css",
        "api/kernels/00000000-0000-0000-0000-000000000000",
        "login",
        "nothing/of/the/sort",
    ],
)
@pytest.mark.parametrize("how", ["none", "wrong", "forged"])
def test_without_the_token_every_route_gives_nothing(guarded: Server, path: str, how: str) -> None:
    given = "?token=wrong" if how == "wrong" else ""
    forged = {"Cookie": 'username-127-0-0-1-8866="2|1:0|10:1|4:user|4:anna|00"'}
    status, text, _ = get(f"{guarded.url}/{path}{given}", **(forged if how == "forged" else {}))
    assert status == 403
    assert "asks for a token" in text


async def test_without_the_token_there_is_no_stream(guarded: Server) -> None:
    async with counted() as source:
        write(guarded.folder, "live.ipynb", READ.format(port=source.port))
        key = {"Authorization": f"token {TOKEN}"}
        status, page, _ = await fetch(f"{guarded.url}/voila/render/live.ipynb", **key)
        assert status == 200
        address = channels(guarded, kernel_of(page))
        with pytest.raises(tornado.httpclient.HTTPClientError) as refused:
            await tornado.websocket.websocket_connect(address, subprotocols=[PROTOCOL])
        assert refused.value.code == 403
        async with connected(guarded, kernel_of(page), **key):
            await until(lambda: source.now == 1, "with it there is none either")


def test_who_has_given_the_token_once_is_known_by_a_cookie(guarded: Server) -> None:
    status, _, headers = get(f"{guarded.url}/voila/files/secret.png?token=s3%20cr%26t")
    assert status == 200
    status, _, headers = get(f"{guarded.url}/voila/tree?token=s3%20cr%26t")
    cookie = "; ".join(each.split(";")[0] for each in headers.get_all("Set-Cookie"))
    assert get(f"{guarded.url}/voila/files/secret.png", Cookie=cookie)[0] == 200


def test_health_is_told_to_everybody_and_holds_nothing_secret(guarded: Server) -> None:
    assert set(health(guarded)) == {"ok", "version", "kernels", "visitors", "limit"}


# -- without a server --------------------------------------------------------------------


def asks(host: str, path: str = "/", **headers: str) -> HTTPServerRequest:
    given = HTTPHeaders({"Host": host, **headers})
    start = RequestStartLine("GET", path, "HTTP/1.1")
    return HTTPServerRequest(headers=given, start_line=start)


OPEN = Gate("", local=True, hosts=("Dash.example",), secret=b"x")


@pytest.mark.parametrize(
    "host", ["localhost:8866", "127.0.0.1:8866", "127.3.2.1", "[::1]:8866", "dash.example"]
)
def test_loopback_without_a_token_answers_to_its_own_names(host: str) -> None:
    assert OPEN.refuses(asks(host)) is None


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1:8866", ""])
def test_and_to_no_others_so_that_no_page_elsewhere_can_rebind_its_name(host: str) -> None:
    refusal = OPEN.refuses(asks(host))
    assert refusal is not None
    assert refusal.status == 403


@pytest.mark.parametrize(
    ("origin", "let_in"),
    [
        ("http://localhost:8866", True),
        ("http://LOCALHOST:8866", True),
        ("http://localhost:9999", False),
        ("http://evil.example", False),
        ("null", False),
    ],
)
def test_a_web_socket_of_another_sites_page_is_refused(origin: str, let_in: bool) -> None:
    request = asks("localhost:8866", Upgrade="websocket", Origin=origin)
    assert (OPEN.refuses(request) is None) is let_in


def test_a_program_that_has_no_origin_is_let_in() -> None:
    assert OPEN.refuses(asks("localhost:8866", Upgrade="WebSocket")) is None


def test_a_name_of_the_network_needs_no_list_where_there_is_a_token() -> None:
    gate = Gate("abc", local=False, hosts=(), secret=b"x")
    assert gate.refuses(asks("dash.example", "/?token=abc")) is None
    refusal = gate.refuses(asks("dash.example", "/?token=abd"))
    assert refusal is not None
    assert refusal.asks_token


def test_cookies_outlast_the_server_where_the_token_does() -> None:
    assert cookie_secret("abc") == cookie_secret("abc") != cookie_secret("abd")

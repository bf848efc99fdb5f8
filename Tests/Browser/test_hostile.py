"""Requests that mean harm, over real connections: each is refused or ignored, and the hub goes on as before."""

import re
import time
from urllib.parse import quote

import pytest

from hub import ROOT
from raw import ask, cookie, is_well, memory, send, status, tls

WANTED = {
    "content-security-policy": "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "strict-transport-security": "max-age=63072000",
}


def routes():
    table = (ROOT / "docs/reference/routes.md").read_text()
    return re.findall(r"^\| ([A-Z]+) \| `([^`]+)` \| ([^|]+) \|", table, re.M)


@pytest.fixture(autouse=True)
def goes_on(hub):
    yield
    assert is_well(hub), "the hub does not answer any more"


def test_headers_on_every_answer(hub, states):
    faults = []
    paths = {re.sub(r"{[^}]+}", "x1", path) for method, path, _ in routes() if method == "GET"} | {"/nowhere", "/%ff", "/sign-in?to=%"}
    paths |= {"/sign-in/../../etc/passwd", "/account/%00", "/account/../..", "/assets/x/y/z", "//", "/sign-in/with/9/back/more", "/" + "a/" * 500}
    for path in sorted(paths):
        for headers in ({}, {"Cookie": cookie(states["analyst"])}):
            code, answered, body = ask(hub, "GET", path, headers)
            for name, value in WANTED.items():
                if not (answered.get(name) or "").startswith(value):
                    faults.append(f"{path} ({code}): {name} is {answered.get(name)}")
            if answered.get("cache-control") != "no-store":
                faults.append(f"{path} ({code}): cache-control is {answered.get('cache-control')}")
            if answered.get("server"):
                faults.append(f"{path}: says it is {answered.get('server')}")
    assert not faults, "\n".join(faults)


def test_cookies_are_kept_from_scripts_and_sites(hub):
    _, answered, _ = ask(hub, "POST", "/sign-in", {"Content-Type": "application/x-www-form-urlencoded"}, b"name=a-shah&password=x")
    for line in answered.get_all("set-cookie") or []:
        assert "Secure" in line and "HttpOnly" in line and "SameSite=" in line and line.startswith("__Host-"), line


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../../../../etc/passwd",
        "/assets/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/assets/x/..%2f..%2f..%2fetc%2fpasswd",
        "/assets/x/%252e%252e%252f%252e%252e%252fetc%252fpasswd",
        "/assets/x/sharewell.css%00.png",
        "/assets/x/....//....//etc/passwd",
        "/..%5c..%5cetc%5cpasswd",
        "/%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd",
        "//etc/passwd",
        "/supplies/..%2f..%2fhub.key",
        "/requests/%00",
        "/grants/g000001%0d%0aSet-Cookie:%20a=b",
        "/%",
        "/%zz",
        "/" + "a" * 20_000,
        "/" + "a/" * 2_000,
    ],
)
def test_paths_lead_nowhere(hub, states, path):
    for headers in ({}, {"Cookie": cookie(states["co-ordinator"])}):
        code, answered, body = ask(hub, "GET", path, headers)
        assert code in (None, 303, 400, 403, 404, 405, 414, 431), f"{path[:60]}: {code}"
        assert b"root:" not in body and "a=b" not in str(answered.get("set-cookie"))


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example/", "/\\evil.example", "/%0d%0aSet-Cookie:%20a=b", "javascript:alert(1)"])
def test_sign_in_sends_nobody_elsewhere(hub, to):
    from hub import PASSWORD

    body = f"name=t-byrne&password={quote(PASSWORD)}&to={quote(to)}".encode()
    code, answered, _ = ask(hub, "POST", "/sign-in", {"Content-Type": "application/x-www-form-urlencoded"}, body)
    location = answered.get("location") or "/"
    assert location.startswith("/") and not location.startswith(("//", "/\\")) and "\r" not in location
    assert "a=b" not in str(answered.get_all("set-cookie"))


def test_host_is_not_believed(hub):
    code, answered, body = ask(hub, "GET", "/", {"Host": "evil.example"})
    assert "evil.example" not in str(answered.items()) and b"evil.example" not in body
    for forwarded in ("X-Forwarded-Host", "X-Forwarded-For", "X-Original-URL", "X-Rewrite-URL", "Forwarded"):
        code, answered, body = ask(hub, "GET", "/", {forwarded: "evil.example"})
        assert code == 303 and "evil.example" not in str(answered.items())
    assert status(send(hub, b"GET / HTTP/1.1\r\n\r\n")) in (None, 303, 400)
    assert status(send(hub, b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n")) in (None, 303, 400)


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "get", "GETT", "A" * 300])
def test_methods(hub, states, method):
    for path in ("/", "/account", "/sign-in"):
        answer = send(hub, f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie(states['analyst'])}\r\nConnection: close\r\n\r\n".encode())
        assert status(answer) in (None, 400, 404, 405, 501), f"{method} {path}: {status(answer)}"
        assert states["analyst"]["cookies"][0]["value"].encode() not in answer


def test_a_method_is_not_overridden(hub, states):
    for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        code, _, _ = ask(hub, "GET", "/sign-out", {"Cookie": cookie(states["analyst"]), name: "POST"})
        assert code == 405
    assert ask(hub, "GET", "/account", {"Cookie": cookie(states["analyst"])})[0] == 200


def test_changes_without_a_token(hub, states):
    """Every change, as another site would have the browser send it."""
    for method, path, who in routes():
        if method == "GET" or "token" in who or "anyone" in who:
            continue
        path = re.sub(r"{[^}]+}", "x1", path)
        for role in states:
            for body, kind in ((b"why=x", "application/x-www-form-urlencoded"), (b"csrf=", "application/x-www-form-urlencoded"), (b"{}", "text/plain")):
                code, _, _ = ask(hub, method, path, {"Cookie": cookie(states[role]), "Content-Type": kind}, body)
                assert code in (400, 403, 404), f"{method} {path} as {role}: {code}"


def test_long_headers(hub):
    for data in (
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: " + b"a" * (1 << 20) + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"".join(b"X-%d: a\r\n" % i for i in range(20_000)) + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: " + b"; ".join(b"c%d=v" % i for i in range(5_000)) + b"\r\n\r\n",
    ):
        assert status(send(hub, data)) in (None, 303, 400, 413, 431)


def test_two_lengths(hub):
    """What two servers would read differently is read by neither: no second request is smuggled in a first."""
    for head in (
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 4\r\nContent-Length: 6\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"Transfer-Encoding : chunked\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: 99999999999999999999\r\n",
    ):
        answer = send(
            hub, b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\n" + head + b"\r\n0\r\n\r\nGET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
        )
        assert answer.count(b'"status":"ok"') == 0, head


def test_headers_on_what_cannot_be_read(hub):
    """Answered below the pages, and looking the same."""
    end = b"Host: localhost\r\nConnection: close\r\n"
    for request in (
        b"FOO / HTTP/1.1\r\n" + end + b"\r\n",
        b"TRACE / HTTP/1.1\r\n" + end + b"\r\n",
        b"CONNECT localhost:1 HTTP/1.1\r\n" + end + b"\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n" + end + b"\r\n",
        b"GET / HTTP/1.1\r\n" + end + b"X A: b\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + end + b"X-A: " + b"a" * 100_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + end + b"".join(b"X-%d: a\r\n" % i for i in range(200)) + b"\r\n",
        b"POST /sign-in HTTP/1.1\r\n" + end + b"Content-Length: 4\r\nContent-Length: 6\r\n\r\nabcdef",
        b"POST /sign-in HTTP/1.1\r\n" + end + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ):
        answer = send(hub, request).lower()
        assert status(answer.replace(b"http/1.1", b"HTTP/1.1", 1)), request[:40]
        for name, value in WANTED.items():
            assert f"{name}: {value}".lower().encode() in answer, f"{request[:40]}: no {name}"


def test_a_form_packed_or_of_another_kind(hub):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert ask(hub, "POST", "/sign-in", {**form, "Content-Encoding": "gzip"}, b"\x1f\x8b\x08\x00")[0] == 400
    assert ask(hub, "POST", "/sign-in", form, b"&".join(b"a=b" for _ in range(100_000)))[0] == 400
    assert ask(hub, "POST", "/sign-in", form, b"a=" + b"b" * (10 << 20))[0] in (None, 413)


def test_long_bodies(hub, states):
    before = memory(hub)
    for headers in ({}, {"Cookie": cookie(states["analyst"])}):
        for path in ("/sign-in", "/account/password", "/nowhere"):
            code, _, _ = ask(hub, "POST", path, {"Content-Type": "application/x-www-form-urlencoded", **headers}, b"name=" + b"a" * (8 << 20))
            assert code in (None, 303, 400, 403, 404, 413), f"{path}: {code}"
    many = b"&".join(b"a%d=b" % i for i in range(50_000))
    assert ask(hub, "POST", "/sign-in", {"Content-Type": "application/x-www-form-urlencoded"}, many)[0] in (400, 413)
    assert memory(hub) - before < 150, f"{before} → {memory(hub)} MiB"


def test_malformed_forms(hub):
    for body in (b"name=%", b"name=%zz", b"name=%ff%fe", b"name=a%00b", b"\xff\xfe=1", b"=", b"&&&&", b"name=" + b"%41" * 5_000):
        code, answered, _ = ask(hub, "POST", "/sign-in", {"Content-Type": "application/x-www-form-urlencoded"}, body)
        assert code in (400, 422), f"{body[:30]}: {code}"
    for kind in ("multipart/form-data; boundary=x", "application/json", "text/xml", "x" * 5_000):
        assert ask(hub, "POST", "/sign-in", {"Content-Type": kind}, b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>")[0] in (400, 415, 422)


def test_slow_clients_hold_nobody_up(hub):
    slow = [tls(hub) for _ in range(100)]
    try:
        for place, connection in enumerate(slow):
            if place % 2:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: loc")
            else:
                connection.sendall(b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nname=")
        began = time.monotonic()
        for _ in range(10):
            assert is_well(hub)
            assert ask(hub, "GET", "/sign-in")[0] == 200
        assert time.monotonic() - began < 10
    finally:
        for connection in slow:
            connection.close()


def test_rapid_resets(hub):
    """HTTP/2 streams begun and reset at once, as of CVE-2023-44487."""
    import h2.config
    import h2.connection
    import h2.exceptions

    before = memory(hub)
    for _ in range(3):
        with tls(hub, ("h2",)) as connection:
            if connection.selected_alpn_protocol() != "h2":
                pytest.skip("no HTTP/2")
            session = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True))
            session.initiate_connection()
            connection.sendall(session.data_to_send())
            try:
                for _ in range(3_000):
                    stream = session.get_next_available_stream_id()
                    session.send_headers(
                        stream, [(":method", "GET"), (":path", "/sign-in"), (":scheme", "https"), (":authority", "localhost")], end_stream=True
                    )
                    session.reset_stream(stream)
                    connection.sendall(session.data_to_send())
            except (OSError, h2.exceptions.ProtocolError):
                pass
        assert is_well(hub)
    assert memory(hub) - before < 150, f"{before} → {memory(hub)} MiB"


def test_log_tells_nothing(hub):
    """What was asked for stands in no log: an address may hold what is somebody's."""
    ask(hub, "GET", "/requests/zzsecretpath?who=zzsecretquery", {"X-Secret": "zzsecretheader", "User-Agent": "zzsecretagent"})
    ask(hub, "POST", "/sign-in", {"Content-Type": "application/x-www-form-urlencoded"}, b"name=zzsecretname&password=zzsecretpassword")
    assert "zzsecret" not in hub.log()

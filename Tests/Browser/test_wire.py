"""HTTP/1.1 that means harm, byte by byte: what two servers would read differently, names that are not the hub's, methods and headers that nothing here
has a use for. Each is refused shortly or ignored, with every header of safety, and others are served meanwhile."""

import re
import time
from urllib.parse import quote

import pytest

from raw import ask, cookie, goes_on, send, status
from test_hostile import WANTED, routes

END = b"Host: localhost\r\nConnection: close\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
NEXT = b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
OK = b'"status":"ok"'


attacked = pytest.fixture(autouse=True)(goes_on)


def is_safe(answer):
    """True where every answer in those bytes has the headers of safety."""
    answer = answer.lower()
    return all(answer.count(f"\r\n{name}: {value}".lower().encode()) >= answer.count(b"http/1.1 ") for name, value in WANTED.items())


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 4, 4\r\n",
        b"Content-Length: +4\r\n",
        b"Content-Length: 0x4\r\n",
        b"Content-Length: 4 4\r\n",
        b"Content-Length: 4\r\n 4\r\n",
        b"Content-Length:\r\n",
        b"Content-Length: 4\x0b\r\n",
        b"Content_Length: 4\r\nContent-Length : 4\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Transfer-Encoding: gzip, chunked\r\nContent-Length: 4\r\n",
        b"Transfer-Encoding: \x0bchunked\r\n",
        b"Transfer-Encoding:\r\n chunked\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        b"transfer-encoding: identity\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        b"X: y\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        b"X: y\rTransfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        b"X: y\0\r\nContent-Length: 4\r\nContent-Length: 5\r\n",
        b": y\r\nContent-Length: 4\r\nContent-Length: 5\r\n",
        b"\r\nContent-Length: 4\r\n",
    ],
)
def test_lengths_that_two_would_read_differently(hub, head):
    """Whatever is made of the first request, what stands in its body is never answered as a second one."""
    body = b"0\r\n\r\n" + NEXT
    answer = send(hub, b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\n" + FORM + head + b"\r\n" + body)
    # Where the head ends early or the length is read as 0, the rest is no body but a request of its own, and begins with "0": nothing can be smuggled
    # in what everybody reads so.
    assert answer.count(OK) == 0, head
    assert is_safe(answer), head


@pytest.mark.parametrize(
    "body, isRead",
    [
        (b"6;a=b\r\nname=x\r\n0\r\n\r\n", True),
        (b"6;a=\"b\r\n\"\r\nname=x\r\n0\r\n\r\n", False),
        (b"6;a\nname=x\r\n0\r\n\r\n", False),
        (b"6\nname=x\n0\n\n", False),
        (b"6\r\nname=xx\r\n0\r\n\r\n", False),
        (b" 6\r\nname=x\r\n0\r\n\r\n", False),
        (b"0x6\r\nname=x\r\n0\r\n\r\n", False),
        (b"+6\r\nname=x\r\n0\r\n\r\n", False),
        (b"-6\r\nname=x\r\n0\r\n\r\n", False),
        (b"6_0\r\nname=x\r\n0\r\n\r\n", False),
        (b"FFFFFFFFFFFFFFFFF6\r\nname=x\r\n0\r\n\r\n", False),
        (b"0000000000000000000000000000000000006\r\nname=x\r\n0\r\n\r\n", None),
        (b"6\r\nname=x\r\n0\r\nContent-Length: 4\r\nHost: evil.example\r\n\r\n", None),
        (b"6\r\nname=x\r\n0\r\nGET /health HTTP/1.1\r\n\r\n", False),
    ],
)
def test_chunks(hub, body, isRead):
    """Chunks that everybody reads alike are read; those that another would read differently end the connection. None hides a second request."""
    answer = send(hub, b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\n" + FORM + b"Transfer-Encoding: chunked\r\n\r\n" + body + NEXT)
    assert status(answer) in (None, 400, 413, 422) and is_safe(answer)
    if isRead is not None:
        assert answer.count(OK) == (1 if isRead else 0), body


def test_endless_chunk_extensions_and_trailers(hub):
    for part in (b"6;" + b"a" * (4 << 20), b"6\r\nname=x\r\n0\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(100_000))):
        answer = send(hub, b"POST /sign-in HTTP/1.1\r\n" + END + FORM + b"Transfer-Encoding: chunked\r\n\r\n" + part)
        assert status(answer) in (None, 400, 413, 422, 431), part[:20]


def test_many_requests_at_once(hub):
    """A thousand in one go are answered in turn, each once."""
    many = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n" * 1_000 + NEXT
    answer = send(hub, many, most=4 << 20)
    assert answer.count(OK) == 1_001 and is_safe(answer)


@pytest.mark.parametrize(
    "request_line, host, wanted",
    [
        (b"GET / HTTP/1.1", b"Host: localhost\r\nHost: localhost\r\n", (303, 400)),
        (b"GET / HTTP/1.1", b"Host: localhost\r\nHost: evil.example\r\n", (400,)),
        (b"GET / HTTP/1.1", b"Host: evil.example\r\nhOsT: localhost\r\n", (400,)),
        (b"GET / HTTP/1.1", b"Host: localhost\r\n evil.example\r\n", (None, 303, 400)),
        (b"GET / HTTP/1.1", b"Host: evil.example@localhost\r\n", (303, 400)),
        (b"GET / HTTP/1.1", b"Host: localhost, evil.example\r\n", (303, 400)),
        (b"GET / HTTP/1.1", b"Host: \r\n", (303, 400)),
        (b"GET https://localhost/health HTTP/1.1", b"Host: localhost\r\n", (200,)),
        # An address in full is asked for as its path (RFC 9112, 3.2.2); nothing here goes by the name in it.
        (b"GET https://evil.example/health HTTP/1.1", b"Host: localhost\r\n", (200, 400)),
        (b"GET http://evil.example:80 HTTP/1.1", b"Host: localhost\r\n", (303, 400)),
        (b"GET evil.example:443 HTTP/1.1", b"Host: localhost\r\n", (400,)),
        (b"GET health HTTP/1.1", b"Host: localhost\r\n", (400,)),
        (b"GET ftp://localhost/health HTTP/1.1", b"Host: localhost\r\n", (200, 400)),
        (b"GET * HTTP/1.1", b"Host: localhost\r\n", (400, 404)),
        (b"OPTIONS * HTTP/1.1", b"Host: localhost\r\n", (400, 404, 405)),
        (b"CONNECT evil.example:443 HTTP/1.1", b"Host: localhost\r\n", (400, 404, 405)),
        (b"GET //evil.example/health HTTP/1.1", b"Host: localhost\r\n", (303, 404)),
        (b"GET /health", b"", (None, 400)),
        (b"GET /health HTTP/1.1 HTTP/1.1", b"Host: localhost\r\n", (None, 400)),
        (b"GET  /health HTTP/1.1", b"Host: localhost\r\n", (None, 200, 400)),
        (b"GET /health\tHTTP/1.1", b"Host: localhost\r\n", (None, 400, 404)),
        (b"GET /heal\0th HTTP/1.1", b"Host: localhost\r\n", (None, 400)),
        (b"GET /heal\xff\xfeth HTTP/1.1", b"Host: localhost\r\n", (None, 400, 404)),
        (b"GET /health HTTP/1.2", b"Host: localhost\r\n", (None, 200, 400)),
        (b"GET /health HTTP/2.0", b"Host: localhost\r\n", (None, 400)),
        (b"GET /health HTTP/0.9", b"Host: localhost\r\n", (None, 200, 400)),
    ],
)
def test_targets_and_hosts(hub, request_line, host, wanted):
    answer = send(hub, request_line + b"\r\n" + host + b"Connection: close\r\n\r\n")
    assert status(answer) in wanted, f"{request_line} {host}: {answer[:80]}"
    assert is_safe(answer) and b"evil.example" not in answer


def test_an_upgrade_is_not_made(hub):
    for upgrade in (b"h2c", b"websocket", b"TLS/1.2"):
        answer = send(
            hub,
            b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: " + upgrade
            + b"\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            most=1,
        )
        assert status(answer) == 200 and is_safe(answer)


def test_expectations(hub):
    for expected in (b"100-continue", b"200-ok", b"a" * 1_000):
        answer = send(hub, b"POST /sign-in HTTP/1.1\r\n" + END + FORM + b"Content-Length: 6\r\nExpect: " + expected + b"\r\n\r\nname=x")
        assert re.search(rb"HTTP/1.1 (417|422|400) ", answer), answer[:80]


def test_head_on_every_page(hub, states):
    """The same as GET without the page, and nothing is changed or recorded by it."""
    faults = []
    for method, path, who in routes():
        if method != "GET":
            continue
        path = re.sub(r"{[^}]+}", "x1", path)
        for headers in ({}, {"Cookie": cookie(states["co-ordinator"])}):
            code, answered, body = ask(hub, "HEAD", path, headers)
            if body or code not in (200, 303, 400, 401, 403, 404, 405, 422, 429):
                faults.append(f"{path}: {code}, {len(body)} bytes")
            for name, value in WANTED.items():
                if not (answered.get(name) or "").startswith(value):
                    faults.append(f"{path} ({code}): {name} is {answered.get(name)}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("ranges", ["bytes=0-0", "bytes=-1", "bytes=5-1", "bytes=99999999999999999999-", "lines=1-2", "bytes=" + ",".join(f"{n}-{n}" for n in range(3_000))])
def test_ranges(hub, states, ranges):
    page = ask(hub, "GET", "/sign-in")[2].decode()
    for path in ("/sign-in", "/account", re.search(r'/assets/[^"]*govuk-frontend\.css', page)[0]):
        code, _, body = ask(hub, "GET", path, {"Range": ranges, "Cookie": cookie(states["analyst"])})
        assert code in (200, 206, 303, 416) and len(body) < 1 << 20


def test_cookies(hub, states):
    """Thousands of them, the session's among them, twice, and in odd forms: let in or not, and never as anybody else."""
    own = cookie(states["analyst"])
    other = cookie(states["operator"])
    name = own.split("=")[0]
    for sent in (
        "; ".join(f"c{n}=v" for n in range(3_000)) + "; " + own, own + "; " + "; ".join(f"c{n}=v" for n in range(3_000)), f"{own}; {name}=x",
        f"{name}=x; {own}", f'{name}="{own.split("=", 1)[1]}"', f"{name}={own.split('=', 1)[1]}; {name}={'a' * 5_000}", f"{name}=", f"{name}",
        f"={own}", f"{own}, {name}=x", own.upper(), own.replace("__Host-", "__host-"), own.replace("__Host-", ""), f"; ; ;{own};;",
    ):
        code, _, body = ask(hub, "GET", "/account", {"Cookie": sent})
        assert code in (200, 303, 400, 431), f"{sent[:60]}: {code}"
        assert b"t-byrne" not in body
    # Of two sessions at once neither is preferred by what comes first: nothing is opened.
    for sent in (f"{own}; {other}", f"{other}; {own}"):
        assert ask(hub, "GET", "/account", {"Cookie": sent})[0] == 303, sent[:60]


def test_nobody_says_where_they_come_from(hub, states):
    """Without a proxy in front no header counts: by another address the cookie would open nothing."""
    for name in ("X-Forwarded-For", "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP", "Forwarded", "Via"):
        for value in ("192.0.2.1", "for=192.0.2.1", "127.0.0.1, 192.0.2.1", "a" * 9_000):
            assert ask(hub, "GET", "/account", {"Cookie": cookie(states["analyst"]), name: value})[0] == 200, f"{name}: {value[:20]}"


def test_where_a_change_comes_from(hub, states):
    """A change with the right token of its session, said by the browser to come from elsewhere."""
    own = cookie(states["analyst"])
    token = re.search(rb'name="csrf" value="([^"]+)"', ask(hub, "GET", "/account", {"Cookie": own})[2])[1].decode()
    form = {"Cookie": own, "Content-Type": "application/x-www-form-urlencoded"}
    body = f"session=none&csrf={quote(token)}".encode()
    for headers in (
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "SAME-ORIGIN, cross-site"}, {"Sec-Fetch-Site": ""},
        {"Origin": "null"}, {"Origin": "https://evil.example"}, {"Origin": f"https://localhost:{hub.port}.evil.example"},
        {"Origin": "https://localhost"}, {"Origin": f"http://localhost:{hub.port}"}, {"Origin": ""},
        {"Origin": f"https://localhost:{hub.port}", "Sec-Fetch-Site": "cross-site"},
    ):
        assert ask(hub, "POST", "/account/sessions/end", {**form, **headers}, body)[0] in (400, 403), headers
    for headers in ({}, {"Origin": f"https://localhost:{hub.port}"}, {"Sec-Fetch-Site": "same-origin"}):
        assert ask(hub, "POST", "/account/sessions/end", {**form, **headers}, body)[0] == 303, headers


def test_forms_of_other_kinds(hub, states):
    own = cookie(states["analyst"])
    for kind in (
        "text/plain", "application/json", "application/x-www-form-urlencoded2", "multipart/form-data", "multipart/form-data; boundary=",
        "multipart/form-data; boundary=" + "a" * 3_000, "multipart/mixed; boundary=b", "application/x-www-form-urlencoded; charset=utf-16",
        "application/xml", "*/*", ";", "\t",
    ):
        code, _, _ = ask(hub, "POST", "/account/sessions/end", {"Cookie": own, "Content-Type": kind}, b"session=others&csrf=x")
        assert code in (400, 403, 415), f"{kind[:60]}: {code}"
    # All sessions are still there.
    assert ask(hub, "GET", "/account", {"Cookie": own})[0] == 200


@pytest.mark.parametrize(
    "name",
    ["\u202eelpmas", "a-shah\u0000", "a\u2010shah", "а-shah", "a-shah\u200b", "ａ－ｓｈａｈ", "A-SHAH\u0130", "a-shah\r\nX: y", "../a-shah", "a" * 100_000, "\ud7ff" * 500, "e\u0301" * 20_000],
)
def test_names_that_look_like_others(hub, name):
    """Nobody is let in, or told of, by a name that only looks like theirs."""
    code, answered, body = ask(
        hub, "POST", "/sign-in", {"Content-Type": "application/x-www-form-urlencoded"}, f"name={quote(name)}&password=violet-kettle-harbour-42".encode()
    )
    assert code in (400, 422) and not answered.get_all("set-cookie"), f"{name[:20]!r}: {code}"


@pytest.mark.parametrize("path", ["/sup%2fply", "/supplies%2fx", "/account%2ftokens", "/ACCOUNT", "/account/", "/account;a=b", "/account%00", "/./account", "/account/%2e", "/%61ccount"])
def test_another_way_to_write_an_address_opens_nothing(hub, path):
    """However it is written, it is not shown to somebody who is not signed in."""
    code, _, body = ask(hub, "GET", path)
    assert code in (303, 400, 404), f"{path}: {code}"
    assert b"a-shah" not in body


def test_queries_without_end(hub, states):
    own = {"Cookie": cookie(states["analyst"])}
    for query in ("a=" + "b" * 30_000, "&".join(f"a{n}=b" for n in range(4_000)), "a" * 31_000, "%" * 9_000, "=" * 20_000, "&" * 30_000, "[" * 9_000):
        for path in ("/explore", "/requests", "/audit", "/sign-in"):
            code, answered, _ = ask(hub, "GET", f"{path}?{query}", own)
            assert code is not None and code < 500, f"{path}?{query[:9]}: {code}"


def parts(*all, end=b"--b--\r\n"):
    return b"".join(b"--b\r\n" + head + b"\r\n\r\n" + body + b"\r\n" for head, body in all) + end


def test_forms_in_parts_without_end(hub, states):
    """A supplier's form of thousands of parts, of parts in parts, of headers and names without end: given up where it is too much, in little memory."""
    from test_bombs import token

    own = {"Cookie": cookie(states["data-supplier"])}
    page = ask(hub, "GET", "/supply", own)[2]
    what = re.search(rb'value="([^"]*police-recorded-crime-offence[^"]*)"', page)[1].decode()
    begun = f"what={quote(what)}&csrf={token(page)}".encode()
    job = ask(hub, "POST", "/supply", {**own, "Content-Type": "application/x-www-form-urlencoded"}, begun)[1]["location"]
    right = (b'Content-Disposition: form-data; name="csrf"', token(ask(hub, "GET", job, own)[2]).encode())
    file = b'Content-Disposition: form-data; name="file"; filename="a.csv"'
    for body, wanted in (
        (parts(right, *((b'Content-Disposition: form-data; name="a%d"' % n, b"b") for n in range(50_000))), (400, 413, 422)),
        (parts(right, (b"Content-Type: multipart/mixed; boundary=c\r\n" + b'Content-Disposition: form-data; name="x"', b"--c\r\n\r\n" * 50_000)), (303, 400, 413, 422)),
        (parts(right, (file + b"\r\nX-A: " + b"a" * (8 << 20), b"a")), (400, 413, 422)),
        (parts(right, (b'Content-Disposition: form-data; name="' + b"a" * (8 << 20) + b'"', b"a")), (400, 413, 422)),
        (parts(right, (b"X-A: b\r\n" * 200_000 + file, b"a")), (400, 413, 422)),
        (parts((right[0], b"a" * (8 << 20))), (403, 413)),
        (parts((file, b"a" * (8 << 20)), right), (403, 413)),
        (parts(right, right, right, (file, b""), end=b""), (303, 400, 422)),
        (b"a" * (8 << 20) + parts(right), (400, 403, 413)),
        (b"--b" * 1_000_000, (400, 403, 413)),
        (b"\r\n--b" * 1_000_000, (400, 403, 413)),
        (parts(right, (b'Content-Disposition: form-data; name="file"; filename="../../../../etc/passwd\0\xe2\x80\xae.csv"', b"a")), (303, 400, 422)),
        (b"", (400, 403)),
    ):
        began = time.monotonic()
        code, answered, _ = ask(hub, "POST", f"{job}/file", {**own, "Content-Type": "multipart/form-data; boundary=b"}, body)
        assert code is None or code in wanted, f"{body[:40]} ({len(body)}): {code}"
        assert time.monotonic() - began < 20 and "passwd" not in str(answered.items())
    ask(hub, "POST", f"{job}/cancel", {**own, "Content-Type": "application/x-www-form-urlencoded"}, b"csrf=" + right[1])

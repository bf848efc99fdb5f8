"""HTTP/2 that means harm: floods, what never ends, and what no rule allows. Each connection is answered or cut off; the hub goes on, as small as before."""

import re
import time

import pytest

from frames import *
from hub import SampleHub
from raw import ask, goes_on

SAFE = {"content-security-policy": "default-src 'self'", "x-content-type-options": "nosniff", "cache-control": "no-store", "referrer-policy": "no-referrer"}


attacked = pytest.fixture(autouse=True)(goes_on)


def flood(hub, data, times=300, first=b""):
    """True if the hub closes on so many of that, sent by one who reads nothing."""
    with Frames(hub) as connection:
        connection.send(first)
        for _ in range(times):
            if not connection.send(data):
                return True
        return connection.ends(5)


def test_an_ordinary_answer(hub):
    """What follows attacks what would work otherwise."""
    with Frames(hub) as connection:
        connection.send(head(1))
        headers, _ = connection.answer(1)
        assert headers[":status"] == "200"


@pytest.mark.parametrize(
    "data",
    [
        frame(SETTINGS, 0, 0, setting(4, 65_535)) * 200,
        frame(SETTINGS) * 200,
        frame(PING, 0, 0, bytes(8)) * 200,
        frame(PRIORITY, 0, 3, bytes(5)) * 200,
        head(1, end=False) + frame(DATA, 0, 1) * 5_000,
        frame(HEADERS, 0, 1, fields(*HEAD)) + frame(CONTINUATION, 0, 1, field("x-a", "a" * 1_000)) * 200,
        frame(HEADERS, 0, 1, fields(*HEAD)) + frame(CONTINUATION, 0, 1) * 5_000,
    ],
    ids=["settings", "empty settings", "pings", "priorities", "empty data", "continuations", "empty continuations"],
)
def test_floods(hub, data):
    assert flood(hub, data)


def test_streams_reset_by_the_hub_itself(hub):
    """As of CVE-2025-8671: the client breaks a rule of each stream, so that the hub resets it and is still at work for it."""
    for wrong in (lambda stream: frame(WINDOW, 0, stream, bytes(4)), lambda stream: frame(WINDOW, 0, stream, (0x7FFFFFFF).to_bytes(4, "big"))):
        with Frames(hub) as connection:
            isClosed = False
            for stream in range(1, 20_001, 2):
                if not connection.send(head(stream, path("/sign-in")) + wrong(stream)):
                    isClosed = True
                    break
            assert isClosed or connection.ends(5)


def test_more_streams_than_allowed(hub):
    with Frames(hub) as connection:
        opened = b"".join(head(stream, path("/sign-in", "POST") + field("content-type", "application/x-www-form-urlencoded"), end=False) for stream in range(1, 2_001, 2))
        connection.send(opened)
        frames = connection.read(3, lambda frames: any(one[0] == GOAWAY for one in frames))
        refused = sum(one[0] == RESET for one in frames)
        assert connection.isClosed or any(one[0] == GOAWAY for one in frames) or refused >= 800, f"{refused}"


@pytest.mark.parametrize(
    "block",
    [
        path("/health") + b"".join(field(f"x-{n}", "a") for n in range(400)),
        path("/health") + b"".join(field("x-a", "a") for n in range(400)),
        path("/health") + field("x-a", "a" * 15_000),
        path("/" + "a" * 15_000),
        path("/health?" + "a" * 14_000),
    ],
    ids=["many fields", "one field many times", "a long field", "a long path", "a long query"],
)
def test_heads_too_large(hub, block):
    with Frames(hub) as connection:
        connection.send(head(1, block))
        headers, isEnded = connection.answer(1)
        assert isEnded
        if headers:
            assert headers[":status"] in ("404", "414", "431", "200")
            assert all(headers.get(name, "").startswith(value) for name, value in SAFE.items()), headers


def test_hpack_bombs(hub):
    """A long field put into the table once, and named thousands of times: small on the wire, mebibytes in the memory."""
    long = b"\x40" + number(3, 7) + b"x-a" + number(4_000, 7) + b"a" * 4_000
    with Frames(hub) as connection:
        connection.send(head(1, path("/health") + long))
        connection.answer(1)
        for stream in range(3, 43, 2):
            if not connection.send(head(stream, path("/health") + b"\xbe" * 12_000)):
                break
        for one in connection.read(5):
            assert one[0] != HEADERS or connection.decoder.decode(one[3])[0] == (":status", "431")


@pytest.mark.parametrize(
    "block",
    [
        path("/health") + b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f",
        path("/health") + b"\xfe",
        path("/health") + b"\x00\x83\xff\xff\xff\x01a",
        path("/health") + b"\x3f\xe1\xff\xff\xff\x0f",
        path("/health") + b"\x00\x7f\xff\xff\xff\xff\x0f",
        b"\x80",
    ],
    ids=["an index without end", "an index of nothing", "wrong Huffman", "a table of gibibytes", "a length of gibibytes", "index 0"],
)
def test_hpack_that_cannot_be_read(hub, block):
    with Frames(hub) as connection:
        connection.send(head(1, block))
        headers, isEnded = connection.answer(1)
        assert isEnded and headers is None


METHOD, SCHEME, AUTHORITY = (":method", "GET"), (":scheme", "https"), (":authority", "localhost")
FORM = ("content-type", "application/x-www-form-urlencoded")
SIGN_IN = ((":method", "POST"), (":path", "/sign-in"), SCHEME, AUTHORITY, FORM)


@pytest.mark.parametrize(
    "pairs",
    [
        (METHOD, SCHEME, AUTHORITY),
        ((":path", "/health"), SCHEME, AUTHORITY),
        (METHOD, (":path", ""), SCHEME, AUTHORITY),
        (METHOD, (":path", "health"), SCHEME, AUTHORITY),
        (METHOD, (":path", "/health"), (":path", "/account"), SCHEME, AUTHORITY),
        (METHOD, METHOD, (":path", "/health"), SCHEME, AUTHORITY),
        (("x-a", "b"), METHOD, (":path", "/health"), SCHEME, AUTHORITY),
        (METHOD, (":path", "/health"), SCHEME, AUTHORITY, (":status", "200")),
        (METHOD, (":path", "/health"), SCHEME, AUTHORITY, (":nothing", "a")),
        (METHOD, (":path", "/health"), SCHEME, AUTHORITY, ("X-Upper", "a")),
        (METHOD, (":path", "/health"), SCHEME, AUTHORITY, ("connection", "close")),
        (METHOD, (":path", "/health"), SCHEME, AUTHORITY, ("transfer-encoding", "chunked")),
        (METHOD, (":path", "/health"), SCHEME, AUTHORITY, ("upgrade", "websocket")),
        (METHOD, (":path", "/health"), SCHEME, AUTHORITY, ("te", "gzip")),
        (METHOD, (":path", "/health HTTP/1.1\r\nx: y"), SCHEME, AUTHORITY),
        (METHOD, (":path", "/health\0"), SCHEME, AUTHORITY),
        (METHOD, (":path", b"/health\xff\xfe"), SCHEME, AUTHORITY),
        (METHOD, (":path", "/health"), SCHEME, AUTHORITY, ("x-a", "a\r\nset-cookie: b=c")),
        (METHOD, (":path", "/health"), SCHEME, AUTHORITY, ("x-a", "a\0b")),
        (METHOD, (":path", "/health"), SCHEME, AUTHORITY, ("x a", "b")),
        (METHOD, (":path", "/health"), SCHEME, AUTHORITY, ("", "b")),
        (METHOD, (":path", "/health"), (":scheme", "ftp"), AUTHORITY),
        (METHOD, (":path", "/health"), SCHEME, (":authority", "evil.example")),
        (METHOD, (":path", "/health"), SCHEME, (":authority", "")),
        (METHOD, (":path", "/health"), SCHEME, AUTHORITY, ("host", "evil.example")),
        (METHOD, (":path", "*"), SCHEME, AUTHORITY),
        (METHOD, (":path", "https://evil.example/"), SCHEME, AUTHORITY),
        ((":method", "CONNECT"), AUTHORITY),
        ((":method", "CONNECT"), (":protocol", "websocket"), (":path", "/"), SCHEME, AUTHORITY),
        ((":method", "G{T"), (":path", "/health"), SCHEME, AUTHORITY),
        ((":method", ""), (":path", "/health"), SCHEME, AUTHORITY),
        ((":method", "TRACE"), (":path", "/health"), SCHEME, AUTHORITY),
        (*SIGN_IN, ("content-length", "5"), ("content-length", "6")),
        (*SIGN_IN, ("content-length", "-5")),
        (*SIGN_IN, ("content-length", "99999999999999999999")),
    ],
    ids=lambda pairs: repr(pairs)[:60],
)
def test_fields_that_no_rule_allows(hub, pairs):
    with Frames(hub) as connection:
        connection.send(head(1, fields(*pairs)))
        headers, isEnded = connection.answer(1)
        assert isEnded, "neither answered nor ended"
        if headers:
            assert headers[":status"] < "500" and "set-cookie" not in headers
            target = dict(pairs).get(":path")
            named = {value for name, value in pairs if name in (":authority", "host")}
            if len(named) > 1 or target and not str(target).startswith(("/", "*", "b'/")):
                assert headers[":status"] == "400"
            assert all(headers.get(name, "").startswith(value) for name, value in SAFE.items()), headers


@pytest.mark.parametrize(
    "data",
    [
        frame(DATA, 0, 1, b"a"),
        frame(HEADERS, END_HEADERS, 2, fields(*HEAD)),
        head(0),
        head(3) + head(1),
        frame(WINDOW, 0, 0, bytes(4)),
        frame(WINDOW, 0, 0, (0x7FFFFFFF).to_bytes(4, "big")),
        frame(WINDOW, 0, 0, bytes(3)),
        frame(PROMISE, END_HEADERS, 1, (2).to_bytes(4, "big") + fields(*HEAD)),
        frame(SETTINGS, 0, 1),
        frame(SETTINGS, 0, 0, bytes(5)),
        frame(SETTINGS, ACK, 0, setting(1, 0)),
        frame(SETTINGS, 0, 0, setting(4, 0xFFFFFFFF)),
        frame(SETTINGS, 0, 0, setting(5, 1)),
        frame(SETTINGS, 0, 0, setting(2, 2)),
        frame(PING, 0, 0, bytes(7)),
        frame(PING, 0, 1, bytes(8)),
        frame(RESET, 0, 0, bytes(4)),
        frame(RESET, 0, 1, bytes(4)),
        frame(CONTINUATION, END_HEADERS, 1, fields(*HEAD)),
        frame(HEADERS, 0, 1, fields(*HEAD)) + frame(DATA, 0, 1, b"a"),
        frame(HEADERS, END_HEADERS | PADDED, 1, b"\xff" + fields(*HEAD)),
        (1 << 20).to_bytes(3, "big") + bytes((DATA, 0)) + (1).to_bytes(4, "big") + bytes(1 << 20),
    ],
    ids=lambda data: data[:14].hex(),
)
def test_frames_that_no_rule_allows(hub, data):
    with Frames(hub) as connection:
        connection.send(data)
        frames = connection.read(5, lambda frames: any(one[0] == GOAWAY for one in frames))
        assert connection.isClosed or any(one[0] in (GOAWAY, RESET) for one in frames)


@pytest.mark.parametrize("preface", [b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n", bytes(24)])
def test_no_preface(hub, preface):
    with Frames(hub, preface=preface) as connection:
        assert connection.ends(5)


def test_a_body_other_than_said(hub):
    """The length of what comes and what was said of it: none is believed where they differ."""
    for said, body in (("3", b"name=abc"), ("30", b"name=abc"), ("0", b"name=abc")):
        with Frames(hub) as connection:
            connection.send(head(1, fields(*SIGN_IN, ("content-length", said)), end=False) + frame(DATA, END_STREAM, 1, body))
            headers, isEnded = connection.answer(1)
            assert isEnded and (headers is None or headers[":status"] == "400"), f"{said}: {headers}"


@pytest.fixture(scope="module")
def impatient():
    """A hub with little patience, so that what waits long can be waited for."""
    hub = SampleHub("connections:\n  head: 2\n  idle: 2\n  body: 1\n  answer: 2\n  form: 4\n")
    try:
        hub.make_empty()
        hub.serve()
        yield hub
    finally:
        hub.close()


def stylesheet(hub):
    return re.search(r'/assets/[^"]*govuk-frontend\.css', ask(hub, "GET", "/sign-in")[2].decode())[0]


@pytest.mark.parametrize("drip", [False, True], ids=["nothing", "a byte at a time"])
@pytest.mark.parametrize("where", ["/health", "/sign-in", None], ids=["some bytes", "a page", "a file"])
def test_whoever_takes_no_answer_is_cut_off(impatient, where, drip):
    """Windows of no byte, or of one now and then: however small the answer that waits, it does not wait for ever."""
    with Frames(impatient, setting(4, 0)) as connection:
        streams = range(1, 101, 2)
        connection.send(b"".join(head(stream, path(where or stylesheet(impatient))) for stream in streams))
        end = time.monotonic() + 15
        while not connection.isClosed and time.monotonic() < end:
            connection.read(1)
            if drip:
                connection.send(b"".join(frame(WINDOW, 0, stream, (1).to_bytes(4, "big")) for stream in streams))
        assert connection.isClosed


def test_an_answer_that_is_taken_in_time_is_whole(impatient):
    """A slow and steady reader has everything, in longer than any one part may take."""
    where = stylesheet(impatient)
    whole = ask(impatient, "GET", where)[2]
    with Frames(impatient, setting(4, 4_000)) as connection:
        connection.send(head(1, path(where)))
        taken, began, ended = 0, time.monotonic(), False
        while not connection.isClosed and not ended and time.monotonic() - began < 30:
            for kind, flags, _, payload in connection.read(0.1):
                taken += len(payload) if kind == DATA else 0
                ended = ended or kind == DATA and bool(flags & END_STREAM)
            connection.send(frame(WINDOW, 0, 1, (4_000).to_bytes(4, "big")) + frame(WINDOW, 0, 0, (4_000).to_bytes(4, "big")))
        assert ended and taken == len(whole)
        assert time.monotonic() - began > 2


@pytest.mark.parametrize(
    "data",
    [b"", frame(PING, 0, 0, bytes(8)), frame(HEADERS, 0, 1, fields(*HEAD)), frame(WINDOW, 0, 0, (1).to_bytes(4, "big"))],
    ids=["nothing", "pings", "half a head", "windows"],
)
def test_a_connection_without_a_request_is_closed(impatient, data):
    with Frames(impatient) as connection:
        end = time.monotonic() + 10
        while not connection.isClosed and time.monotonic() < end:
            connection.send(data)
            connection.read(0.5)
        assert connection.isClosed


@pytest.mark.parametrize("drip", [b"", frame(DATA, 0, 1, b"a"), frame(DATA, PADDED, 1, b"\xff" + bytes(255))], ids=["nothing", "bytes", "padding"])
def test_a_body_by_drops_is_cut_off(impatient, drip):
    with Frames(impatient) as connection:
        connection.send(head(1, fields(*SIGN_IN), end=False))
        end, status = time.monotonic() + 15, None
        while not connection.isClosed and time.monotonic() < end:
            connection.send(drip)
            for kind, _, _, payload in connection.read(0.5):
                status = dict(connection.decoder.decode(payload))[":status"] if kind == HEADERS else status
        assert connection.isClosed and status in (None, "408", "413")

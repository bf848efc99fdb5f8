"""HTTP/2 as no browser speaks it: frames over TLS, one by one (RFC 9113)."""

import ssl
import time

import hpack

from raw import tls

DATA, HEADERS, PRIORITY, RESET, SETTINGS, PROMISE, PING, GOAWAY, WINDOW, CONTINUATION = range(10)
END_STREAM, END_HEADERS, ACK, PADDED = 0x1, 0x4, 0x1, 0x8
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
HEAD = ((":method", "GET"), (":path", "/health"), (":scheme", "https"), (":authority", "localhost"))


def frame(kind, flags=0, stream=0, payload=b""):
    return len(payload).to_bytes(3, "big") + bytes((kind, flags)) + stream.to_bytes(4, "big") + payload


def setting(number, value):
    return number.to_bytes(2, "big") + value.to_bytes(4, "big")


def field(name, value):
    """A field in HPACK as it stands: no table, no check of what is in it."""

    def text(data):
        data = data if isinstance(data, bytes) else data.encode()
        return number(len(data), 7) + data

    return b"\x00" + text(name) + text(value)


def number(value, bits):
    most = (1 << bits) - 1
    if value < most:
        return bytes((value,))
    out, value = bytes((most,)), value - most
    while value > 127:
        out, value = out + bytes((value & 127 | 128,)), value >> 7
    return out + bytes((value,))


def fields(*pairs):
    return b"".join(field(name, value) for name, value in pairs)


def path(where, method="GET"):
    return fields((":method", method), (":path", where), (":scheme", "https"), (":authority", "localhost"))


def head(stream, block=None, end=True):
    return frame(HEADERS, END_HEADERS | (END_STREAM if end else 0), stream, fields(*HEAD) if block is None else block)


class Frames:
    """A connection of HTTP/2. What was sent stays sent: `send` says only whether the hub still takes any."""

    def __init__(self, hub, settings=b"", preface=PREFACE):
        self.socket = tls(hub, ("h2",))
        assert self.socket.selected_alpn_protocol() == "h2"
        self.decoder, self.rest = hpack.Decoder(), b""
        self.isClosed = False
        if preface:
            self.send(preface + frame(SETTINGS, 0, 0, settings))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data, within=5):
        """False once the hub has closed, or takes nothing for so many seconds."""
        try:
            self.socket.settimeout(within)
            self.socket.sendall(data)
            return True
        except (OSError, ssl.SSLError):
            return False

    def read(self, seconds, until=lambda frames: False):
        """Frames that come in that time: (kind, flags, stream, payload)."""
        frames, end = [], time.monotonic() + seconds
        while not self.isClosed and not until(frames) and (left := end - time.monotonic()) > 0:
            try:
                self.socket.settimeout(left)
                part = self.socket.recv(1 << 16)
                self.isClosed = not part
                self.rest += part
            except TimeoutError:
                break
            except (OSError, ssl.SSLError):
                self.isClosed = True
            while len(self.rest) >= 9 and len(self.rest) >= 9 + (length := int.from_bytes(self.rest[:3], "big")):
                kind, flags, stream = self.rest[3], self.rest[4], int.from_bytes(self.rest[5:9], "big") & 0x7FFFFFFF
                frames.append((kind, flags, stream, self.rest[9 : 9 + length]))
                self.rest = self.rest[9 + length :]
        return frames

    def answer(self, stream, seconds=10):
        """(headers or None, whether the stream or the connection was ended without them)."""
        frames = self.read(seconds, lambda frames: any(of(one, stream) for one in frames))
        headers = None
        for kind, _, where, payload in frames:
            if kind == HEADERS:
                decoded = dict(self.decoder.decode(payload))
                headers = decoded if where == stream else headers
        return headers, self.isClosed or any(of(one, stream) for one in frames)

    def ends(self, seconds):
        """True if the hub closes within that time, whatever it says first."""
        self.read(seconds)
        return self.isClosed


def of(one, stream):
    """True for a frame that settles what becomes of a stream."""
    kind, _, where, _ = one
    return kind == GOAWAY or where == stream and kind in (HEADERS, RESET)

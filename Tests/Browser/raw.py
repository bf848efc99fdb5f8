"""Requests as no browser sends them: bytes over TLS, answers as they come."""

import http.client
import socket
import ssl
import time


def tls(hub, protocols=("http/1.1",)):
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(list(protocols))
    plain = socket.create_connection(("127.0.0.1", hub.port), timeout=20)
    return context.wrap_socket(plain, server_hostname="localhost")


def send(hub, data, most=1 << 20):
    """The whole answer to those bytes, until the hub closes or is silent; empty where it only closes."""
    answer = b""
    with tls(hub) as connection:
        try:
            connection.sendall(data)
            connection.settimeout(5)
            while len(answer) < most:
                part = connection.recv(65536)
                if not part:
                    break
                answer += part
        except (ConnectionError, TimeoutError, ssl.SSLError, OSError):
            pass
    return answer


def status(answer):
    """The status of an answer; None where the connection was closed without one."""
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else None


def ask(hub, method, target, headers=None, body=None):
    """(status, headers, body) by http.client, which sends the target as it stands."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", hub.port, context=context, timeout=60)
    connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
    for name, value in {"Host": f"localhost:{hub.port}", **(headers or {})}.items():
        connection.putheader(name, value)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    try:
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    except (ConnectionError, http.client.HTTPException, ssl.SSLError):
        return None, {}, b""
    finally:
        connection.close()


def cookie(state):
    """The Cookie header of a signed-in session."""
    return "; ".join(f"{one['name']}={one['value']}" for one in state["cookies"])


def is_well(hub):
    """True if the hub answers as if nothing had been."""
    code, _, body = ask(hub, "GET", "/health")
    return code == 200 and b'"ok"' in body


def begin_peak(hub):
    """Forgets the most memory the server had, so that what comes is measured by itself."""
    with open(f"/proc/{hub.server.pid}/clear_refs", "w") as refs:
        refs.write("5")


def memory(hub):
    """The most memory the server ever had, or had since `begin_peak`, in MiB."""
    for line in open(f"/proc/{hub.server.pid}/status"):
        if line.startswith("VmHWM"):
            return int(line.split()[1]) // 1024
    raise AssertionError("no VmHWM")


def goes_on(hub):
    """Around an attack: others are served as quickly as ever, and little more is held than before."""
    begin_peak(hub)
    before = memory(hub)
    yield
    began = time.monotonic()
    assert is_well(hub), "the hub does not answer any more"
    assert time.monotonic() - began < 3
    assert memory(hub) - before < 100, f"{before} → {memory(hub)} MiB"

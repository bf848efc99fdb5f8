"""Sends a file to the hub as a supplier's browser does: in parts of 8 MiB, over one connection, no faster than asked. A process of its own, so that it
takes nothing from the one that measures. Reads what to do as JSON from its input, and says as JSON what came of it."""
import http.client
import json
import ssl
import sys
import time

PART, BLOCK = 8 << 20, 128 << 10


def main():
    order = json.load(sys.stdin)
    tls = ssl.create_default_context()
    tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", order["port"], context=tls, timeout=300)
    size, pace = order["size"], order["seconds"]
    began, sent, status = time.monotonic(), 0, 0

    def blocks(file, count):
        nonlocal sent
        while count > 0:
            block = file.read(min(BLOCK, count))
            if not block:
                file.seek(0)
                continue
            count -= len(block)
            sent += len(block)
            wait = began + pace * sent / size - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            yield block

    with open(order["file"], "rb") as file:
        while sent < size:
            first, last = sent, min(sent + PART, size) - 1
            connection.request(
                "PUT", order["path"], body=blocks(file, last - first + 1),
                headers={
                    "Host": f"localhost:{order['port']}", "Cookie": order["cookie"], "X-CSRF": order["csrf"], "Content-Length": str(last - first + 1),
                    "Content-Range": f"bytes {first}-{last}/{size}", "Content-Type": "application/octet-stream",
                },
            )  # fmt: skip
            answer = connection.getresponse()
            status, body = answer.status, answer.read()
            if status != 200:
                break
    print(json.dumps({
        "bytes": sent, "seconds": time.monotonic() - began, "status": status, "said": body.decode("utf-8", "replace")[:300],
        "processor": time.process_time(),
    }))  # fmt: skip


main()

#!/usr/bin/env python3
"""Measures the hub at work: two million records, five hundred people signed in, a hundred requests a second over TLS, and a gibibyte coming in.

Requests are sent when their time comes, whether or not those before are answered, and each is timed from the moment it was due: a server that stalls
is charged for everybody who waits (no coordinated omission). Uses Python's standard library alone; on the same machine, so what it takes is taken from the hub.

Usage: load.py [--rows N] [--people N] [--rate N] [--seconds N] [--keep FOLDER]   Writes Benchmarks/LOAD.md.
"""
import argparse
import asyncio
import concurrent.futures
import datetime
import os
import pathlib
import platform
import random
import re
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHAREWELL = pathlib.Path(os.environ.get("SHAREWELL", ROOT / ".build/release/sharewell"))
CRIME = "police-recorded-crime-offence"
PASSWORD = "violet-kettle-harbour-42"
# What people of a role ask for, and of a hundred requests how many are theirs.
MIX = {
    "analyst": (55, ["/", "/catalogue", f"/catalogue/{CRIME}", f"/explore/{CRIME}", f"/explore/{CRIME}", "/requests", "/help"]),
    "liaison-officer": (25, ["/", "/requests", "/catalogue", "/grants", "/supplies", "/duties"]),
    "data-supplier": (10, ["/", "/supplies", "/supply", "/catalogue"]),
    "auditor": (10, ["/", "/audit", "/destruction", "/agencies"]),
}  # fmt: skip


def note(text):
    print(text, file=sys.stderr, flush=True)


class Hub:
    """A hub with that many records and people, by the command line, served."""

    def __init__(self, folder):
        self.folder = folder
        self.environment = {
            **os.environ, "HOME": str(folder), "SHAREWELL_HUB": str(folder / "hub"), "SHAREWELL_GUIDANCE": str(ROOT / "Guidance"),
            "SHAREWELL_FACE": str(ROOT / "Face"),
        }  # fmt: skip
        self.server = None

    def run(self, *arguments):
        done = subprocess.run([str(SHAREWELL), *map(str, arguments)], env=self.environment, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"sharewell {' '.join(map(str, arguments))} ended with {done.returncode}:\n{done.stderr}{done.stdout}")
        return done.stdout

    def make(self, rows, people):
        passphrase = self.folder / "passphrase.txt"
        passphrase.write_text("correct horse battery staple of the load test\n")
        passphrase.chmod(0o600)
        places = ROOT / "Samples/places"
        self.run("init", "--partnership", "Luton Community Safety Partnership", "--passphrase-file", passphrase)
        for name in (
            "code-point-open-bedfordshire-2025-05.zip", "ons-postcode-lookup-bedfordshire-2022-05.csv.gz", "properties-bedfordshire-generated.csv",
            "lsoa-2011-bedfordshire.geojson", "wards-2013-bedfordshire.geojson",
        ):  # fmt: skip
            self.run("places", "import", places / name)
        self.run("agency", "add", "beds-police", "--name", "Bedfordshire Police", "--class", "police-force")
        self.run("agency", "add", "luton-council", "--name", "Luton Council", "--class", "council")
        self.run("protocol", "add", "isp", "--title", "Luton information sharing protocol")
        self.run("protocol", "sign", "isp", "--agency", "beds-police", "--agency", "luton-council")
        self.run("person", "add", "p-ellis", "--name", "P Ellis", "--agency", "beds-police", "--role", "data-supplier")
        parts = max(1, rows // 500_000)
        for part in range(parts):
            file = self.folder / f"records-{part}.csv"
            self.run(
                "sample", "--dataset", CRIME, "--rows", rows // parts, "--seed", part + 1, "--places", self.folder / "hub/places", "--to", file
            )
            self.run("supply", file, "--dataset", CRIME, "--from", "beds-police", "--as", "p-ellis")
            file.unlink()
            note(f"  {(part + 1) * (rows // parts):,} records are in")
        names = []
        for role, (share, _) in MIX.items():
            for number in range(max(1, people * share // 100)):
                names.append((f"{role}-{number}", role))

        def add(entry):
            name, role = entry
            agency = "luton-council" if role in ("analyst", "auditor") else "beds-police"
            datasets = ["--dataset", CRIME] if role in ("analyst", "liaison-officer") else []
            self.run("person", "add", name, "--name", f"Person {name}", "--agency", agency, "--role", role, *datasets)
            return name, role, self.run("person", "invite", name, "--registration", "level-3").strip()

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            self.people = list(pool.map(add, names))
        (self.folder / "hub/serving.yaml").write_text(
            "networks:\n  - range: 127.0.0.0/8\n    network: x.gsi\n    device: secure-premises\n    protected: true\n"
        )

    def serve(self):
        log = self.folder / "serve.log"
        self.server = subprocess.Popen(
            [str(SHAREWELL), "serve", "--port", "0"], env=self.environment, stdout=open(log, "w"), stderr=subprocess.STDOUT
        )
        for _ in range(600):
            found = re.search(r"Serving at https://[^:]+:(\d+)/", log.read_text())
            if found:
                self.port = int(found[1])
                return
            time.sleep(0.05)
        sys.exit(f"the server did not begin: {log.read_text()}")

    def memory(self, kind="VmHWM"):
        """MiB."""
        return int(re.search(rf"{kind}:\s+(\d+)", pathlib.Path(f"/proc/{self.server.pid}/status").read_text())[1]) / 1024

    def processor(self):
        """Seconds of processor it has used."""
        fields = pathlib.Path(f"/proc/{self.server.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self):
        if self.server:
            self.server.terminate()
            self.server.wait(20)
        subprocess.run([str(SHAREWELL), "seal"], env=self.environment, capture_output=True)


class Client:
    """Keep-alive connections over TLS, one request at a time on each; a further one is opened where all are busy."""

    def __init__(self, port):
        self.port, self.free = port, []
        self.tls = ssl.create_default_context()
        self.tls.check_hostname, self.tls.verify_mode = False, ssl.CERT_NONE
        self.opened = 0

    async def connection(self):
        while self.free:
            reader, writer, used = self.free.pop()
            if not writer.is_closing() and not reader.at_eof() and time.monotonic() - used < 20:
                return reader, writer
            writer.close()
        self.opened += 1
        return await asyncio.open_connection("127.0.0.1", self.port, ssl=self.tls, limit=1 << 22)

    async def ask(self, method, path, cookie="", body=b"", headers=""):
        """(status, head, body)"""
        reader, writer = await self.connection()
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost:{self.port}\r\nUser-Agent: load\r\n{headers}"
        if cookie:
            head += f"Cookie: {cookie}\r\n"
        if body or method == "POST":
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        writer.write(head.encode() + b"\r\n" + body)
        answer = await self.answer(reader)
        self.free.append((reader, writer, time.monotonic()))
        return answer

    @staticmethod
    async def answer(reader):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = re.search(r"(?im)^content-length: (\d+)", head)
        if length:
            body = await reader.readexactly(int(length[1]))
        elif re.search(r"(?im)^transfer-encoding: chunked", head):
            body = b""
            while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
                body += await reader.readexactly(size)
                await reader.readexactly(2)
            await reader.readexactly(2)
        else:
            body = b""
        return int(head.split(" ", 2)[1]), head, body


def cookies(head):
    return "; ".join(value.split(";")[0] for value in re.findall(r"(?im)^set-cookie: ([^\r\n]+)", head) if "Max-Age=0" not in value)


async def sign_in(hub, client):
    """Everybody takes up their invitation, eight at a time: role → sessions, and a session of the supplier's to upload by."""
    sessions, gate = {role: [] for role in MIX}, asyncio.Semaphore(8)

    async def one(name, role, code):
        async with gate:
            form = urllib.parse.urlencode({"name": name, "code": code, "password": PASSWORD, "again": PASSWORD}).encode()
            status, head, _ = await client.ask("POST", "/invitation", body=form)
            if status != 303:
                sys.exit(f"{name} was not let in: {status}")
            sessions[role].append(cookies(head))

    await asyncio.gather(*(one(*person) for person in hub.people))
    return sessions


async def usable(client, sessions, purpose="strategic assessment"):
    """The pages of each role that are there. Where records are looked at for a purpose, everybody states one first."""
    pages = {}
    for role, (_, paths) in MIX.items():
        pages[role] = []
        for path in paths:
            status, _, body = await client.ask("GET", path, sessions[role][0])
            if status == 303 and path.startswith("/explore/"):
                for cookie in sessions[role]:
                    _, _, body = await client.ask("GET", f"{path}/purpose", cookie)
                    token = re.search(rb'name="csrf" value="([^"]+)"', body)
                    form = urllib.parse.urlencode({"purpose": purpose, "csrf": token[1].decode() if token else ""}).encode()
                    await client.ask("POST", f"{path}/purpose", cookie, form)
                status, _, body = await client.ask("GET", path, sessions[role][0])
            if status == 200:
                pages[role].append(path)
            else:
                note(f"  left out: {path} answers {status} to {role}")
    return pages


async def load(client, sessions, pages, rate, seconds):
    """Open loop: (path, seconds from when it was due) of every request, and how many failed."""
    dice = random.Random(2010)
    roles = [role for role, (share, _) in MIX.items() for _ in range(share)]
    plan = []
    for number in range(rate * seconds):
        role = dice.choice(roles)
        plan.append((number / rate, dice.choice(pages[role]), dice.choice(sessions[role])))
    taken, failed, tasks = [], [], []
    began = time.perf_counter() + 0.5

    async def one(due, path, cookie):
        try:
            status, _, _ = await client.ask("GET", path, cookie)
            if status != 200:
                failed.append((path, status))
        except Exception as error:
            failed.append((path, repr(error)))
        taken.append((path, time.perf_counter() - began - due))

    for due, path, cookie in plan:
        wait = began + due - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        tasks.append(asyncio.create_task(one(due, path, cookie)))
    await asyncio.gather(*tasks)
    return taken, failed


async def upload(hub, client, cookie, size, seconds):
    """Sends that many bytes of CSV in about that many seconds, as a supplier's browser does: how many went, the status, how long it took."""
    status, head, page = await client.ask("GET", "/supply", cookie)
    if status != 200:
        return 0, f"the page answers {status}", 0
    token = re.search(rb'name="csrf" value="([^"]+)"', page)[1].decode()
    what = re.search(rb'<input[^>]*name="what"[^>]*value="([^"]*%s[^"]*)"' % CRIME.encode(), page)
    if not what:
        return 0, "no choice of the dataset", 0
    form = urllib.parse.urlencode({"what": what[1].decode(), "csrf": token}).encode()
    status, head, page = await client.ask("POST", "/supply", cookie, form)
    target = re.search(r"(?im)^location: (\S+)", head)
    if status != 303 or not target:
        return 0, f"begun with {status}", 0
    _, _, page = await client.ask("GET", target[1], cookie)
    action = re.search(rb'<form[^>]*action="(/supply/[^"]*/file[^"]*)"', page)
    if not action:
        return 0, "no form to send a file", 0
    rows = subprocess.run(
        [str(SHAREWELL), "sample", "--dataset", CRIME, "--rows", "5000", "--seed", "7"], env=hub.environment, capture_output=True
    ).stdout
    header, body = rows.split(b"\n", 1)
    boundary = "load-7f3a"
    start = (f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n').encode() + header + b"\n"
    end = f"\r\n--{boundary}--\r\n".encode()
    block = (body * (1 + (1 << 20) // len(body)))[: 1 << 20]
    blocks = size >> 20
    reader, writer = await asyncio.open_connection("127.0.0.1", hub.port, ssl=client.tls)
    path = action[1].decode().replace("&amp;", "&")
    writer.write(
        (
            f"POST {path} HTTP/1.1\r\nHost: localhost:{hub.port}\r\nCookie: {cookie}\r\nX-CSRF: {token}\r\n"
            f"Content-Type: multipart/form-data; boundary={boundary}\r\nContent-Length: {len(start) + len(end) + blocks * len(block)}\r\n\r\n"
        ).encode()
        + start
    )
    began, sent = time.perf_counter(), 0
    try:
        for number in range(blocks):
            writer.write(block)
            await writer.drain()
            sent += len(block)
            wait = began + seconds * (number + 1) / blocks - time.perf_counter()
            if wait > 0:
                await asyncio.sleep(wait)
        writer.write(end)
        await writer.drain()
        status, _, _ = await asyncio.wait_for(Client.answer(reader), 120)
    except Exception as error:
        status = repr(error)
    writer.close()
    return sent, status, time.perf_counter() - began


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))] if values else float("nan")


def row(name, taken, failed):
    times = [seconds * 1000 for _, seconds in taken]
    shares = " | ".join(f"{percentile(times, share):.1f}" for share in (0.5, 0.9, 0.99, 0.999))
    return f"| {name} | {len(taken)} | {len(failed)} | {shares} | {max(times):.0f} |"


async def measure(hub, options):
    client = Client(hub.port)
    began = time.monotonic()
    sessions = await sign_in(hub, client)
    note(f"  {sum(map(len, sessions.values()))} people are signed in ({time.monotonic() - began:.0f} s)")
    pages = await usable(client, sessions)
    await load(client, sessions, pages, options.rate // 2, 5)
    before = hub.processor()
    quiet = await load(client, sessions, pages, options.rate, options.seconds)
    used, memory = hub.processor() - before, (hub.memory("VmRSS"), hub.memory())
    note(f"  quiet: p99 {percentile([s * 1000 for _, s in quiet[0]], 0.99):.1f} ms, {len(quiet[1])} failed, {memory[1]:.0f} MiB")
    sending = asyncio.create_task(upload(hub, client, sessions["data-supplier"][0], options.upload << 20, options.seconds * 0.9))
    busy = await load(client, sessions, pages, options.rate, options.seconds)
    sent = await sending
    note(f"  during the upload: p99 {percentile([s * 1000 for _, s in busy[0]], 0.99):.1f} ms, {len(busy[1])} failed, {hub.memory():.0f} MiB")
    return quiet, busy, sent, used, memory, sum(map(len, sessions.values())), client.opened


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--rate", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--upload", type=int, default=1024, help="MiB")
    parser.add_argument("--output", default=ROOT / "Benchmarks/LOAD.md", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sharewell-load-", dir=os.environ.get("SHAREWELL_LOAD_FOLDER")) as folder:
        hub = Hub(pathlib.Path(folder))
        try:
            note(f"Making a hub with {options.rows:,} records and {options.people} people…")
            hub.make(options.rows, options.people)
            hub.serve()
            quiet, busy, sent, used, memory, people, opened = asyncio.run(measure(hub, options))
            peak = hub.memory()
        finally:
            hub.close()
    kinds = sorted({path for path, _ in quiet[0]})
    page = f"""# The hub under load

Written by `make load` on {datetime.date.today():%-d %B %Y}: {options.rows:,} records, {people} people signed in, {options.rate} requests a second over TLS for
{options.seconds} s, then the same while {sent[0] >> 20} MiB of CSV came in. {platform.machine()}, {os.cpu_count()} processors, which the measuring program shares.
Requests are sent when they are due, and each is timed from then, so that a stall counts for everybody who waits.

| | requests | failed | median ms | 90 % | 99 % | 99.9 % | most |
|---|---|---|---|---|---|---|---|
{row("no upload", *quiet)}
{row("while a file comes in", *busy)}

The upload: {sent[0] >> 20} MiB in {sent[2]:.0f} s, answered with {sent[1]}. The server used {used / options.seconds * 100:.0f} % of one processor without it.
Memory of the server: {memory[0]:.0f} MiB after the first part, at most {peak:.0f} MiB. Connections opened: {opened}.

| page, no upload | requests | failed | median ms | 90 % | 99 % | 99.9 % | most |
|---|---|---|---|---|---|---|---|
"""
    for kind in kinds:
        page += row(f"`{kind}`", [one for one in quiet[0] if one[0] == kind], [one for one in quiet[1] if one[0] == kind]) + "\n"
    p99 = percentile([seconds for _, seconds in quiet[0]], 0.99) * 1000
    busy99 = percentile([seconds for _, seconds in busy[0]], 0.99) * 1000
    verdict = lambda met: "met" if met else "not met"
    page += f"""
The aims: 99 of 100 pages within 50 ms: {verdict(p99 < 50)} ({p99:.1f} ms). Memory under 500 MB: {verdict(peak * 1.048576 < 500)} ({peak * 1.048576:.0f} MB).
Undisturbed by a gibibyte coming in: {verdict(busy99 < 50 and not busy[1])} ({busy99:.1f} ms).
"""
    options.output.write_text(page)
    print(page)


if __name__ == "__main__":
    main()

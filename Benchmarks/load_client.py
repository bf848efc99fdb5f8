"""People at their browsers, as `make load` plays them: each has a session and connections of their own, and asks when their time comes."""
import asyncio
import random
import re
import ssl
import time
import urllib.parse


class Person:
    """Somebody signed in. Their browser keeps its connection; where it is busy, a further one is opened."""

    tls = ssl.create_default_context()
    tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
    opened = 0

    def __init__(self, port, name, role):
        self.port, self.name, self.role = port, name, role
        self.cookie, self.csrf, self.free = "", "", []

    async def connection(self):
        while self.free:
            reader, writer = self.free.pop()
            if not writer.is_closing() and not reader.at_eof():
                return reader, writer
            writer.close()
        Person.opened += 1
        return await asyncio.open_connection("127.0.0.1", self.port, ssl=self.tls, limit=1 << 22)

    async def ask(self, method, path, form=None):
        """(status, head, body)"""
        reader, writer = await self.connection()
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost:{self.port}\r\nUser-Agent: load\r\nAccept: text/html\r\n"
        body = b""
        if self.cookie:
            head += f"Cookie: {self.cookie}\r\n"
        if method == "POST":
            body = urllib.parse.urlencode({**form, "csrf": self.csrf} if self.csrf else form).encode()
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        try:
            writer.write(head.encode() + b"\r\n" + body)
            answer = await self.answer(reader)
        except BaseException:
            writer.close()
            raise
        self.free.append((reader, writer))
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

    async def come_in(self, password, code=None):
        """By the invitation where there is a code, by the password after that."""
        form = {"name": self.name, "password": password}
        if code:
            form |= {"code": code, "again": password}
        status, head, body = await self.ask("POST", "/invitation" if code else "/sign-in", form)
        if status != 303:
            raise SystemExit(f"{self.name} was not let in: {status} {plain(body)}")
        self.cookie = "; ".join(value.split(";")[0] for value in re.findall(r"(?im)^set-cookie: ([^\r\n]+)", head) if "Max-Age=0" not in value)

    async def learn(self):
        """The token of the session's forms, from any page."""
        _, _, page = await self.ask("GET", "/account")
        found = re.search(rb'name="csrf" value="([^"]+)"', page)
        if not found:
            raise SystemExit(f"{self.name}'s page has no form: {plain(page)}")
        self.csrf = found[1].decode()

    async def connect(self):
        """Opens the connection again where it was idle for too long."""
        self.free.append(await self.connection())


def plain(page):
    """What a page says, for whoever has to find out why it was not the one expected."""
    text = re.sub(r"<[^>]+>", " ", page.decode("utf-8", "replace"))
    return re.sub(r"\s+", " ", text).strip()[:600]


class Kind:
    """One kind of page: what it is called, whose it is, how many of a thousand requests, and how one is asked for."""

    def __init__(self, name, role, share, ask):
        self.name, self.role, self.share, self.ask = name, role, share, ask


class Taken:
    """What came of one request."""

    __slots__ = ("kind", "late", "seconds", "fault")

    def __init__(self, kind, late, seconds, fault):
        self.kind, self.late, self.seconds, self.fault = kind, late, seconds, fault


async def load(people, kinds, rate, seconds, seed):
    """Open loop: every request is sent when it is due, whatever became of those before, and timed from then."""
    dice = random.Random(seed)
    plan = []
    for number in range(round(rate * seconds)):
        kind = dice.choices(kinds, weights=[kind.share for kind in kinds])[0]
        person = dice.choice(people[kind.role])
        plan.append((number / rate, kind, person, kind.ask(person, dice)))
    taken, tasks = [], []
    began = time.perf_counter() + 0.2

    async def one(due, kind, person, asked):
        late, fault = time.perf_counter() - began - due, None
        try:
            status, _, body = await person.ask(*asked)
            if status != 200:
                fault = f"{status} {asked[1]}: {plain(body)[:200]}"
        except Exception as error:
            fault = f"{asked[1]}: {error!r}"
        taken.append(Taken(kind, late, time.perf_counter() - began - due, fault))

    for entry in plan:
        wait = began + entry[0] - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        tasks.append(asyncio.create_task(one(*entry)))
    await asyncio.gather(*tasks)
    return taken

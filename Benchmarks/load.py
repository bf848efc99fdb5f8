#!/usr/bin/env python3
"""Measures the hub at work: two million records, five hundred people signed in, a hundred requests a second over TLS, and files coming in.

Requests are sent when their time comes, whether or not those before are answered, and each is timed from the moment it was due: a server that stalls
is charged for everybody who waits (no coordinated omission). Python's standard library alone; on the same machine, so what it takes is taken from the hub,
and is reported.

Usage: load.py [--rows N] [--people N] [--rate N] [--seconds N] [--runs N] [--keep FOLDER] [--output FILE]      Writes Benchmarks/LOAD.md.
With --keep the hub is made in that folder once and used again: a run then takes less than ten minutes. Nothing else is left behind.
"""
import argparse
import asyncio
import contextlib
import gc
import json
import os
import pathlib
import random
import re
import shutil
import statistics
import sys
import tempfile
import time

from load_client import Kind, Person, load, plain
from load_hub import CRIME, GRANTED, OUTCOMES, ROOT, STOPS, Hub, note
from load_report import report

PASSWORD = "violet-kettle-harbour-42"
GIBIBYTE = 1 << 30


# MARK: Who asks for what


def got(path):
    return lambda person, dice: ("GET", path(person, dice) if callable(path) else path)


def one_of(paths):
    """The first of them are asked for most, as people look at what is new."""
    return lambda person, dice: paths[min(int(dice.expovariate(3 / len(paths))), len(paths) - 1)]


async def found(person, path, pattern):
    """Addresses on a page."""
    status, _, page = await person.ask("GET", path)
    addresses = sorted(set(re.findall(pattern, page.decode())), reverse=True)
    if status != 200 or not addresses:
        sys.exit(f"{path} shows {person.name} nothing like {pattern}: {status} {plain(page)}")
    return addresses


def filters():
    """What analysts filter by: everything, a month, a month and an offence, a quarter of a year."""
    asked = [""]
    for month in range(1, 13):
        asked.append(f"?from=2023-{month:02d}&to=2023-{month:02d}")
        asked += [f"?from=2023-{month:02d}&to=2023-{month:02d}&is-offence_type={code}" for code in ("28E", "45", "8N", "105A")]
    asked += [f"?from=2023-{month:02d}&to=2023-{month + 2:02d}&level=ward" for month in range(1, 10)]
    return asked


async def kinds(people):
    """Every kind of page, with the addresses that are there in this hub. Shares are of a thousand requests."""
    first = {role: those[0] for role, those in people.items()}
    analyst, officer, supplier, auditor = (first[role] for role in ("analyst", "liaison-officer", "data-supplier", "auditor"))
    supplies = await found(supplier, "/supplies", r'href="(/supplies/s\d+)"')
    requests = await found(officer, "/requests", r'href="(/requests/r\d+)"')
    grants = await found(officer, "/grants", r'href="(/grants/g\d+)"')
    events = await found(auditor, "/audit?kind=all", r'href="(/audit/\d+)"')
    persons = await found(first["co-ordinator"], "/people", r'href="(/people/[a-z][a-z0-9-]+-\d+)"')
    agencies = await found(auditor, "/agencies", r'href="(/agencies/[a-z-]+)"')
    crimes = [f"/explore/{CRIME}{filter}" for filter in filters()]
    layers = [f"/explore/{CRIME}/layer/{{}}{filter}" for filter in filters()]
    reference = lambda person, dice: ("POST", f"/explore/{CRIME}/one", {"reference": f"{dice.randrange(16**32):032x}"})
    records = lambda person, dice: ("POST", f"/grants/g{dice.randrange(GRANTED) + 1:06d}/records", {"purpose": "case meeting of this month"})
    return [
        Kind("first page", "analyst", 90, got("/")),
        Kind("catalogue", "analyst", 30, got("/catalogue")),
        Kind("a dataset", "analyst", 40, got(one_of([f"/catalogue/{name}" for name in (CRIME, STOPS, OUTCOMES)]))),
        Kind("Explore, list", "analyst", 20, got("/explore")),
        Kind("Explore, crimes", "analyst", 130, got(one_of(crimes))),
        Kind("Explore, other datasets", "analyst", 40, got(one_of([f"/explore/{STOPS}", f"/explore/{OUTCOMES}"]))),
        Kind("map, page of areas", "analyst", 30, got(one_of([layer.replace("/layer/{}", "/map") for layer in layers]))),
        Kind("map, areas", "analyst", 30, got(one_of([layer.format("areas") for layer in layers]))),
        Kind("map, hexagons", "analyst", 15, got(one_of([layer.format("hexagons") for layer in layers]))),
        Kind("map, outlines", "analyst", 20, got(f"/explore/{CRIME}/outlines")),
        Kind("one reference", "analyst", 20, reference),
        Kind("requests", "analyst", 20, got("/requests")),
        Kind("help", "analyst", 15, got("/help")),
        Kind("first page, officer", "liaison-officer", 50, got("/")),
        Kind("requests, officer", "liaison-officer", 40, got("/requests")),
        Kind("a request", "liaison-officer", 50, got(one_of(requests))),
        Kind("grants", "liaison-officer", 15, got("/grants")),
        Kind("a grant", "liaison-officer", 15, got(one_of(grants))),
        Kind("duties", "liaison-officer", 20, got("/duties")),
        Kind("audit, officer", "liaison-officer", 20, got("/audit")),
        Kind("first page, supplier", "data-supplier", 30, got("/")),
        Kind("supplies", "data-supplier", 30, got("/supplies")),
        Kind("a supply", "data-supplier", 30, got(one_of(supplies))),
        Kind("supply a file", "data-supplier", 10, got("/supply")),
        Kind("first page, auditor", "auditor", 20, got("/")),
        Kind("audit", "auditor", 20, got("/audit?kind=all")),
        Kind("an event", "auditor", 20, got(one_of(events))),
        Kind("destruction", "auditor", 10, got("/destruction")),
        Kind("an agency", "auditor", 10, got(one_of(agencies))),
        Kind("first page, co-ordinator", "co-ordinator", 10, got("/")),
        Kind("people", "co-ordinator", 10, got("/people")),
        Kind("a person", "co-ordinator", 10, got(one_of(persons))),
        Kind("protocols", "co-ordinator", 10, got("/protocols")),
        Kind("first page, meeting", "meeting-member", 25, got("/")),
        Kind("requests, meeting", "meeting-member", 15, got("/requests")),
        Kind("records under a grant", "meeting-member", 10, records),
    ]


# MARK: Signing in


async def sign_in(hub, password=PASSWORD):
    """Everybody, as many at a time as the server has threads for passwords; then each states a purpose for every dataset they explore."""
    codes = hub.folder / "taken-up.json"
    taken = set(json.loads(codes.read_text())) if codes.exists() else set()
    people, gate = {}, asyncio.Semaphore(4)

    async def one(name, role, code):
        person = Person(hub.port, name, role)
        async with gate:
            await person.come_in(password, None if name in taken else code)
        taken.add(name)
        await person.learn()
        if role == "analyst":
            for dataset in (CRIME, STOPS, OUTCOMES):
                form = {"category": "intelligence", "purpose": "strategic assessment of the year"}
                status, _, body = await person.ask("POST", f"/explore/{dataset}/purpose", form)
                if status != 303:
                    sys.exit(f"no purpose could be stated: {status} {plain(body)}")
        people.setdefault(role, []).append(person)

    try:
        await asyncio.gather(*(one(*person) for person in hub.people))
    finally:
        codes.write_text(json.dumps(sorted(taken)))
    members = people["meeting-member"]
    people["meeting-member"] = [person for person in members if int(person.name.split("-")[-1]) < 20]
    return people, sum(map(len, people.values())) + len(members) - len(people["meeting-member"])


# MARK: Measuring


def busy():
    """Seconds of processor that everything on this machine has used."""
    fields = [int(field) for field in pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    return (sum(fields[:8]) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")


class Phase:
    """A stretch of load, and what everybody used of the machine meanwhile."""

    def __init__(self, name, taken, seconds, server, client, rest, memory, average):
        self.name, self.taken, self.seconds = name, taken, seconds
        self.server, self.client, self.rest, self.memory, self.average = server, client, rest, memory, average
        self.with_it = None


async def phase(hub, name, people, kinds, rate, seconds, seed, beside=None):
    """Measures one stretch of load; with `beside` running at the same time."""
    for those in people.values():
        await asyncio.gather(*(person.connect() for person in those))
    gc.collect()
    gc.freeze()
    gc.disable()
    began, wall = (hub.processor(), time.process_time(), busy()), time.monotonic()
    other = asyncio.create_task(beside) if beside else None
    taken = await load(people, kinds, rate, seconds, seed)
    server, client, all_ = (after - before for after, before in zip((hub.processor(), time.process_time(), busy()), began))
    length = time.monotonic() - wall
    gc.enable()
    measured = Phase(
        name, taken, length, server / length, client / length, max(0, all_ - server - client) / length, hub.status("VmHWM"), os.getloadavg()[0]
    )
    if other:
        measured.with_it = await other
    times = sorted(one.seconds * 1000 for one in taken)
    faults = [one.fault for one in taken if one.fault]
    note(
        f"  {name}: median {statistics.median(times):.1f} ms, p99 {times[int(len(times) * 0.99)]:.1f} ms, most {times[-1]:.0f} ms; {len(faults)} failed;"
        f" the server used {server / length:.2f} of a processor, this program {client / length:.2f}, others {measured.rest:.2f}; {measured.memory:.0f} MB"
    )
    for fault in faults[:3]:
        note(f"    {fault}")
    return measured


async def begin_supply(person):
    """A supply of crimes, ready for its file: its address."""
    status, _, page = await person.ask("GET", "/supply")
    what = re.search(rb'name="what"[^>]*value="([^"]*%s)"' % CRIME.encode(), page) or re.search(rb'value="([^"]*%s)"' % CRIME.encode(), page)
    if status != 200 or not what:
        sys.exit(f"nothing can be supplied: {status} {plain(page)}")
    status, head, page = await person.ask("POST", "/supply", {"what": what[1].decode()})
    target = re.search(r"(?im)^location: (\S+)", head)
    if status != 303 or not target:
        sys.exit(f"a supply could not be begun: {status} {plain(page)}")
    return target[1]


async def send(hub, person, address, size, seconds):
    """Sends so many bytes to it, by a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(ROOT / "Benchmarks/load_upload.py"), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    order = {
        "port": hub.port, "cookie": person.cookie, "csrf": person.csrf, "path": f"{address}/file", "file": str(hub.folder / "upload.csv"), "size": size,
        "seconds": seconds,
    }  # fmt: skip
    said, _ = await process.communicate(json.dumps(order).encode())
    return json.loads(said)


async def give_up(person, address):
    await person.ask("POST", f"{address}/cancel", {})


async def read_it(person, address):
    """Confirms columns and form as proposed, and waits until the file is read: seconds, and what the page says."""
    began = time.monotonic()
    for step, address_of in (("mapping", f"{address}/mapping"), ("form", f"{address}/form")):
        status, _, page = await person.ask("GET", address)
        text = page.decode()
        form = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', text))
        for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', text, re.S):
            form[name] = body
        for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', text, re.S):
            chosen = re.search(r'<option value="([^"]*)"[^>]*selected', body)
            form[name] = chosen[1] if chosen else ""
        form.pop("csrf", None)
        form.setdefault("contact", "supplier@example.org")
        status, _, page = await person.ask("POST", address_of, {key: html(value) for key, value in form.items()})
        if status != 303:
            return 0, f"the {step} was answered with {status}: {plain(page)}"
    while True:
        await asyncio.sleep(0.5)
        status, _, page = await person.ask("GET", address)
        if b'id="progress"' not in page:
            return time.monotonic() - began, plain(page)
        if time.monotonic() - began > 300:
            return time.monotonic() - began, "still reading after five minutes"


def html(text):
    for entity, letter in (("&quot;", '"'), ("&#34;", '"'), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return text


async def map_of_points(person):
    """The points of a map, asked for in ways that were not asked before, and once more: (points, seconds, seconds again) of each."""
    results = []
    for start in range(5):
        path = f"/explore/{CRIME}/layer/points?from=2010-01-{start + 1:02d}"
        times = []
        for _ in range(2):
            began = time.perf_counter()
            status, _, body = await person.ask("GET", path)
            times.append(time.perf_counter() - began)
            if status != 200:
                sys.exit(f"{path} is answered with {status}: {plain(body)}")
        data = json.loads(body)
        results.append((len(data["points"]) // 3, len(body), *times))
    return results


async def measure(hub, options):
    began = time.monotonic()
    people, count = await sign_in(hub)
    signing = time.monotonic() - began
    note(f"  {count} people are signed in ({signing:.0f} s)")
    every = await kinds(people)
    for kind in every:
        person = people[kind.role][0]
        status, _, body = await person.ask(*kind.ask(person, random.Random(1)))
        if status != 200:
            sys.exit(f"{kind.name} is answered with {status}: {plain(body)}")
    results = {"people": count, "signing": signing}
    arguments = (people, every, options.rate)
    await phase(hub, "warming up", *arguments, min(15, options.seconds), 0)
    hub.forget_peak()
    results["quiet"] = [await phase(hub, f"pages, run {run + 1}", *arguments, options.seconds, run + 1) for run in range(options.runs)]
    results["memory"] = hub.status("VmHWM")
    supplier = people["data-supplier"][0]
    results["upload"] = []
    for run in range(options.runs):
        address = await begin_supply(supplier)
        beside = send(hub, supplier, address, options.upload << 20, options.seconds * 0.9)
        results["upload"].append(await phase(hub, f"while a file comes in, run {run + 1}", *arguments, options.seconds, 100 + run, beside))
        if run + 1 < options.runs:
            await give_up(supplier, address)
    results["reading"] = await phase(hub, "while that file is read", *arguments, options.seconds, 200, read_it(supplier, address))
    note(f"    the reading took {results['reading'].with_it[0]:.1f} s: {results['reading'].with_it[1][:200]}")
    await give_up(supplier, address)
    results["peak"] = hub.status("VmHWM")
    results["map"] = await map_of_points(people["analyst"][0])
    note("  map: " + "; ".join(f"{points:,} points in {first * 1000:.0f} ms, again in {again * 1000:.0f}" for points, _, first, again in results["map"]))
    hub.forget_peak()
    results["before-large"] = hub.status("VmRSS")
    address = await begin_supply(supplier)
    beside = send(hub, supplier, address, options.large << 20, 0)
    results["large"] = await phase(hub, "while a larger one comes as fast as it can", *arguments, options.seconds / 2, 300, beside)
    await give_up(supplier, address)
    results["large-peak"] = hub.status("VmHWM")
    note(f"    {results['large'].with_it}")
    results["opened"] = Person.opened
    return results


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--rate", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--upload", type=int, default=1024, help="MiB")
    parser.add_argument("--large", type=int, default=2048, help="MiB")
    parser.add_argument("--keep", type=pathlib.Path, help="folder in which the hub is made, or was")
    parser.add_argument("--output", default=ROOT / "Benchmarks/LOAD.md", type=pathlib.Path)
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = options.keep or pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sharewell-load-")))
        folder.mkdir(parents=True, exist_ok=True)
        need = (options.large + 3072) << 20
        if shutil.disk_usage(folder).free < need:
            sys.exit(f"This needs {need >> 30} GiB in {folder}, and there is less.")
        hub = Hub(folder.resolve())
        stack.callback(hub.close)
        note(f"Making a hub with {options.rows:,} records and {options.people} people…" if not (folder / "made.json").exists() else f"The hub in {folder}.")
        hub.make(options.rows, options.people, options.upload << 20)
        hub.serve()
        results = asyncio.run(measure(hub, options))
        page = report(results, options, hub)
        options.output.write_text(page)
        print(page)


if __name__ == "__main__":
    main()

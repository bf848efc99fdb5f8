"""Files that mean harm, sent as a supplier's browser sends them: refused with a reason, in little time and memory, and nothing of them is kept."""

import gzip
import io
import re
import time
import zipfile
from urllib.parse import urlencode

import pytest

from raw import ask, cookie, is_well, memory

HEADER = b"crime_reference_number,offence_type,committed_from_date,committed_from_time,committed_to_date,committed_to_time,offence_address,offence_easting,offence_northing\r\n"
ROW = b'X/1,28E,2022-01-01,10:00,2022-01-01,11:00,"1 High Street, LU1 1AA",,\r\n'


def gzip_bomb():
    """Ten gibibytes of one row again and again, in ten mebibytes."""
    part = gzip.compress(ROW * (1 << 18), 9)
    return gzip.compress(HEADER) + part * 600


def zip_bomb():
    """A member that says it is small and is four gibibytes of zeros."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        with archive.open("offences.csv", "w", force_zip64=True) as member:
            member.write(HEADER)
            for _ in range(4 << 6):
                member.write(bytes(16 << 20))
    return out.getvalue()


def nested_zip():
    inner = zip_of({"offences.csv": HEADER + ROW})
    for _ in range(6):
        inner = zip_of({f"{number}.zip": inner for number in range(4)})
    return inner


def zip_of(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


FILES = {
    "zeros.zip": zip_bomb,
    "nested.zip": nested_zip,
    "climbing.zip": lambda: zip_of({"../../../../tmp/sharewell-climbed.csv": HEADER + ROW}),
    "columns.csv": lambda: b",".join(b"c%d" % number for number in range(1_000_000)) + b"\r\n" + b"," * 999_999 + b"\r\n",
    "line.csv": lambda: HEADER + b'"' + b"a" * (64 << 20),
    "quotes.csv": lambda: HEADER + b'"' * (8 << 20),
    "nothing.csv": lambda: b"",
    "binary.csv": lambda: bytes(range(256)) * 4096,
    "cut.csv.gz": lambda: gzip.compress(HEADER + ROW * 1000)[:-20],
    "entity.xlsx": lambda: zip_of({"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">' + b"]><a>" + b"&b;" * 100_000 + b"</a>"}),
}


def token(page):
    return re.search(rb'name="csrf" value="([^"]+)"', page)[1].decode()


def send(hub, state, name, data):
    """(address of the job, last page) once the hub has looked at the file."""
    head = {"Cookie": cookie(state)}
    form = {**head, "Content-Type": "application/x-www-form-urlencoded"}
    _, _, page = ask(hub, "GET", "/supply", head)
    what = re.search(rb'name="what"[^>]*value="([^"]*police-recorded-crime-offence[^"]*)"', page)
    what = what or re.search(rb'value="([^"]*police-recorded-crime-offence[^"]*)"[^>]*name="what"', page)
    status, answered, _ = ask(hub, "POST", "/supply", form, urlencode({"what": what[1].decode(), "csrf": token(page)}).encode())
    assert status == 303
    job = answered["location"]
    _, _, page = ask(hub, "GET", job, head)
    body = (
        f'--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{token(page)}\r\n'
        f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'.encode() + data + b"\r\n--b--\r\n"
    )
    status, answered, _ = ask(
        hub, "POST", f"{job}/file", {**head, "Content-Type": "multipart/form-data; boundary=b"}, body
    )
    assert status in (None, 303, 413, 422), f"{name}: {status}"
    _, _, page = ask(hub, "GET", job, head)
    # The columns as proposed and an empty form, where it comes so far: then it is read whole.
    for _ in range(2):
        found = re.search(rb'<form[^>]*action="(%s/(?:mapping|form))"' % job.encode(), page)
        if not found:
            break
        fields = [("csrf", token(page))]
        for select, inside in re.findall(rb'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
            chosen = re.search(rb'<option[^>]*value="([^"]*)"[^>]*selected', inside)
            fields.append((select.decode(), chosen[1].decode() if chosen else ""))
        ask(hub, "POST", found[1].decode(), form, urlencode(fields).encode())
        _, _, page = ask(hub, "GET", job, head)
    for _ in range(300):
        if b'id="progress"' not in page:
            break
        assert is_well(hub)
        time.sleep(0.2)
        _, _, page = ask(hub, "GET", job, head)
    return job, page


@pytest.mark.parametrize("name", FILES)
def test_files(hub, states, name):
    data, before, began = FILES[name](), memory(hub), time.monotonic()
    job, page = send(hub, states["data-supplier"], name, data)
    title = re.search(rb"<h1[^>]*>(.*?)</h1>", page, re.S)
    print(name, len(data), title and title[1], f"{time.monotonic() - began:.1f} s", f"{before} → {memory(hub)} MiB")
    assert b"Your supply is taken" not in page and b"what would become of your file" not in page
    assert is_well(hub)
    assert memory(hub) - before < 300, f"{before} → {memory(hub)} MiB"
    assert time.monotonic() - began < 60
    ask(hub, "POST", f"{job}/cancel", {"Cookie": cookie(states["data-supplier"]), "Content-Type": "application/x-www-form-urlencoded"}, f"csrf={token(page)}".encode())


def test_a_gzip_bomb_can_be_given_up(hub, states):
    """Ten gibibytes come out of it: it is never held whole, pages answer meanwhile, and giving it up ends the work."""
    head = {"Cookie": cookie(states["data-supplier"]), "Content-Type": "application/x-www-form-urlencoded"}
    before, began = memory(hub), time.monotonic()
    import threading

    result = {}
    thread = threading.Thread(target=lambda: result.update(zip(("job", "page"), send(hub, states["data-supplier"], "rows.csv.gz", gzip_bomb()))), daemon=True)
    thread.start()
    slowest = 0
    while thread.is_alive() and time.monotonic() - began < 12:
        asked = time.monotonic()
        assert is_well(hub)
        slowest = max(slowest, time.monotonic() - asked)
        time.sleep(0.2)
    assert memory(hub) - before < 600, f"{before} → {memory(hub)} MiB"
    assert slowest < 3, f"a page took {slowest:.1f} s meanwhile"
    _, _, page = ask(hub, "GET", "/supplies", {"Cookie": cookie(states["data-supplier"])})
    for job in set(re.findall(rb'href="(/supply/[^"/]+)"', page)):
        ask(hub, "POST", f"{job.decode()}/cancel", head, f"csrf={token(page)}".encode())
    thread.join(30)
    assert not thread.is_alive(), "the work goes on after it was given up"

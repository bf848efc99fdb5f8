"""The interface for programs, asked by one that means harm with a token of its own: refused with a reason, in little time, and told nothing of what it may not see."""

import datetime
import re
import time
from urllib.parse import quote, urlencode

import pytest

from hub import PASSWORD
from raw import ask, begin_peak, cookie, is_well, memory

DATASET = "police-recorded-crime-offence"
SEARCH, COUNTS = f"/api/v1/datasets/{DATASET}/records/search", f"/api/v1/datasets/{DATASET}/counts"
ITEMS, RECORDS = f"/ogc/collections/{DATASET}/items", f"/api/v1/datasets/{DATASET}/records"


@pytest.fixture(scope="module")
def token(hub, states):
    """A token of the analyst's, made on the page for it."""
    own = cookie(states["analyst"])
    page = ask(hub, "GET", "/account/tokens/new", {"Cookie": own})[2]
    last = datetime.date.today() + datetime.timedelta(days=30)
    form = {
        "csrf": re.search(rb'name="csrf" value="([^"]+)"', page)[1].decode(), "password": PASSWORD, "purpose": "the map", "category": "intelligence",
        "datasets": DATASET, "until-year": last.year, "until-month": last.month, "until-day": last.day,
    }
    made = ask(hub, "POST", "/account/tokens/new", {"Cookie": own, "Content-Type": "application/x-www-form-urlencoded"}, urlencode(form).encode())[2]
    return re.search(rb"sharewell_[A-Za-z0-9_-]{43}", made)[0].decode()


@pytest.fixture(autouse=True)
def goes_on(hub, token):
    # What is read once for all questions is read before.
    ask(hub, "GET", f"{ITEMS}?bbox=0,51,1,52", {"Authorization": f"Bearer {token}"})
    begin_peak(hub)
    before = memory(hub)
    yield
    assert is_well(hub), "the hub does not answer any more"
    assert memory(hub) - before < 150, f"{before} → {memory(hub)} MiB"


def asked(hub, token, method, path, body=None, **headers):
    """(status, seconds, body); never an error of the hub's own, and every answer is a problem of the standard's form."""
    began = time.monotonic()
    head = {"Authorization": f"Bearer {token}", **({"Content-Type": "application/json"} if body is not None else {}), **headers}
    code, answered, text = ask(hub, method, path, head, body)
    assert code is not None and code < 500, f"{path[:80]}: {code}"
    if code >= 400:
        assert "problem+json" in answered.get("content-type"), f"{path[:80]}: {answered.get('content-type')}"
    assert answered.get("x-content-type-options") == "nosniff"
    return code, time.monotonic() - began, text


DEEP = b"[" * 500 + b"]" * 500


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000, b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 100_000 + b"1" + b"}" * 100_000, DEEP, b"[" + b",".join([DEEP] * 60) + b"]",
        b'{"filters":' + b"[" * 30_000, b'{"a":' * 400 + b"1" + b"}" * 400, DEEP.decode().encode("utf-16"), DEEP.decode().encode("utf-32"),
        b'{"from":"' + b"9" * 60_000 + b'"}', b'{"from":' + b"9" * 60_000 + b"}", b"1e999999", b'{"limit":1e400}', b'{"limit":-1}', b'{"limit":1.5}',
        b'{"limit":99999999999999999999}', b'"\\ud800"', b'{"from":"\\u0000"}', b"\xff\xfe{\x00}\x00", b"{}{}", b"", b"null", b"[]", b"\x00",
        b'{"filters":[' + b",".join(b'{"field":"offence_type","equals":"28E"}' for _ in range(1_500)) + b"]}",
        b'{"filters":[{"field":"offence_type","contains":"' + b"a" * 60_000 + b'"}]}',
        b'{"by":[' + b",".join(b'"offence_type"' for _ in range(1_000)) + b"]}",
        b'{"filters":[{"field":"nothing","equals":"a"}]}', b'{"filters":[{"field":"crime_reference_number","equals":"X/1"}]}',
        b'{"filters":[{"field":"offence_type","equals":"a","contains":"b"}]}', b'{"filters":[{}]}', b'{"__proto__":{}}',
    ],
    ids=lambda body: body[:20].decode("latin-1") + f" ({len(body)})",
)
def test_bodies(hub, token, body):
    for path in (SEARCH, COUNTS):
        code, took, _ = asked(hub, token, "POST", path, body)
        assert code in (400, 403, 413, 422), f"{path}: {code}"
        assert took < 3, f"{took:.1f} s"


def test_bodies_of_other_kinds(hub, token):
    for kind in ("text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "application/json;" + "a" * 9_000, ""):
        asked(hub, token, "POST", COUNTS, b"{}", **{"Content-Type": kind})
    assert asked(hub, token, "POST", COUNTS, b"\x1f\x8b\x08", **{"Content-Encoding": "gzip"})[0] == 400


@pytest.mark.parametrize(
    "query",
    [
        "bbox=nan,nan,nan,nan", "bbox=inf,-inf,1,1", "bbox=1e308,1,1e309,2", "bbox=0,52,1", "bbox=" + ",".join(["1"] * 5_000), "bbox=0x1p3,51,1,52",
        "bbox=,,,", "bbox=1,2,3,4,5", "bbox=0,95,1,96", "bbox=0,52,1,51", "limit=0", "limit=-1", "limit=99999999999999999999999", "limit=1&limit=2",
        "limit=1e3", "limit=%31%30%00", "cursor=AAAA", "cursor=" + "A" * 200, "cursor=" + "A" * 9_000, "cursor=..", "datetime=../..", "datetime=/",
        "datetime=2022-01-01/2021-01-01", "datetime=9999999-01-01", "datetime=2022-02-30", "datetime=" + "1" * 9_000, "offence_type=%00",
        "offence_type=%ff", "filter=" + "(" * 9_000, "crs=x", "nothing=1", "crime_reference_number=X/1", "=", "&".join(f"a{n}=1" for n in range(1_999)),
        "[" * 5_000,
    ],
    ids=lambda query: query[:30],
)
def test_queries(hub, token, query):
    code, took, _ = asked(hub, token, "GET", f"{ITEMS}?{query}")
    assert code == 400, f"{query[:40]}: {code}"
    assert took < 3


def test_values_that_nothing_has(hub, token):
    for value in ("x' OR 1=1 --", "\u202e", "%", "*", "28E\u200b", "２８Ｅ", "a" * 200):
        code, _, text = asked(hub, token, "GET", f"{ITEMS}?offence_type={quote(value)}")
        assert code == 400 or b'"numberReturned":0' in text, f"{value!r}: {code}"


def test_a_great_page_is_bounded(hub, token):
    code, took, text = asked(hub, token, "GET", f"{ITEMS}?limit=99999999")
    assert code == 200 and len(text) < 32 << 20 and text.count(b'"Feature"') <= 10_000


def test_cursors(hub, token):
    """A cursor that was turned, mended or brought from another question goes nowhere."""
    cursor = re.search(rb"cursor=([A-Za-z0-9_-]+)", asked(hub, token, "GET", f"{RECORDS}?limit=2")[2])[1].decode()
    assert asked(hub, token, "GET", f"{RECORDS}?limit=2&cursor={cursor}")[0] == 200
    for place in range(0, len(cursor), 5):
        turned = cursor[:place] + ("B" if cursor[place] != "B" else "C") + cursor[place + 1 :]
        assert asked(hub, token, "GET", f"{RECORDS}?limit=2&cursor={turned}")[0] == 400, place
    for other in (cursor[::-1], cursor * 2, cursor[:-1], cursor[1:], cursor.swapcase()):
        assert asked(hub, token, "GET", f"{RECORDS}?limit=2&cursor={other}")[0] == 400, other
    assert asked(hub, token, "GET", f"{RECORDS}?limit=2&from=2022-01&cursor={cursor}")[0] == 400


def test_addresses(hub, token):
    nothing = asked(hub, token, "GET", "/api/v1/datasets/nothing")[2]
    for path in ("/api/v1/datasets/x%00", "/api/v1/datasets/%2e%2e%2fx", "/api/v1/requests/" + "r" * 9_000, "/api/v1/supplies/s000001%2fproof", "/api/v1/datasets/%ff"):
        code, _, text = asked(hub, token, "GET", path)
        assert code == 404 and text == nothing, path[:40]


def test_credentials_in_odd_forms(hub, token):
    """Whatever is no token in its one form is told that one is needed, alike."""
    answers = set()
    for shown in ("Bearer", "Bearer ", "Basic", "Basic ====", "Basic " + "A" * 30_000, f"Bearer {token}x", f"Bearer {token[:-1]}", f"Bearer {token}, Bearer x", "Digest x", token, f"Bearer {token.swapcase()}"):
        code, _, text = ask(hub, "GET", "/api/v1/status", {"Authorization": shown})
        answers.add((code, text))
    assert len(answers) == 1 and answers.pop()[0] == 401

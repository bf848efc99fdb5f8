"""A small hub with two agencies and three months of crimes, served on this machine, and a token for it: what other programs are tried against.

Uses the public command line and the pages of the hub as a person would; the standard library alone.
"""

import contextlib
import datetime
import http.cookiejar
import os
import pathlib
import re
import shutil
import ssl
import subprocess
import tempfile
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATASET = "police-recorded-crime-offence"
PERSON = "a-shah"
PASSWORD = "purple otter bridge"


class Hub:
    """A served hub: `origin`, `user`, `token`."""

    def __init__(self, origin: str, token: str):
        self.origin, self.user, self.token = origin, PERSON, token


def _context() -> ssl.SSLContext:
    # The certificate is one the hub made for first use.
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def ask(hub: Hub, path: str) -> bytes:
    """What the hub answers to the token."""
    request = urllib.request.Request(hub.origin + path, headers={"Authorization": f"Bearer {hub.token}"})
    with urllib.request.urlopen(request, context=_context(), timeout=60) as answer:
        return answer.read()


def _token(origin: str, code: str) -> str:
    """Takes the invitation up and makes a token, on the pages that people use."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(
        urllib.request.HTTPSHandler(context=_context()), urllib.request.HTTPCookieProcessor(jar)
    )

    def send(path: str, form: dict) -> str:
        data = urllib.parse.urlencode(form, doseq=True).encode()
        return opener.open(origin + path, data=data, timeout=60).read().decode()

    send("/invitation", {"name": PERSON, "code": code, "password": PASSWORD, "again": PASSWORD})
    page = opener.open(origin + "/account/tokens/new", timeout=60).read().decode()
    csrf = re.search(r'name="csrf" value="([^"]+)"', page).group(1)
    last = datetime.date.today() + datetime.timedelta(days=30)
    made = send(
        "/account/tokens/new",
        {
            "csrf": csrf, "password": PASSWORD, "purpose": "the monthly burglary map", "category": "intelligence", "datasets": [DATASET],
            "until-year": last.year, "until-month": last.month, "until-day": last.day,
        },
    )
    return re.search(r"sharewell_[A-Za-z0-9_-]{43}", made).group(0)


@contextlib.contextmanager
def served(port: int = 0, limits: str = "", supplies: int = 1):
    """Serves a fresh hub until the block is left, at that port or at one that is free."""
    program = os.environ.get("SHAREWELL", str(ROOT / ".build/debug/sharewell"))
    folder = pathlib.Path(tempfile.mkdtemp(prefix="sharewell-interface-"))
    environment = os.environ | {
        "SHAREWELL_HUB": str(folder / "hub"), "SHAREWELL_GUIDANCE": str(ROOT / "Guidance"), "SHAREWELL_FACE": str(ROOT / "Face"),
        "XDG_RUNTIME_DIR": str(folder / "runtime"), "XDG_STATE_HOME": str(folder / "state"),
    }
    (folder / "runtime").mkdir(mode=0o700)
    (folder / "secret").write_text("correct horse battery staple and more\n")
    secret = ["--passphrase-file", str(folder / "secret")]

    def does(*arguments: str) -> str:
        done = subprocess.run([program, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=600)
        if done.returncode:
            raise SystemExit(f"sharewell {' '.join(arguments)}: {done.stderr or done.stdout}")
        return done.stdout + done.stderr

    server = None
    try:
        does("init", "--partnership", "Luton Community Safety Partnership", *secret)
        for file in ("code-point-open-bedfordshire-2025-05.zip", "ons-postcode-lookup-bedfordshire-2022-05.csv.gz",
                     "properties-bedfordshire-generated.csv"):
            does("places", "import", f"Samples/places/{file}")
        does("agency", "add", "beds-police", "--name", "Bedfordshire Police", "--class", "police-force")
        does("agency", "add", "luton-council", "--name", "Luton Council", "--class", "council")
        does("person", "add", "p-ellis", "--name", "P Ellis", "--agency", "beds-police", "--role", "data-supplier")
        does("person", "add", PERSON, "--name", "A Shah", "--agency", "luton-council", "--role", "analyst", "--dataset", DATASET)
        does("protocol", "add", "isp", "--title", "Luton information sharing protocol")
        does("protocol", "sign", "isp", "--agency", "beds-police", "--agency", "luton-council")
        files = sorted(str(file) for file in (ROOT / "Samples/police-uk").glob("2022-1?-bedfordshire-street.csv.gz"))[:supplies]
        does("supply", *files, "--dataset", DATASET, "--from", "beds-police", "--as", "p-ellis")
        invited = does("person", "invite", PERSON, "--registration", "level-3")
        code = re.search(r"\b[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}\b", invited).group(0)
        (folder / "hub/serving.yaml").write_text(
            "networks:\n  - range: 127.0.0.0/8\n    network: x.gsi\n    device: secure-premises\n    protected: true\n" + limits
        )
        server = subprocess.Popen(
            [program, "serve", "--port", str(port), *secret], env=environment, cwd=ROOT, stdout=subprocess.PIPE,
            stderr=open(folder / "server.log", "w"), text=True,
        )
        said = server.stdout.readline()
        if "Serving at" not in said:
            raise SystemExit(f"The hub is not served: {said}{(folder / 'server.log').read_text()}")
        origin = re.search(r"https://[^/\s]+", said).group(0)
        yield Hub(origin, _token(origin, code))
    finally:
        if server:
            server.terminate()
            server.wait(timeout=30)
        subprocess.run([program, "seal"], env=environment, capture_output=True, timeout=60)
        shutil.rmtree(folder, ignore_errors=True)

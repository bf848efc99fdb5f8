"""The hub that `make load` measures: made by the command line as an operator would, kept in a folder, served as a process of its own."""
import concurrent.futures
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHAREWELL = pathlib.Path(os.environ.get("SHAREWELL", ROOT / ".build/release/sharewell"))
CRIME, STOPS, OUTCOMES = "police-recorded-crime-offence", "stop-and-search", "detection-status"
OFFENDERS = "prolific-and-other-priority-offender"
# Postcode areas of the region, where Code-Point Open of the whole country is at hand; else the sample of Bedfordshire is all there is.
REGION = ["al", "cb", "hp", "lu", "mk", "nn", "ox", "pe", "sg", "cm", "co", "ip"]
AGENCIES = [
    ("beds-police", "Bedfordshire Police", "police-force"), ("luton-council", "Luton Council", "council"),
    ("bedford-council", "Bedford Borough Council", "council"), ("central-council", "Central Bedfordshire Council", "council"),
    ("beds-fire", "Bedfordshire Fire and Rescue", "fire-and-rescue"), ("beds-probation", "Bedfordshire Probation Trust", "probation-trust"),
]  # fmt: skip
# Of a hundred people so many are of a role, and where they work.
ROLES = [
    ("analyst", 50, ["luton-council", "bedford-council", "central-council", "beds-police", "beds-fire"]), ("liaison-officer", 16, ["beds-police"]),
    ("data-supplier", 12, ["beds-police"]), ("auditor", 8, ["luton-council"]), ("co-ordinator", 2, ["luton-council"]),
    ("meeting-member", 12, ["beds-probation"]),
]  # fmt: skip
GRANTED = 3


def note(text):
    print(text, file=sys.stderr, flush=True)


class Hub:
    def __init__(self, folder):
        self.folder = folder
        self.environment = {
            **os.environ, "SHAREWELL_HUB": str(folder / "hub"), "SHAREWELL_PASSPHRASE_FILE": str(folder / "passphrase.txt"),
            "SHAREWELL_GUIDANCE": str(ROOT / "Guidance"), "SHAREWELL_FACE": str(ROOT / "Face"),
        }  # fmt: skip
        self.server = None

    def run(self, *arguments):
        done = subprocess.run([str(SHAREWELL), *map(str, arguments)], env=self.environment, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"sharewell {' '.join(map(str, arguments))} ended with {done.returncode}:\n{done.stderr}{done.stdout}")
        return done.stdout

    # MARK: Making it

    def make(self, rows, people, upload):
        """Makes the hub, unless this folder has one of that size; and a file of so many bytes to be supplied later."""
        made = self.folder / "made.json"
        if made.exists():
            kept = json.loads(made.read_text())
            if (kept["rows"], kept["people"]) != (rows, people):
                sys.exit(f"{self.folder} holds a hub of {kept['rows']} records and {kept['people']} people. Name another folder, or remove it.")
            self.people = [tuple(person) for person in kept["who"]]
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        if any(self.folder.iterdir()):
            sys.exit(f"{self.folder} is not empty and holds no whole hub. Name another folder, or remove it.")
        began = time.monotonic()
        passphrase = self.folder / "passphrase.txt"
        passphrase.touch(0o600)
        passphrase.write_text("correct horse battery staple of the load test\n")
        self.run("init", "--partnership", "Bedfordshire Community Safety Partnership", "--passphrase-file", passphrase)
        self.places()
        for name, title, kind in AGENCIES:
            self.run("agency", "add", name, "--name", title, "--class", kind)
        self.run("person", "add", "p-ellis", "--name", "P Ellis", "--agency", "beds-police", "--role", "data-supplier")
        self.run("person", "add", "j-okafor", "--name", "J Okafor", "--agency", "beds-police", "--role", "liaison-officer")
        self.run("agency", "liaison-officer", "beds-police", "--person", "j-okafor")
        self.run("protocol", "add", "isp", "--title", "Bedfordshire information sharing protocol")
        self.run("protocol", "sign", "isp", *(word for name, _, _ in AGENCIES for word in ("--agency", name)))
        self.records(rows)
        note(f"  records are in ({time.monotonic() - began:.0f} s); people, one command each…")
        self.add_people(people)
        self.requests()
        self.file(upload)
        (self.folder / "hub/serving.yaml").write_text(
            "networks:\n  - range: 127.0.0.0/8\n    network: x.gsi\n    device: secure-premises\n    protected: true\n"
            # All five hundred come from this machine.
            "connections:\n  each: 1024\n"
        )
        made.write_text(json.dumps({"rows": rows, "people": people, "who": self.people}))
        note(f"  the hub was made in {time.monotonic() - began:.0f} s")

    def places(self):
        samples = ROOT / "Samples/places"
        shared = pathlib.Path(os.environ.get("SHAREWELL_SHARED_DATA", ROOT.parent / "shared/data"))
        whole = sorted(shared.glob("postcodes-code-point-open/codepo_gb*.zip"))
        if whole:
            region, properties = self.folder / "codepo_region.zip", self.folder / "properties.csv"
            dice = random.Random(2010)
            with zipfile.ZipFile(whole[-1]) as source, zipfile.ZipFile(region, "w", zipfile.ZIP_DEFLATED) as target, properties.open("w") as counts:
                counts.write("postcode,properties\n")
                for name in source.namelist():
                    area = re.fullmatch(r"Data/CSV/(\w+)\.csv", name)
                    if name.startswith("Doc/") and not name.endswith("/") or area and area[1] in REGION:
                        target.writestr(name, source.read(name))
                    if area and area[1] in REGION:
                        for line in source.read(name).decode().splitlines():
                            unit = line.split(",")[0].strip('"').replace(" ", "")
                            many = dice.randint(1, 3) if dice.random() < 0.11 else dice.randint(4, 40)
                            counts.write(f"{unit[:-3]} {unit[-3:]},{many}\n")
            self.run("places", "import", region)
            self.run("places", "import", properties)
        else:
            self.run("places", "import", samples / "code-point-open-bedfordshire-2025-05.zip")
            self.run("places", "import", samples / "properties-bedfordshire-generated.csv")
        self.run("places", "import", samples / "ons-postcode-lookup-bedfordshire-2022-05.csv.gz")
        for name in ("lsoa-2011-bedfordshire.geojson", "wards-2013-bedfordshire.geojson"):
            self.run("places", "import", samples / name)

    def records(self, rows):
        parts = max(1, rows // 500_000)
        for part in range(parts):
            file = self.folder / f"records-{part}.csv"
            self.run("sample", "--dataset", CRIME, "--rows", rows // parts, "--seed", part + 1, "--places", self.folder / "hub/places", "--to", file)
            self.run("supply", file, "--dataset", CRIME, "--from", "beds-police", "--as", "p-ellis")
            file.unlink()
            note(f"  {(part + 1) * (rows // parts):,} records of crimes are in")
        police = ROOT / "Samples/police-uk"
        for dataset, ending in ((STOPS, "stop-and-search"), (OUTCOMES, "outcomes")):
            files = sorted(police.glob(f"*-{ending}.csv.gz"))
            self.run("supply", *files, "--dataset", dataset, "--from", "beds-police", "--as", "p-ellis")
        offenders = self.folder / "offenders.csv"
        self.run("sample", "--dataset", OFFENDERS, "--rows", 200, "--seed", 3, "--to", offenders)
        self.run("supply", offenders, "--dataset", OFFENDERS, "--from", "beds-police", "--as", "p-ellis")

    def file(self, size):
        """A file of crimes to supply, of that size or a little more."""
        file = self.folder / "upload.csv"
        options = ["--dataset", CRIME, "--places", self.folder / "hub/places"]
        row = len(self.run("sample", *options, "--rows", 20_000, "--seed", 99)) / 20_001
        self.run("sample", *options, "--rows", int(size / row * 1.001), "--seed", 100, "--to", file)

    def add_people(self, people):
        """So many, less the two there are: (name, role, code of the invitation)."""
        named = []
        for role, share, agencies in ROLES:
            for number in range(max(2, round(people * share / 100))):
                named.append((f"{role}-{number}", role, agencies[number % len(agencies)]))

        def add(entry):
            name, role, agency = entry
            words = [word for dataset in (CRIME, STOPS, OUTCOMES) for word in ("--dataset", dataset)]
            if role == "meeting-member":
                words = ["--dataset", OFFENDERS]
            elif role not in ("analyst", "liaison-officer"):
                words = []
            self.run("person", "add", name, "--name", f"{role.replace('-', ' ').title()} {name.split('-')[-1]}", "--agency", agency, "--role", role, *words)
            return name, role, self.run("person", "invite", name, "--registration", "level-3").strip()

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            self.people = list(pool.map(add, named))

    def requests(self):
        """The work of a month: requests that wait, and some that were granted."""
        for agency in ("beds-police", "beds-probation"):
            self.run("agency", "notification", agency, "--number", "Z4894887", "--expires", day(300))
        undertaking = self.folder / "undertaking.txt"
        undertaking.write_text("What I am shown I use for the purpose stated, keep to the agencies present, and pass on to nobody else.\n")
        self.run("undertaking", "set", "--text", undertaking)
        members = [name for name, role, _ in self.people if role == "meeting-member"]
        for person in ["j-okafor", *members[:20]]:
            self.run("undertaking", "agree", "--as", person)
        self.run(
            "access", "set", "--network", "gsi", "--device", "secure-premises", "--sign-in", "password-best-practice", "--registration", "level-2"
        )
        references = [line.split(",")[0] for line in (self.folder / "offenders.csv").read_text().splitlines()[1:]]
        for number in range(24):
            granted = number < GRANTED
            recipients = ", ".join(members[:20] if granted else [members[number % len(members[:20])]])
            form = self.folder / "request.yaml"
            form.write_text(REQUEST.format(
                dataset=OFFENDERS, number=number, person=references[number], recipients=recipients, handler=members[number % len(members[:20])],
                destroy=day(60),
            ))  # fmt: skip
            self.run("request", "make", form, "--as", members[number % len(members[:20])])
            if granted:
                name = f"r{number + 1:06d}"
                self.run("request", "state", name, *STATED, "--as", "j-okafor")
                self.run("request", "grant", name, "--why", "the case meeting of this month is about this offender", "--as", "j-okafor")

    # MARK: Serving it

    def serve(self):
        self.log = self.folder / "serve.log"
        self.server = subprocess.Popen(
            [str(SHAREWELL), "serve", "--port", os.environ.get("SHAREWELL_PORT", "0")], env=self.environment, stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
        )  # fmt: skip
        for _ in range(1200):
            found = re.search(r"Serving at https://[^:]+:(\d+)/", self.log.read_text())
            if found:
                self.port = int(found[1])
                return
            if self.server.poll() is not None:
                break
            time.sleep(0.05)
        sys.exit(f"The server did not begin: {self.log.read_text()}")

    def status(self, kind):
        """A line of its status, in MB."""
        found = re.search(rf"{kind}:\s+(\d+)", pathlib.Path(f"/proc/{self.server.pid}/status").read_text())
        return int(found[1]) * 1024 / 1e6 if found else float("nan")

    def forget_peak(self):
        """From now on the peak is counted anew."""
        pathlib.Path(f"/proc/{self.server.pid}/clear_refs").write_text("5")

    def processor(self):
        """Seconds of processor it has used."""
        fields = pathlib.Path(f"/proc/{self.server.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self):
        if self.server and self.server.poll() is None:
            self.server.terminate()
            try:
                self.server.wait(30)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()


def day(ahead):
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() + ahead * 86_400))


STATED = [
    f"{fact}=no" for fact in (
        "information-originated-elsewhere", "information-is-drug-test-result", "information-is-treatment", "information-is-health-or-social-care",
        "held-in-confidence",
    )
] + [
    f"{fact}=yes" for fact in (
        "information-is-minimum", "information-is-accurate", "needed-for-public-function", "needed-for-justice-or-crown-function",
    )
]  # fmt: skip
REQUEST = """dataset: {dataset}
source: beds-police
purpose: service-delivery
why: to manage the offenders of most concern together, case {number}
benefit: what Probation's assessments say comes back to the police
questions: [What progress has been made with the offender whom the case meeting of this month is about?]
precision: none
fields: [offender_reference_number, name, offences_committed, current_status]
persons: ["{person}"]
recipients: [{recipients}]
handler: {handler}
format: csv
needed-within: 5
transfer: hub
destroy-by: {destroy}
necessity: the scheme cannot manage an offender whose progress it does not know
proportionality: one offender and four items, for one meeting
facts:
  process-is-ppo: yes
  necessary-under-crime-and-disorder-act: yes
  ground-crime-or-disorder: yes
  for-preventing-or-detecting-crime: yes
  use-limited-to-purpose: yes
  rights-are-respected: yes
  kept-secure: yes
  items-are-standard: yes
  recipient-belongs-to-meeting: yes
"""

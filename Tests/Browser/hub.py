"""The sample hub, made by the scripts of make run with the program under test, and served on a port that is free."""

import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Who does the job of each role in the sample.
PEOPLE = {
    "data-supplier": "p-ellis",
    "analyst": "a-shah",
    "liaison-officer": "j-okafor",
    "co-ordinator": "co-ordinator",
    "meeting-member": "m-rao",
    "caldicott-guardian": "r-hale",
    "auditor": "v-stone",
    "operator": "t-byrne",
}
PASSWORD = "violet-kettle-harbour-42"
NETWORKS = "networks:\n  - range: 127.0.0.0/8\n    network: x.gsi\n    device: secure-premises\n    protected: true\n"


class SampleHub:
    """A hub in a folder of its own, which goes away afterwards."""

    def __init__(self, settings=""):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sharewell-browser-"))
        self.program = pathlib.Path(os.environ.get("SHAREWELL", ROOT / ".build/debug/sharewell"))
        self.environment = {
            **os.environ,
            "HOME": str(self.folder),
            "XDG_RUNTIME_DIR": "",
            "SHAREWELL": str(self.program),
            "SHAREWELL_RUN": str(self.folder / "run"),
            "SHAREWELL_HUB": str(self.folder / "run/hub"),
            "SHAREWELL_GUIDANCE": str(ROOT / "Guidance"),
            "SHAREWELL_FACE": str(ROOT / "Face"),
        }
        self.settings = settings
        self.server = None
        self.address = None

    def make(self):
        for script in (["scripts/run-main-job"], ["scripts/serve-sample", "--people"]):
            made = subprocess.run(script, cwd=ROOT, env=self.environment, capture_output=True, text=True)
            assert made.returncode == 0, f"{script[0]} failed:\n{made.stdout[-2000:]}\n{made.stderr[-2000:]}"
        (self.folder / "run/hub/serving.yaml").write_text(NETWORKS + self.settings)

    def make_empty(self):
        """Only what `sharewell init` makes, for those who attack the server and need no data."""
        secret = self.folder / "passphrase.txt"
        secret.write_text(PASSWORD + "\n")
        self.run("init", "--partnership", "Nowhere", "--passphrase-file", str(secret))
        (self.folder / "run/hub/serving.yaml").write_text(NETWORKS + self.settings)

    def serve(self):
        log = open(self.folder / "serve.log", "w")
        self.server = subprocess.Popen([self.program, "serve", "--port", "0"], env=self.environment, stdout=log, stderr=subprocess.STDOUT)
        for _ in range(600):
            for line in self.log().splitlines():
                if line.startswith("Serving at "):
                    self.address = line.removeprefix("Serving at ").rstrip("/")
                    self.port = int(self.address.rsplit(":", 1)[1])
                    with socket.create_connection(("127.0.0.1", self.port), timeout=5):
                        return
            assert self.server.poll() is None, f"the server ended: {self.log()}"
            time.sleep(0.05)
        raise AssertionError(f"the server did not begin: {self.log()}")

    def log(self):
        return (self.folder / "serve.log").read_text()

    def run(self, *arguments):
        """What a command of the program prints; it has to succeed."""
        done = subprocess.run([self.program, *arguments], env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, f"{' '.join(arguments)}: {done.stderr}"
        return done.stdout

    def invite(self, person):
        return self.run("person", "invite", person, "--registration", "level-3").strip()

    def stop(self):
        if self.server and self.server.poll() is None:
            self.server.terminate()
            try:
                self.server.wait(15)
            except subprocess.TimeoutExpired:
                self.server.kill()

    def close(self):
        self.stop()
        subprocess.run([self.program, "seal"], env=self.environment, capture_output=True)
        shutil.rmtree(self.folder, ignore_errors=True)

"""What other people's programs make of the interface: a generator of questions, GDAL, and QGIS where it is installed."""

import json
import pathlib
import shutil
import subprocess
import sys

import pytest

import demo_hub

HERE = pathlib.Path(__file__).parent


@pytest.fixture(scope="module")
def hub():
    with demo_hub.served() as served:
        yield served


def run(*command, timeout=600):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=timeout)
    assert done.returncode == 0, (done.stdout + done.stderr)[-6000:]
    return done.stdout


def matched(hub, query):
    return json.loads(demo_hub.ask(hub, f"/ogc/collections/{demo_hub.DATASET}/items?limit=10000&{query}"))["numberMatched"]


def test_questions_made_of_the_document():
    run(sys.executable, HERE / "run-schemathesis", 0, 10)


def gdal(hub, *options):
    return run(
        "ogrinfo", "-ro", "-so", "--config", "GDAL_HTTP_UNSAFESSL", "YES", *options, "-oo", f"USERPWD={hub.user}:{hub.token}",
        f"OAPIF:{hub.origin}/ogc", demo_hub.DATASET,
    )


@pytest.mark.skipif(not shutil.which("ogrinfo"), reason="GDAL is not installed: apt-get install gdal-bin")
def test_gdal(hub):
    inside = matched(hub, "bbox=-0.41,51.875,-0.40,51.885")
    assert inside > 20
    cut = ["-spat", "-0.41", "51.875", "-0.40", "51.885"]
    # In pages of ten, as it asks where nobody says otherwise, and in one.
    assert f"Feature Count: {inside}\n" in gdal(hub, *cut)
    assert f"Feature Count: {inside}\n" in gdal(hub, *cut, "-oo", "PAGE_SIZE=1000")
    burglaries = matched(hub, "crime_type=Burglary")
    assert f"Feature Count: {burglaries}\n" in gdal(hub, "-oo", "PAGE_SIZE=1000", "-where", "crime_type='Burglary'")


def test_qgis():
    said = run("/usr/bin/python3", HERE / "read-with-qgis.py")
    if "not installed" in said:
        pytest.skip(said.strip())
    assert "QGIS read 5370 features" in said

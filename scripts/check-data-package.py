#!/usr/bin/env python3
"""Has frictionless judge the Data Package of every record type: the descriptor, and a synthetic sample of each against it.

Usage: check-data-package.py SHAREWELL
"""
import json
import pathlib
import subprocess
import sys
import tempfile

from frictionless import Package


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        descriptor = subprocess.run([program, "datasets", "--json"], check=True, capture_output=True, text=True).stdout
        package = json.loads(descriptor)
        (folder / "datapackage.json").write_text(descriptor, encoding="utf-8")
        report = Package.validate_descriptor(str(folder / "datapackage.json"))
        faults = [f"datapackage.json: {kind}: {message}" for kind, message in report.flatten(["type", "message"])]
        if not faults:
            for resource in package["resources"]:
                # The descriptor holds each header inline, to be complete by itself; here a sample takes its place.
                del resource["data"]
                resource["path"] = resource["name"] + ".csv"
                target = folder / resource["path"]
                subprocess.run([program, "sample", "--dataset", resource["name"], "--rows", "50", "--to", str(target)], check=True)
            (folder / "sampled.json").write_text(json.dumps(package), encoding="utf-8")
            report = Package(str(folder / "sampled.json")).validate()
            faults = [f"{task}: {kind}: {text}" for task, kind, text in report.flatten(["name", "type", "note"])]
        for fault in faults[:30]:
            print(fault, file=sys.stderr)
        if faults or len(package["resources"]) < 25:
            sys.exit(f"{len(package['resources'])} resources, {len(faults)} faults.")


if __name__ == "__main__":
    main()

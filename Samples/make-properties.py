#!/usr/bin/env python3
"""Makes Samples/places/properties-bedfordshire-generated.csv: a count of properties for every postcode of the sample.

The counts are GENERATED, not observed: no open source gives the number of properties in each postcode. They are drawn once, from a fixed seed
and the postcode's own letters, so that every run gives the same file: a large-user postcode of the ONS lookup holds 1, about one postcode in
nine holds 1 to 3, the rest 4 to 60 around the national mean of 15 or so. Use a real count (AddressBase, council tax list) in a real hub.

Usage: Samples/make-properties.py [--check]   --check compares with the file instead of writing it.
"""
import csv
import gzip
import hashlib
import io
import pathlib
import sys
import zipfile

SEED = "sharewell-properties-1"
HERE = pathlib.Path(__file__).resolve().parent / "places"
TARGET = HERE / "properties-bedfordshire-generated.csv"


def postcodes():
    """Every unit of the Code-Point Open sample, in order, and the large users among them."""
    units = set()
    with zipfile.ZipFile(HERE / "code-point-open-bedfordshire-2025-05.zip") as archive:
        for name in archive.namelist():
            if name.startswith("Data/CSV/"):
                for row in csv.reader(io.StringIO(archive.read(name).decode("latin-1"))):
                    compact = row[0].replace(" ", "")
                    units.add(f"{compact[:-3]} {compact[-3:]}")
    with gzip.open(HERE / "ons-postcode-lookup-bedfordshire-2022-05.csv.gz", "rt", encoding="utf-8") as text:
        large = {row["pcds"] for row in csv.DictReader(text) if row["usertype"] == "1"}
    return sorted(units), large


def count(postcode, large):
    """Properties in one postcode, 1 to 60."""
    if postcode in large:
        return 1
    digest = hashlib.sha256(f"{SEED}/{postcode}".encode()).digest()
    if digest[0] < 28:
        return 1 + digest[1] % 3
    spread = sum(digest[2:8]) / (6 * 255)
    return max(4, min(60, round(4 + 56 * (spread - 0.2) * 0.55)))


def main():
    units, large = postcodes()
    text = "postcode,properties\n" + "".join(f"{unit},{count(unit, large)}\n" for unit in units)
    if "--check" in sys.argv[1:]:
        if TARGET.read_text(encoding="utf-8") != text:
            sys.exit(f"{TARGET.name} is not what Samples/make-properties.py makes. Run the script and commit its result.")
        return
    TARGET.write_text(text, encoding="utf-8")
    print(f"{TARGET.name}: {len(units):,} postcodes")


if __name__ == "__main__":
    main()

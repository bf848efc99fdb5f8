#!/usr/bin/env python3
"""Makes what the benchmarks run on: police crime offence files (§3.2.1, 17 fields), places, and the peers' own form of the places.

Nothing in it is real but the postcodes and their points (Code-Point Open). The same seed gives the same files.

Usage: generate.py DATA_FOLDER CODE_POINT_ZIP ROWS…
Makes DATA_FOLDER/properties.csv, gazetteer.parquet, codes.csv, and offences-ROWS.csv for each ROWS; what is there already is kept.
"""
import datetime
import io
import pathlib
import sys
import zipfile

import numpy as np
import polars as pl

SEED = 2010
CHUNK = 1_000_000
POSTCODES = 30_000
FIRST_DAY, LAST_DAY = datetime.date(2013, 1, 1), datetime.date(2022, 12, 31)

# Machine names of the fields of police-recorded-crime-offence, in the order of the guidance.
FIELDS = [
    "crime_reference_number", "offence_type", "committed_from_date", "committed_from_time", "committed_to_date", "committed_to_time",
    "offence_address", "offence_easting", "offence_northing", "method_of_entry", "property_stolen", "weapon_used",
    "distraction_burglary", "drugs_related", "alcohol_related", "racially_motivated", "domestic_incident",
]  # fmt: skip

# Home Office codes with their share of recorded crime, roughly; the groups are the query benchmark's.
CODES = {
    "burglary": ["28E", "28F", "28G", "30C", "30D"],
    "vehicle": ["45", "48", "126", "37.2"],
    "theft": ["46", "49", "39", "44", "40", "41", "49A"],
    "damage": ["58A", "58B", "58C", "58D", "56A", "56B"],
    "violence": ["8N", "105A", "8L", "8Q", "8R", "3B", "5D", "104", "8P", "105B", "11A"],
    "robbery": ["34A", "34B"],
    "sexual": ["20A", "19C", "88E", "17A", "22B"],
    "drugs": ["92A", "92D", "92E"],
    "order": ["9A", "9B", "66", "62A"],
    "weapons": ["10C", "10D", "90"],
    "other": ["54", "33", "61", "79", "95", "99", "96"],
}
ENTRY = [None] * 4 + ["forced front door", "forced rear door", "window smashed", "insecure door", "insecure window", "key", "deception", "not known"]
GOODS = ["mobile phone", "wallet", "purse", "laptop", "jewellery", "cash", "bicycle", "power tools", "number plates", "alcohol", "clothing", "keys", "television", "camera", "tablet", "meat"]
WEAPONS = [None] * 10 + ["fist", "knife", "bottle", "foot", "baseball bat", "imitation firearm", "hammer", "vehicle"]
STREETS = ["High", "Church", "Station", "Victoria", "Park", "Mill", "School", "London", "Albert", "Queens", "Kings", "Green", "Manor", "West", "East", "North", "South", "New", "Grove", "Chapel", "Stanley", "Windsor", "York", "Grange", "Richmond", "Alexandra", "Springfield", "Highfield", "Oak", "Ash", "Beech", "Cedar", "Elm", "Hawthorn", "Holly", "Lime", "Maple", "Poplar", "Rowan", "Willow"]
ENDINGS = ["Road", "Street", "Avenue", "Lane", "Close", "Drive", "Way", "Crescent", "Gardens", "Terrace", "Place", "Court"]
TOWNS = ["Leeds", "Bradford", "Wakefield", "Huddersfield", "Halifax", "Keighley", "Batley", "Dewsbury", "Pontefract", "Castleford"]
HOUSES = ["Rose Cottage", "The Old Mill", "Hilltop Farm", "Ivy House", "The Lodge", "Moor View", "Sunnyside", "Orchard House"]


def read_code_point(path):
    """Every unit: postcode with one space, point, district, ward."""
    frames = []
    names = ["postcode", "quality", "easting", "northing", "country", "region", "health", "county", "district", "ward"]
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if name.startswith("Data/CSV/") and name.endswith(".csv"):
                frames.append(
                    pl.read_csv(
                        io.BytesIO(archive.read(name)), has_header=False, new_columns=names, infer_schema_length=0, encoding="utf8-lossy"
                    )
                )
    compact = pl.col("postcode").str.replace_all(" ", "")
    return (
        pl.concat(frames)
        .with_columns(
            (compact.str.head(-3) + " " + compact.str.tail(3)).alias("postcode"), pl.col("easting", "northing").cast(pl.Int32)
        )
        .select("postcode", "easting", "northing", "district", "ward")
        .unique("postcode", keep="first", maintain_order=True)
    )


def places(folder, code_point):
    """Properties per unit (generated) and the peers' gazetteer."""
    target = folder / "gazetteer.parquet"
    if target.exists():
        return pl.read_parquet(target)
    units = read_code_point(code_point)
    random = np.random.default_rng(SEED)
    counts = np.where(random.random(len(units)) < 0.11, random.integers(1, 4, len(units)), random.integers(4, 40, len(units)))
    units = units.with_columns(pl.Series("properties", counts, dtype=pl.Int32))
    units.select("postcode", "properties").write_csv(folder / "properties.csv")
    units.write_parquet(target)
    return units


def chosen_units(units):
    """The postcodes crimes happen in: one force's worth, each with a street and a town."""
    located = units.filter((pl.col("easting") > 0) & pl.col("ward").is_not_null())
    west = located.filter(pl.col("postcode").str.contains(r"^(LS|BD|WF|HD|HX)\d"))
    pool = west if len(west) >= POSTCODES else located
    random = np.random.default_rng(SEED + 1)
    pool = pool[np.sort(random.permutation(len(pool))[: min(POSTCODES, len(pool))])]
    street = random.integers(0, len(STREETS) * len(ENDINGS), len(pool))
    names = [f"{STREETS[s % len(STREETS)]} {ENDINGS[s // len(STREETS)]}" for s in street]
    return pool.with_columns(
        pl.Series("street", names), pl.Series("town", [TOWNS[i] for i in random.integers(0, len(TOWNS), len(pool))])
    )


def pick(random, words, size, weights=None):
    """A column of words, drawn."""
    return pl.Series(words)[random.choice(len(words), size=size, p=weights)]


def chunk(random, first, size, total, units, stolen):
    """Rows first ..< first + size of total, in rough order of date."""
    days = (LAST_DAY - FIRST_DAY).days
    day = (np.arange(first, first + size) * days / total - random.exponential(3, size)).clip(0, days).astype(np.int32)
    span = np.where(random.random(size) < 0.7, 0, random.integers(1, 4, size)).astype(np.int32)
    place = (len(units) * random.random(size) ** 1.6).astype(np.int64)
    codes = [code for group in CODES.values() for code in group]
    weights = np.array([1 / (1 + rank % 7) for rank in range(len(codes))])
    dates = pl.Series([FIRST_DAY + datetime.timedelta(days=i) for i in range(days + 5)]).dt.to_string("%Y-%m-%d")
    times = pl.Series([f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(1440)])
    began = random.integers(0, 1440, size)
    ended = np.where(span > 0, random.integers(0, 1440, size), np.minimum(1439, began + random.integers(0, 480, size)))
    at = units[place]
    number = pl.Series(random.integers(1, 160, size)).cast(pl.String)
    shape = random.random(size)
    flat = pl.Series(random.integers(1, 30, size)).cast(pl.String)
    premises = (
        pl.select(
            pl.when(pl.Series(shape) < 0.10)
            .then(pl.concat_str(pl.lit("Flat "), flat, pl.lit(", "), number, pl.lit(" ")))
            .when(pl.Series(shape) < 0.13)
            .then(pl.concat_str(number, pl.lit("A ")))
            .when(pl.Series(shape) < 0.16)
            .then(pl.concat_str(pick(random, HOUSES, size), pl.lit(", ")))
            .otherwise(pl.concat_str(number, pl.lit(" ")))
            .alias("premises")
        )
    )["premises"]  # fmt: skip
    flag = lambda share: pl.Series(["no", "yes"])[(random.random(size) < share).astype(np.int64)]  # noqa: E731
    serial = pl.Series(np.arange(first, first + size)).cast(pl.String).str.zfill(9)
    return pl.DataFrame(
        [
            (pl.select(pl.concat_str(pl.lit("13/"), serial, pl.lit("/BX")).alias("r")))["r"].alias(FIELDS[0]),
            pick(random, codes, size, weights / weights.sum()).alias(FIELDS[1]),
            dates[day].alias(FIELDS[2]),
            times[began].alias(FIELDS[3]),
            dates[day + span].alias(FIELDS[4]),
            times[ended].alias(FIELDS[5]),
            pl.select(pl.concat_str(premises, at["street"], pl.lit(", "), at["town"], pl.lit(", "), at["postcode"]).alias("a"))["a"].alias(FIELDS[6]),
            (at["easting"] + pl.Series(random.integers(-60, 61, size), dtype=pl.Int32)).alias(FIELDS[7]),
            (at["northing"] + pl.Series(random.integers(-60, 61, size), dtype=pl.Int32)).alias(FIELDS[8]),
            pick(random, ENTRY, size).alias(FIELDS[9]),
            stolen[random.integers(0, len(stolen), size)].alias(FIELDS[10]),
            pick(random, WEAPONS, size).alias(FIELDS[11]),
            flag(0.002).alias(FIELDS[12]),
            flag(0.06).alias(FIELDS[13]),
            flag(0.18).alias(FIELDS[14]),
            flag(0.03).alias(FIELDS[15]),
            flag(0.15).alias(FIELDS[16]),
        ]
    )


def offences(folder, rows, units):
    """One offence file."""
    target = folder / f"offences-{rows}.csv"
    if target.exists():
        return
    random = np.random.default_rng(SEED + rows)
    stolen = pl.Series([None] * 240 + [f"{a}; {b}" for a in GOODS for b in GOODS if a != b])
    part = target.with_suffix(".part")
    with part.open("wb") as output:
        for first in range(0, rows, CHUNK):
            frame = chunk(random, first, min(CHUNK, rows - first), rows, units, stolen)
            frame.write_csv(output, include_header=first == 0, quote_style="necessary")
    part.rename(target)


def main():
    folder, code_point = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    # Files made from other postcodes are of no use.
    origin = folder / "made-from"
    if not origin.exists() or origin.read_text(encoding="utf-8") != code_point.name:
        for old in folder.iterdir():
            if old.is_file():
                old.unlink()
        origin.write_text(code_point.name, encoding="utf-8")
    gazetteer = places(folder, code_point)
    pl.DataFrame(
        {"code": [c for codes in CODES.values() for c in codes], "grouping": [g for g, codes in CODES.items() for _ in codes]}
    ).write_csv(folder / "codes.csv")
    units = chosen_units(gazetteer)
    for rows in sys.argv[3:]:
        offences(folder, int(rows), units)


if __name__ == "__main__":
    main()

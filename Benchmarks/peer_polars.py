#!/usr/bin/env python3
"""Polars' side; the tasks are those of peer_duckdb.py. Polars has no encryption: its file is plain, which is in its favour.

Usage: peer_polars.py DATA_FOLDER intake CSV OUT | prepare CSV FILE | query FILE REFERENCE RUNS
"""
import datetime
import json
import os
import resource
import statistics
import sys
import time

os.environ.setdefault("POLARS_MAX_THREADS", "2")
import polars as pl  # noqa: E402

GROUP = ["28E", "28F", "28G", "30C", "30D"]
POSTCODE = r"([A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2})$"
FLAT = r"^(?:Flat|Apartment|Unit|Room) \w+,? *"
NUMBER = r"^(?:[0-9]+[A-Z]?(?:-[0-9]+[A-Z]?)? +|(?:[A-Z][a-z]+ )*(?:Cottage|Mill|Farm|House|Lodge|View|Sunnyside), +)"
TEXT = ["crime_reference_number", "offence_type", "offence_address", "method_of_entry", "property_stolen", "weapon_used"]
DATES = ["committed_from_date", "committed_to_date"]
TIMES = ["committed_from_time", "committed_to_time"]
NUMBERS = ["offence_easting", "offence_northing"]
FLAGS = ["distraction_burglary", "drugs_related", "alcohol_related", "racially_motivated", "domestic_incident"]


def transformed(data, csv):
    """The whole work of the intake, lazily."""
    schema = {name: pl.Int32 if name in NUMBERS else pl.String for name in TEXT + DATES + TIMES + NUMBERS + FLAGS}
    gazetteer = pl.scan_parquet(f"{data}/gazetteer.parquet").rename({"postcode": "unit"})
    codes = pl.read_csv(f"{data}/codes.csv", infer_schema_length=0)["code"].implode()
    address = pl.col("offence_address")
    return (
        pl.scan_csv(csv, schema_overrides=schema)
        .with_columns(
            *(pl.col(name).str.to_date("%Y-%m-%d", strict=True) for name in DATES),
            *(pl.col(name).str.to_time("%H:%M", strict=True) for name in TIMES),
            *(pl.when(pl.col(name) == "yes").then(True).when(pl.col(name) == "no").then(False).alias(name) for name in FLAGS),
            address.str.extract(POSTCODE, 1).alias("unit"),
            address.str.replace(r",? *" + POSTCODE, "").str.replace(FLAT, "").str.replace(NUMBER, "").alias("street"),
            pl.col("offence_type").is_in(codes).alias("code_known"),
        )
        .join(gazetteer, on="unit", how="left", maintain_order="none")
        .with_columns(
            pl.when(pl.col("properties") >= 4).then(pl.col("unit")).otherwise(pl.col("unit").str.head(-2)).alias("place"),
            (pl.col("easting") // 10 * 10), (pl.col("northing") // 10 * 10),
        )
        .drop("offence_address", "offence_easting", "offence_northing", "unit")
    )  # fmt: skip


def fsync(path):
    for name, flags in ((path, os.O_RDONLY), (os.path.dirname(path), os.O_RDONLY)):
        descriptor = os.open(name, flags)
        os.fsync(descriptor)
        os.close(descriptor)


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def intake(data, csv, out):
    began, used = time.perf_counter(), cpu_seconds()
    transformed(data, csv).sink_parquet(out, compression="zstd", compression_level=1, maintain_order=False)
    classes = pl.scan_parquet(out).group_by("street", "place").len().collect(engine="streaming")
    fsync(out)
    seconds = time.perf_counter() - began
    return {
        "engine": "Polars", "version": pl.__version__, "form": "plain", "seconds": seconds, "rows": int(classes["len"].sum()),
        "smallestClass": int(classes["len"].min()), "bytes": os.path.getsize(out),
        "peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "cpuSeconds": cpu_seconds() - used,
    }  # fmt: skip


def prepare(data, csv, file):
    if os.path.exists(file):
        return {"seconds": 0, "bytes": os.path.getsize(file)}
    began = time.perf_counter()
    wards = pl.scan_parquet(f"{data}/gazetteer.parquet").select("ward").drop_nulls().unique().collect()["ward"].sort()
    codes = pl.read_csv(f"{data}/codes.csv", infer_schema_length=0)["code"].sort()
    keep = ["crime_reference_number", "offence_type", "committed_from_date", "month", "ward", "street", "place", "easting", "northing"]
    (
        transformed(data, csv)
        .with_columns(
            pl.col("committed_from_date").dt.truncate("1mo").alias("month"),
            pl.col("ward").cast(pl.Enum(wards)), pl.col("offence_type").cast(pl.Enum(codes)),
        )
        .select(keep + ["method_of_entry", "property_stolen", "weapon_used", "domestic_incident"])
        .sink_ipc(file + ".part", compression="uncompressed", maintain_order=True)
    )  # fmt: skip
    os.rename(file + ".part", file)
    return {"seconds": time.perf_counter() - began, "bytes": os.path.getsize(file)}


def query(file, reference, runs):
    def counts(frame):
        return frame.group_by("month", "ward").len()

    group = pl.col("offence_type").is_in(GROUP)
    year = pl.col("committed_from_date").is_between(datetime.date(2019, 1, 1), datetime.date(2019, 12, 31))
    result = {"engine": "Polars", "version": pl.__version__, "form": "IPC file, uncompressed, memory-mapped, enumerations"}
    scan = pl.scan_ipc(file)
    queries = {
        "oneGroupOneYear": counts(scan.filter(group & year)),
        "everything": counts(scan),
        "oneGroupAllDates": counts(scan.filter(group)),
        "lookUp": scan.filter(pl.col("crime_reference_number") == reference),
    }
    for name, lazy in queries.items():
        best = None
        for engine in ("streaming", "in-memory"):
            times = []
            for _ in range(runs + 1):
                began = time.perf_counter()
                answer = lazy.collect(engine=engine)
                times.append((time.perf_counter() - began) * 1000)
            total = len(answer) if name == "lookUp" else int(answer["len"].sum())
            taken = {"milliseconds": statistics.median(times[1:]), "records": total, "collect": engine}
            if best is None or taken["milliseconds"] < best["milliseconds"]:
                best = taken
        result[name] = best
    return result


def main():
    data, task, *rest = sys.argv[1:]
    if task == "intake":
        answer = intake(data, *rest)
    elif task == "prepare":
        answer = prepare(data, *rest)
    else:
        answer = query(rest[0], rest[1], int(rest[2]))
    print(json.dumps(answer))


if __name__ == "__main__":
    main()

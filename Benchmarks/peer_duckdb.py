#!/usr/bin/env python3
"""DuckDB's side. Usage: peer_duckdb.py DATA_FOLDER intake CSV OUT [plain|encrypted|native] | prepare CSV DATABASE | query DATABASE REFERENCE RUNS

Prints one JSON object. The work of `intake` is Sharewell's as far as DuckDB has it: read and type every field, check codes and flags, find the
postcode in the address, join the whole gazetteer for point and properties, strip house number, flat and house name, drop the postcode where
fewer than four properties share it, count the smallest class, write columns (Parquet with AES-GCM, or an encrypted database), fsync.
"""
import json
import os
import resource
import statistics
import sys
import time

import duckdb

GROUP = ("28E", "28F", "28G", "30C", "30D")
KEY = "0123456789abcdef0123456789abcdef"

TYPES = {
    "crime_reference_number": "VARCHAR", "offence_type": "VARCHAR", "committed_from_date": "DATE", "committed_from_time": "TIME",
    "committed_to_date": "DATE", "committed_to_time": "TIME", "offence_address": "VARCHAR", "offence_easting": "INTEGER",
    "offence_northing": "INTEGER", "method_of_entry": "VARCHAR", "property_stolen": "VARCHAR", "weapon_used": "VARCHAR",
    "distraction_burglary": "BOOLEAN", "drugs_related": "BOOLEAN", "alcohol_related": "BOOLEAN", "racially_motivated": "BOOLEAN",
    "domestic_incident": "BOOLEAN",
}  # fmt: skip

POSTCODE = r"([A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2})$"
# RE2 has no look-ahead, so flats and numbers take two passes.
FLAT = r"^(?:Flat|Apartment|Unit|Room) \w+,? *"
NUMBER = r"^(?:[0-9]+[A-Z]?(?:-[0-9]+[A-Z]?)? +|(?:[A-Z][a-z]+ )*(?:Cottage|Mill|Farm|House|Lodge|View|Sunnyside), +)"


def connect(path=":memory:"):
    db = duckdb.connect(path)
    db.execute("SET threads = 2; SET preserve_insertion_order = false; SET enable_progress_bar = false")
    # Without its httpfs extension DuckDB writes encrypted files only with its built-in cipher, and only when told so.
    db.execute("SET force_mbedtls_unsafe = 'true'")
    return db


def selection(csv):
    """The transformation, as one query."""
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in TYPES.items())
    kept = [name for name in TYPES if name not in ("offence_address", "offence_easting", "offence_northing")]
    return f"""
        WITH supplied AS (
            SELECT *, regexp_extract(offence_address, '{POSTCODE}', 1) AS unit
            FROM read_csv('{csv}', header = true, columns = {{{columns}}})
        )
        SELECT {", ".join("s." + name for name in kept)},
            regexp_replace(regexp_replace(regexp_replace(s.offence_address, ',? *{POSTCODE}', ''), '{FLAT}', ''), '{NUMBER}', '') AS street,
            CASE WHEN g.properties >= 4 THEN s.unit ELSE regexp_replace(s.unit, '[A-Z]{{2}}$', '') END AS place,
            g.district, g.ward,
            (g.easting // 10) * 10 AS easting, (g.northing // 10) * 10 AS northing,
            c.code IS NOT NULL AS code_known, g.properties
        FROM supplied s
        LEFT JOIN gazetteer g ON g.postcode = s.unit
        LEFT JOIN codes c ON c.code = s.offence_type"""


def fsync(path):
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
    folder = os.open(os.path.dirname(path), os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def load_places(db, data):
    db.execute(f"CREATE TABLE gazetteer AS SELECT * FROM '{data}/gazetteer.parquet'")
    db.execute(f"CREATE TABLE codes AS SELECT * FROM read_csv('{data}/codes.csv', header = true, all_varchar = true)")


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def intake(data, csv, out, form):
    db = connect()
    load_places(db, data)
    for path in (out, out + ".wal"):
        if os.path.exists(path):
            os.remove(path)
    began, used = time.perf_counter(), cpu_seconds()
    if form in ("plain", "encrypted"):
        option = ""
        if form == "encrypted":
            db.execute(f"PRAGMA add_parquet_key('key256', '{KEY}')")
            option = ", ENCRYPTION_CONFIG {footer_key: 'key256'}"
        db.execute(f"COPY ({selection(csv)}) TO '{out}' (FORMAT parquet{option})")
        decrypt = ", encryption_config = {footer_key: 'key256'}" if form == "encrypted" else ""
        source = f"read_parquet('{out}'{decrypt})"
    else:
        db.execute(f"ATTACH '{out}' AS sealed (ENCRYPTION_KEY '{KEY}', ENCRYPTION_CIPHER 'GCM')")
        db.execute(f"CREATE TABLE sealed.records AS {selection(csv)}")
        db.execute("CHECKPOINT sealed")
        source = "sealed.records"
    smallest = db.execute(f"SELECT min(n), sum(n) FROM (SELECT count(*) AS n FROM {source} GROUP BY street, place)").fetchone()
    fsync(out)
    seconds = time.perf_counter() - began
    return {
        "engine": "DuckDB", "version": duckdb.__version__, "form": form, "seconds": seconds, "rows": int(smallest[1]),
        "smallestClass": int(smallest[0]), "bytes": os.path.getsize(out), "peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "cpuSeconds": cpu_seconds() - used,
    }  # fmt: skip


def prepare(data, csv, database):
    """The native, unencrypted table the queries run on: enumerations and an index on the reference."""
    if os.path.exists(database):
        return {"seconds": 0, "bytes": os.path.getsize(database)}
    part = database + ".part"
    for path in (part, part + ".wal"):
        if os.path.exists(path):
            os.remove(path)
    db = connect(part)
    db.execute("SET preserve_insertion_order = true")
    began = time.perf_counter()
    db.execute(f"CREATE TEMP TABLE gazetteer AS SELECT * FROM '{data}/gazetteer.parquet'")
    db.execute(f"CREATE TEMP TABLE codes AS SELECT * FROM read_csv('{data}/codes.csv', header = true, all_varchar = true)")
    db.execute(f"CREATE TYPE ward AS ENUM (SELECT DISTINCT ward FROM gazetteer WHERE ward IS NOT NULL ORDER BY ward)")
    db.execute(f"CREATE TYPE code AS ENUM (SELECT DISTINCT code FROM codes ORDER BY code)")
    db.execute(
        f"""CREATE TABLE records AS SELECT crime_reference_number, offence_type::code AS offence_type, committed_from_date,
            date_trunc('month', committed_from_date)::DATE AS month, ward::ward AS ward, street, place, easting, northing,
            method_of_entry, property_stolen, weapon_used, domestic_incident FROM ({selection(csv)})"""
    )
    db.execute("CREATE INDEX by_reference ON records (crime_reference_number)")
    db.execute("CHECKPOINT")
    db.close()
    os.rename(part, database)
    return {"seconds": time.perf_counter() - began, "bytes": os.path.getsize(database)}


def query(database, reference, runs):
    db = duckdb.connect(database, read_only=True)
    db.execute("SET threads = 2; SET enable_progress_bar = false")
    codes = ", ".join(f"'{code}'" for code in GROUP)
    counts = "SELECT month, ward, count(*) AS n FROM records {} GROUP BY month, ward ORDER BY month, ward"
    queries = {
        "oneGroupOneYear": counts.format(f"WHERE offence_type IN ({codes}) AND committed_from_date BETWEEN DATE '2019-01-01' AND DATE '2019-12-31'"),
        "everything": counts.format(""),
        "oneGroupAllDates": counts.format(f"WHERE offence_type IN ({codes})"),
        "lookUp": f"SELECT * FROM records WHERE crime_reference_number = '{reference}'",
    }
    result = {"engine": "DuckDB", "version": duckdb.__version__, "form": "native, unencrypted, enumerations, indexed reference"}
    for name, text in queries.items():
        times = []
        for _ in range(runs + 2):
            began = time.perf_counter()
            rows = db.execute(text).fetchall() if name == "lookUp" else db.sql(text).to_arrow_table()
            times.append((time.perf_counter() - began) * 1000)
        total = len(rows) if name == "lookUp" else int(sum(rows["n"].to_pylist()))
        result[name] = {"milliseconds": statistics.median(times[2:]), "records": total}
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

#!/usr/bin/env python3
"""Runs every benchmark on this machine, one process at a time, and writes Benchmarks/RESULTS.md. Called by Benchmarks/run."""
import argparse
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
DATA = HERE / "data"
PYTHON = sys.executable
SHAREWELL = pathlib.Path(os.environ.get("SHAREWELL", ROOT / ".build/release/sharewell"))
DATASET = "police-recorded-crime-offence"
GROUP = ["28E", "28F", "28G", "30C", "30D"]
QUERIES = [
    ("oneGroupOneYear", "(a) one offence group in one year"), ("everything", "(b) everything"),
    ("oneGroupAllDates", "(c) one group, all dates"),
]  # fmt: skip


def note(text):
    print(text, file=sys.stderr, flush=True)


def peer(name, *arguments):
    """One run of a peer in a process of its own: its JSON answer."""
    command = [PYTHON, str(HERE / f"peer_{name}.py"), str(DATA), *map(str, arguments)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


class Hub:
    """A hub for one benchmark, run by its own command line only."""

    def __init__(self, folder):
        self.folder = folder
        self.passphrase = folder.with_suffix(".passphrase")

    def run(self, *arguments):
        """Runs a command: output, seconds, what it used of the machine."""
        began = time.perf_counter()
        process = subprocess.Popen(
            [str(SHAREWELL), *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "SHAREWELL_HUB": str(self.folder), "SHAREWELL_PASSPHRASE_FILE": str(self.passphrase)},
        )  # fmt: skip
        output, notes = process.stdout.read(), process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"sharewell {' '.join(map(str, arguments))} ended with {process.returncode}:\n{notes}{output}")
        return output, seconds, usage

    def begin(self, code_point):
        """A hub with the whole gazetteer, a supplier and an analyst; unsealed for the day, as a hub at work is."""
        if self.folder.exists():
            shutil.rmtree(self.folder)
        self.passphrase.write_text("a passphrase for the benchmark only\n")
        self.run("init", "--partnership", "Benchmark CSP", "--passphrase-file", self.passphrase)
        self.run("places", "import", code_point)
        self.run("places", "import", DATA / "properties.csv")
        self.run("agency", "add", "police", "--name", "Police", "--class", "police-force")
        self.run("person", "add", "supplier", "--name", "S", "--agency", "police", "--role", "data-supplier")
        self.run("person", "add", "analyst", "--name", "A", "--agency", "police", "--role", "analyst", "--dataset", DATASET)
        self.run("protocol", "add", "isp", "--title", "ISP")
        self.run("protocol", "sign", "isp", "--agency", "police")

    def supply(self, file):
        output, seconds, usage = self.run("supply", file, "--dataset", DATASET, "--from", "police", "--as", "supplier", "--json")
        outcome = json.loads(output.splitlines()[0])
        size = sum(path.stat().st_size for path in self.folder.glob("vault/**/*") if path.is_file())
        return {
            "engine": "Sharewell", "seconds": seconds, "rows": outcome["recordsSealed"], "rejected": outcome["recordsRejected"],
            "bytes": size, "peakBytes": usage.ru_maxrss * 1024, "cpuSeconds": usage.ru_utime + usage.ru_stime,
        }  # fmt: skip


def median_run(runs, work):
    """The run of median seconds among several."""
    taken = sorted((work() for _ in range(runs)), key=lambda run: run["seconds"])
    return taken[len(taken) // 2]


def intake(rows, runs, code_point):
    file = DATA / f"offences-{rows}.csv"
    warm(file)
    results = []

    def sharewell():
        hub = Hub(DATA / "hub-intake")
        hub.begin(code_point)
        warm(file)
        return hub.supply(file)

    note(f"Intake of {rows:,} rows: Sharewell")
    results.append({**median_run(runs, sharewell), "form": "sealed segment, AES-256-GCM"})
    for form in ("encrypted", "plain"):
        note(f"Intake of {rows:,} rows: DuckDB, {form} Parquet")
        results.append(median_run(runs, lambda: peer("duckdb", "intake", file, DATA / f"out-{form}.parquet", form)))
    note(f"Intake of {rows:,} rows: Polars")
    results.append(median_run(runs, lambda: peer("polars", "intake", file, DATA / "out-polars.parquet")))
    return results


def warm(file):
    """Reads the file once, so that every engine finds it in memory."""
    with open(file, "rb", buffering=0) as stream:
        while stream.read(1 << 24):
            pass


def queries(rows, runs, code_point):
    file = DATA / f"offences-{rows}.csv"
    middle = rows // 2
    reference = f"13/{middle:09d}/BX"
    hub = Hub(DATA / "hub-query")
    note(f"Taking {rows:,} rows into Sharewell")
    hub.begin(code_point)
    sealed = hub.supply(file)
    prepared = {}
    for name in ("duckdb", "polars"):
        note(f"Taking {rows:,} rows into {name}")
        prepared[name] = peer(name, "prepare", file, DATA / f"native-{rows}.{name}")
    note("Queries: Sharewell")
    where = [word for code in GROUP for word in ("--where", f"offence_type={code}")]
    output, _, _ = hub.run(
        "bench", "query", "--as", "analyst", "--dataset", DATASET, "--reference", reference, "--runs", max(7, runs), "--json", *where
    )
    answers = [{"engine": "Sharewell", "form": "sealed segment, AES-256-GCM", **json.loads(output.splitlines()[0])}]
    for name in ("duckdb", "polars"):
        note(f"Queries: {name}")
        answers.append(peer(name, "query", DATA / f"native-{rows}.{name}", reference, max(7, runs)))
    return sealed, prepared, answers


def ledger():
    note("Ledger")
    folder = DATA / "ledger-bench"
    if folder.exists():
        shutil.rmtree(folder)
    output, _, _ = Hub(DATA / "hub-query").run("bench", "ledger", "--in", folder, "--json")
    return json.loads(output.splitlines()[0])


def machine():
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.processor())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout.splitlines()
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB, {platform.system()} {platform.release()}", swift[0] if swift else "?"


def megabytes(size):
    return f"{size / 1e6:,.0f} MB"


def intake_table(results):
    lines = [
        "| engine | writes | seconds | rows/s | core-seconds | size | peak memory | Sharewell is |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    ours = results[0]
    for run in results:
        ratio = "" if run is ours else f"{run['seconds'] / ours['seconds']:.2f} × as fast"
        lines.append(
            f"| {run['engine']} {run.get('version', '')} | {run['form']} | {run['seconds']:.2f} | {run['rows'] / run['seconds']:,.0f} "
            f"| {run['cpuSeconds']:.2f} | {megabytes(run['bytes'])} | {megabytes(run['peakBytes'])} | {ratio} |"
        )
    return lines


def query_table(answers):
    ours = answers[0]
    lines = ["| month × ward | Sharewell | DuckDB | Polars | better peer ÷ Sharewell |", "|---|---:|---:|---:|---:|"]
    ratios = []
    for name, title in QUERIES:
        times = [answer[name]["milliseconds"] for answer in answers]
        ratios.append(min(times[1:]) / times[0])
        lines.append(f"| {title} | {times[0]:.1f} ms | {times[1]:.1f} ms | {times[2]:.1f} ms | {ratios[-1]:.2f} |")
    times = [answer["lookUp"]["milliseconds"] for answer in answers]
    lines.append(f"| look-up by reference | {times[0]:.2f} ms | {times[1]:.2f} ms | {times[2]:.1f} ms | |")
    counted = {name: [answer[name]["records"] for answer in answers] for name, _ in QUERIES}
    return lines, ratios, counted, ours["lookUp"]["milliseconds"]


def verdict(met, text):
    return f"- {'met' if met else '**missed**'}: {text}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--query-rows", type=int, required=True)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--code-point", type=pathlib.Path, required=True)
    options = parser.parse_args()
    note(f"Making the files: {options.rows:,} and {options.query_rows:,} rows (kept in Benchmarks/data for next time)")
    subprocess.run([PYTHON, str(HERE / "generate.py"), str(DATA), str(options.code_point), str(options.rows), str(options.query_rows)], check=True)

    taken = intake(options.rows, options.runs, options.code_point)
    sealed, prepared, answers = queries(options.query_rows, options.runs, options.code_point)
    events = ledger()

    where, swift = machine()
    lookups, ratios, counted, look_up = query_table(answers)
    better = min(run["seconds"] for run in taken[1:])
    geometric = statistics.geometric_mean(ratios)
    page = [
        "# Results of the last benchmark",
        "",
        f"`make bench ROWS={options.rows} QUERY_ROWS={options.query_rows}` on {where}; {swift}.",
        f"Medians of {options.runs} runs (queries: {max(7, options.runs)}, data warm). {options.code_point.name}; {time.strftime('%Y-%m-%d')}. What is measured and how: [README](README.md).",
        "",
        f"## Intake: {options.rows:,} rows of the 17-field police crime offence file, {megabytes((DATA / f'offences-{options.rows}.csv').stat().st_size)}",
        "",
        *intake_table(taken),
        "",
        f"Sharewell's seconds are the whole command from outside; the peers' leave out starting Python and loading their gazetteer. Rejected rows: {taken[0]['rejected']}.",
        "",
        f"## Queries: {options.query_rows:,} rows",
        "",
        *lookups,
        "",
        f"Counted the same by all: {', '.join(f'{name} {values[0]:,}' for name, values in counted.items())}."
        if all(len(set(values)) == 1 for values in counted.values())
        else f"**The engines count differently**: {counted}.",
        f"Files: Sharewell {megabytes(sealed['bytes'])} sealed, DuckDB {megabytes(prepared['duckdb']['bytes'])}, Polars {megabytes(prepared['polars']['bytes'])}. "
        f"Sharewell took the {options.query_rows:,} rows in {sealed['seconds']:.1f} s with a peak of {megabytes(sealed['peakBytes'])}.",
        "",
        "## Ledger",
        "",
        "| | |",
        "|---|---:|",
        *(f"| {key} | {value:,.2f} |" if isinstance(value, float) else f"| {key} | {value:,} |" for key, value in events.items()),
        "",
        "## Goals",
        "",
        verdict(better / taken[0]["seconds"] >= 3, f"intake at three times the better peer's rows per second: {better / taken[0]['seconds']:.2f}"),
        verdict(sealed["peakBytes"] < 2**30, f"memory below 1 GiB at {options.query_rows:,} rows: {sealed['peakBytes'] / 2**20:,.0f} MiB"),
        verdict(geometric >= 2, f"queries at twice the better peer (geometric mean): {geometric:.2f}"),
        verdict(min(ratios) >= 1, f"no query slower than the better peer: {min(ratios):.2f} at worst"),
        verdict(look_up < 10, f"look-up under 10 ms: {look_up:.2f} ms"),
        "",
    ]
    findings = HERE / "FINDINGS.md"
    if findings.exists():
        page += [findings.read_text(encoding="utf-8").rstrip(), ""]
    text = "\n".join(page)
    (HERE / "RESULTS.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()

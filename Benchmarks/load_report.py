"""What `make load` found, as a page."""
import datetime
import os
import pathlib
import platform
import statistics
import subprocess

from load_hub import ROOT


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))] if values else float("nan")


def milliseconds(phase):
    return [one.seconds * 1000 for one in phase.taken]


def p99(phase):
    return percentile(milliseconds(phase), 0.99)


def middle(phases):
    """The run in the middle, by its 99th percentile; of two the worse."""
    return sorted(phases, key=p99)[len(phases) // 2]


def machine():
    names = [line.split(":")[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    memory = int(pathlib.Path("/proc/meminfo").read_text().split()[1]) / 1024 / 1024
    return f"{os.cpu_count()} processors ({names[0] if names else platform.machine()}), {memory:.0f} GiB, Linux {platform.release()}"


def commit():
    def git(*arguments):
        return subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True).stdout.strip()

    dirty = " with changes" if git("status", "--porcelain", "--untracked-files=no", "--", "Sources", "Packages", "Face", "Package.swift") else ""
    return f"{git('rev-parse', '--short=10', 'HEAD') or 'unknown'}{dirty}"


def row(phase):
    times = milliseconds(phase)
    failed = sum(1 for one in phase.taken if one.fault)
    shares = " | ".join(f"{percentile(times, share):.1f}" for share in (0.5, 0.9, 0.99, 0.999))
    late = percentile([one.late * 1000 for one in phase.taken], 0.99)
    return (
        f"| {phase.name} | {len(times):,} | {failed} | {shares} | {max(times):.0f} | {phase.server:.2f} | {phase.client:.2f} | {phase.rest:.2f} |"
        f" {phase.average:.1f} | {late:.1f} |"
    )


def by_kind(phases):
    rows = []
    for kind in dict.fromkeys(one.kind.name for phase in phases for one in phase.taken):
        those = [one for phase in phases for one in phase.taken if one.kind.name == kind]
        times = [one.seconds * 1000 for one in those]
        rows.append((percentile(times, 0.99), kind, those[0].kind.role, times))
    lines = [
        f"| {kind} | {role} | {len(times):,} | {statistics.median(times):.1f} | {percentile(times, 0.9):.1f} | {share:.1f} | {max(times):.0f} |"
        for share, kind, role, times in sorted(rows, reverse=True)
    ]
    return "\n".join(lines)


def goal(text, met, figure):
    return f"| {text} | {'met' if met else '**missed**'} | {figure} |"


def report(results, options, hub):
    quiet, upload, reading, large = results["quiet"], results["upload"], results["reading"], results["large"]
    usual, disturbed = middle(quiet), middle(upload)
    sent = disturbed.with_it
    failed = sum(1 for phase in [*quiet, *upload] for one in phase.taken if one.fault)
    most = max(points for points, *_ in results["map"])
    first, again = (statistics.median(entry[place] for entry in results["map"]) for place in (2, 3))
    grown = results["large-peak"] - results["before-large"]
    large_sent = large.with_it
    goals = "\n".join([
        goal(
            f"99 of 100 pages within 50 ms at {options.rate} requests a second", p99(usual) < 50 and not failed,
            f"{p99(usual):.1f} ms ({', '.join(f'{p99(phase):.1f}' for phase in quiet)}); {failed} failed",
        ),
        goal(
            f"the same while {options.upload} MiB come in", p99(disturbed) < 50 and sent["status"] == 200,
            f"{p99(disturbed):.1f} ms ({', '.join(f'{p99(phase):.1f}' for phase in upload)})",
        ),
        goal("memory under 500 MB", results["memory"] < 500, f"{results['memory']:.0f} MB at most; {results['peak']:.0f} MB with files that came and one that was read"),
        goal("a map of 50,000 points within a second", first < 1 and most >= 50_000, f"{most:,} points in {first * 1000:.0f} ms"),
        goal(
            f"a file of {options.large} MiB takes no memory", grown < 100 and large_sent["status"] == 200,
            f"{results['large-peak']:.0f} MB at most, {grown:.0f} MB more than before",
        ),
    ])  # fmt: skip
    return f"""# The hub at work

Written by `make load`, {datetime.date.today():%Y-%m-%d}, commit {commit()}; {machine()}. What is measured and how: [README](README.md).

{options.rows:,} records of crimes in a hub of a region; {results['people']} people signed in, each with a connection and session of their own; {options.rate} requests a second of
{len({one.kind.name for one in usual.taken})} kinds of pages over TLS for {options.seconds} s. The program that asks runs on the same processors. **p99 of a line is over all of its requests, each timed
from when it was due**, so a stall counts for everybody who waits.

| the aim | | |
|---|---|---|
{goals}

| | requests | failed | median ms | 90 % | 99 % | 99.9 % | most | server | asking | others | load | late |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
{chr(10).join(row(phase) for phase in [*quiet, *upload, reading, large])}

*Server*, *asking* and *others* are processors used by the hub, by the program that asks, and by everything else on the machine (the sender of files too);
*load* is the machine's load average at the end; *late*, in ms, is by how much 99 of 100 requests were sent after they were due at most, which counts as the hub's.

- Signing in: {results['people']} people in {results['signing']:.0f} s, each with PBKDF2 of 600,000 rounds. TLS handshakes in all: {results['opened']:,}.
- The file that came in: {sent['bytes'] / 2**20:,.0f} MiB in {sent['seconds']:.0f} s, in parts of 8 MiB. Reading it (parsing, checking, depersonalising, sealing) took {reading.with_it[0]:.1f} s.
- The larger file: {large_sent['bytes'] / 2**20:,.0f} MiB in {large_sent['seconds']:.0f} s, {large_sent['bytes'] / 1e6 / large_sent['seconds']:.0f} MB a second, answered with {large_sent['status']}.
- The map: {first * 1000:.0f} ms where nobody asked for it before, {again * 1000:.0f} ms again; {results['map'][0][1] / 1024:.0f} KiB. Median of {len(results['map'])}, from asking to the last byte.

## Pages, no file coming in

| page | role | requests | median ms | 90 % | 99 % | most |
|---|---|--:|--:|--:|--:|--:|
{by_kind(quiet)}
"""

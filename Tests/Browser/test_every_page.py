"""Every page that a role can reach by its links: judged by axe, at 320 pixels, with JavaScript and without."""

import re
from collections import deque
from urllib.parse import urlsplit

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error

from hub import PEOPLE, ROOT

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
# Of pages that differ by what they are about alone, two are looked at.
ALIKE = 2
MOST = 60
# A text that is missing shows as its key: home.title.
SECTIONS = set(yaml.safe_load((ROOT / "Face/texts/en.yaml").read_text()))
FILES = {"request.yaml"}


def kind(address):
    """The page's kind: its path with names and numbers left out, and the names of its query."""
    parts = urlsplit(address)
    path = re.sub(r"/(?=[^/]*\d)[^/]+", "/*", parts.path)
    return path, tuple(sorted(pair.split("=")[0] for pair in parts.query.split("&") if pair))


def faults_of(page, axe):
    found = []
    for violation in axe.run(page, options=RULES).response["violations"]:
        nodes = "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:3])
        found.append(f"axe {violation['id']} ({violation['impact']}): {nodes}")
    headings = page.locator("h1").count()
    if headings != 1:
        found.append(f"{headings} first headings")
    for key in sorted(set(re.findall(r"\b[a-z-]+(?:\.[a-z0-9-]+)+\b", page.locator("body").inner_text()))):
        if key.split(".")[0] in SECTIONS and key not in FILES:
            found.append(f"the key {key} in place of its text")
    page.set_viewport_size({"width": 320, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > 320:
        widest = page.evaluate(
            """() => [...document.querySelectorAll('main *, header *, footer *')].filter(e => e.getBoundingClientRect().right > 321)
            .slice(0, 3).map(e => e.tagName.toLowerCase() + '.' + (e.getAttribute('class') || '')).join(', ')"""
        )
        found.append(f"{width} pixels wide where 320 are there: {widest}")
    page.set_viewport_size({"width": 1000, "height": 800})
    return found


def crawl(page, hub):
    """Goes to every page linked from home, and from there; what is wrong with each."""
    axe, queue, seen, kinds, faults, visited = Axe(), deque(["/"]), {"/"}, {}, [], []
    while queue and len(visited) < MOST:
        path = queue.popleft()
        try:
            answer = page.goto(path)
        except Error as error:
            if "Download is starting" in error.message:
                continue
            raise
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        visited.append(path)
        if answer.status != 200:
            faults.append(f"{path}: linked and answers {answer.status}")
        faults += [f"{path}: {fault}" for fault in faults_of(page, axe)]
        for link in page.locator("a[href]").evaluate_all("links => links.filter(a => !a.hasAttribute('download')).map(a => a.getAttribute('href'))"):
            if link.startswith("?"):
                link = urlsplit(path).path + link
            link = link.split("#")[0]
            if not link.startswith("/") or link.startswith(("//", "/assets/")) or link in seen:
                continue
            seen.add(link)
            if kinds.get(kind(link), 0) < ALIKE:
                kinds[kind(link)] = kinds.get(kind(link), 0) + 1
                queue.append(link)
    return visited, faults


@pytest.mark.parametrize("role", PEOPLE)
def test_pages_of(role, visit, hub):
    visited, faults = crawl(visit(role), hub)
    print(f"{role}: {len(visited)} pages: {' '.join(visited)}")
    assert len(visited) >= 3
    assert not faults, f"{len(faults)} faults on {len(visited)} pages:\n" + "\n".join(faults)


def test_pages_of_nobody(visit, hub):
    page, axe, faults = visit(), Axe(), []
    for path in ("/sign-in", "/invitation", "/help", "/accessibility", "/nowhere"):
        page.goto(path)
        faults += [f"{path}: {fault}" for fault in faults_of(page, axe)]
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in").click()
    faults += [f"a fault shown: {fault}" for fault in faults_of(page, axe)]
    assert page.get_by_role("alert").is_visible()
    assert not faults, "\n".join(faults)

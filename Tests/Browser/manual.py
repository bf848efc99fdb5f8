#!/usr/bin/env python3
"""Takes the pictures of the manual. Usage: manual.py FOLDER"""

import os
import pathlib
import sys

from playwright.sync_api import sync_playwright

from hands import Hands
from hub import PEOPLE, SampleHub
from people import sign_up, watch
from test_journeys import answer
from test_supplier import CRIME, begin, wait

# Who looks at what: (name, role, address). A part in capitals is the first link of that form found on the page before.
PICTURES = [
    ("sign-in", None, "/sign-in"),
    ("home-supplier", "data-supplier", "/"),
    ("supplies", "data-supplier", "/supplies"),
    ("supply-report", "data-supplier", "/supplies/s000001"),
    ("home-analyst", "analyst", "/"),
    ("catalogue", "analyst", "/catalogue"),
    ("catalogue-dataset", "analyst", "/catalogue/police-recorded-crime-offence"),
    ("home-liaison-officer", "liaison-officer", "/"),
    ("requests", "liaison-officer", "/requests"),
    ("request-desk", "liaison-officer", "/requests/r000003"),
    ("request-facts", "liaison-officer", "/requests/r000003/facts"),
    ("home-meeting-member", "meeting-member", "/"),
    ("grants", "meeting-member", "/grants"),
    ("grant", "meeting-member", "/grants/g000002"),
    ("request-new", "meeting-member", "/requests/new"),
    ("home-co-ordinator", "co-ordinator", "/"),
    ("people", "co-ordinator", "/people"),
    ("person", "co-ordinator", "/people/a-shah"),
    ("partnership", "co-ordinator", "/partnership"),
    ("agencies", "co-ordinator", "/agencies"),
    ("protocol", "co-ordinator", "/protocols/isp-2026"),
    ("duties", "co-ordinator", "/duties"),
    ("request-guardian", "caldicott-guardian", "/requests/r000004"),
    ("home-auditor", "auditor", "/"),
    ("audit", "auditor", "/audit"),
    ("proofs", "auditor", "/audit/proofs"),
    ("operator", "operator", "/"),
]
MOST = 240 << 10
WIDTH = 1180


def settle(page):
    page.wait_for_load_state("networkidle")


def explore(page):
    """The analyst's pages, for which a purpose is stated first."""
    at = Hands(page)
    page.goto("/explore/police-recorded-crime-offence")
    at.choose("Intelligence")
    at.fill("Purpose, in your own words", "Strategic assessment, autumn 2022")
    at.press("Continue")
    settle(page)
    yield "explore"
    at.follow("Show on a map")
    settle(page)
    page.locator(".sw-map__canvas .leaflet-overlay-pane *").first.wait_for(state="attached")
    yield "explore-map"
    page.goto("/download/police-recorded-crime-offence")
    yield "download"


def supply(page, hub):
    """From the file to what would become of it."""
    at, file = Hands(page), hub.folder / "offences.csv"
    hub.run("sample", "--dataset", CRIME, "--rows", "400", "--seed", "7", "--to", str(file))
    with open(file, "a") as lines:
        lines.write("cut,short\r\n")
    begin(at)
    at.attach("The file", str(file))
    at.press("Send")
    at.sees("What is in each column?")
    yield "supply-columns"
    at.press("Continue")
    at.sees("Metadata form")
    yield "supply-metadata"
    at.press("Read the file")
    wait(at, "This is what would become of your file")
    yield "supply-rehearsed"


def ask(page):
    """Some questions of a request, until the law has something to say."""
    at = Hands(page)
    page.goto("/requests/new")
    at.select("Dataset", "Prolific and other Priority Offenders (sensitive personal)")
    at.press("Continue")
    at.follow("Begin")
    for place in range(9):
        if place:
            at.press("Continue")
        answer(at, page.url.rsplit("/", 1)[1].split("?")[0])
    yield "request-question"


def picture(page, folder, name):
    height = min(1400, page.evaluate("document.documentElement.scrollHeight"))
    while True:
        data = page.screenshot(clip={"x": 0, "y": 0, "width": WIDTH, "height": height}, full_page=True, animations="disabled")
        if len(data) <= MOST or height < 500:
            break
        height = int(height * 0.8)
    (folder / f"{name}.png").write_bytes(data)
    print(f"{name}.png {len(data) >> 10} KiB", file=sys.stderr)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    hub, faults = SampleHub(), []
    try:
        hub.make()
        hub.serve()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox", "--force-color-profile=srgb"]
            )
            pages = {}
            for role in {role for _, role, _ in PICTURES}:
                context = browser.new_context(
                    ignore_https_errors=True, locale="en-GB", timezone_id="Europe/London", viewport={"width": WIDTH, "height": 800}, base_url=hub.address
                )
                watch(context, hub.address, faults)
                pages[role] = context.new_page()
                if role:
                    sign_up(pages[role], hub, PEOPLE[role])
            for name, role, address in PICTURES:
                answer = pages[role].goto(address)
                if answer.status != 200:
                    print(f"{name}: {address} answers {answer.status} to {role}", file=sys.stderr)
                    continue
                settle(pages[role])
                picture(pages[role], folder, name)
            supplier, analyst, member = pages["data-supplier"], pages["analyst"], pages["meeting-member"]
            for page, journey in ((analyst, explore(analyst)), (supplier, supply(supplier, hub)), (member, ask(member))):
                for name in journey:
                    picture(page, folder, name)
            browser.close()
    finally:
        hub.close()
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))

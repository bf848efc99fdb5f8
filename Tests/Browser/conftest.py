"""One sample hub, one browser and one signed-in session per role for the whole run."""

import os
import pathlib
import sys

import pytest
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from hands import Hands  # noqa: E402
from hub import PEOPLE, SampleHub  # noqa: E402
from people import sign_up, watch  # noqa: E402


@pytest.fixture(scope="session")
def hub():
    hub = SampleHub()
    try:
        hub.make()
        hub.serve()
        yield hub
    finally:
        hub.close()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox", "--force-color-profile=srgb"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def states(hub, browser):
    """Cookies of each role, after signing up through the pages."""
    states = {}
    for role, person in PEOPLE.items():
        faults = []
        context = browser.new_context(ignore_https_errors=True, locale="en-GB", timezone_id="Europe/London")
        watch(context, hub.address, faults)
        sign_up(context.new_page(), hub, person)
        states[role] = context.storage_state()
        context.close()
        assert not faults, faults
    return states


@pytest.fixture
def visit(hub, browser, states):
    """visit(role, **options): a page for a person of that role; what pages must not do fails the test at its end."""
    contexts, faults = [], []

    def begin(role=None, javascript=True, width=1000, **options):
        context = browser.new_context(
            ignore_https_errors=True,
            locale="en-GB",
            timezone_id="Europe/London",
            java_script_enabled=javascript,
            viewport={"width": width, "height": 800},
            storage_state=states[role] if role else None,
            base_url=hub.address,
            accept_downloads=True,
            **options,
        )
        context.set_default_timeout(10_000)
        watch(context, hub.address, faults)
        contexts.append(context)
        return context.new_page()

    yield begin
    for context in contexts:
        context.close()
    assert not faults, "\n".join(sorted(set(faults)))


@pytest.fixture(params=["keyboard, forced colours", "no JavaScript, 320 pixels"])
def hands(request, visit):
    """hands(role): a person of that role at work, once by keyboard alone with forced colours, once without JavaScript on a narrow screen."""

    def begin(role):
        if request.param.startswith("keyboard"):
            page = visit(role, forced_colors="active")
            return Hands(page, keyboard=True)
        return Hands(visit(role, javascript=False, width=320))

    return begin

"""A data supplier sends a file and sees what became of it."""

import itertools
import re

CRIME = "police-recorded-crime-offence"
seeds = itertools.count(20)


def begin(at):
    """Up to the page that takes the file."""
    at.page.goto("/")
    at.section("Supplies")
    at.follow("Supply records")
    at.choose("Police recorded crime: the offence")
    at.press("Continue")
    at.sees("Send the file")


def send(at, file):
    """Up to the reading of it."""
    begin(at)
    at.attach("The file", str(file))
    at.press("Send")
    at.sees("What is in each column?")
    at.press("Continue")
    at.sees("Metadata form")
    at.press("Read the file")


def wait(at, text):
    """A page that says how far it is shows the next by itself, or when it is looked at again where there is no JavaScript."""
    for _ in range(60):
        if at.page.get_by_role("heading", level=1, name=text).count():
            return
        again = at.link("See how far it is")
        if again.count():
            at.follow("See how far it is")
        else:
            at.page.wait_for_timeout(250)
    raise AssertionError(f"{text} never came: {at.page.title()}")


def test_sends_a_file(hands, hub, tmp_path):
    at = hands("data-supplier")
    file = tmp_path / "offences.csv"
    hub.run("sample", "--dataset", CRIME, "--rows", "120", "--seed", str(next(seeds)), "--to", str(file))
    with open(file, "a") as lines:
        lines.write("cut,short\r\n")
    send(at, file)
    wait(at, "This is what would become of your file")
    at.sees("One record could not be taken")
    with at.page.expect_download() as taken:
        at.page.get_by_role("link", name="Download the rejected records").or_(
            at.page.get_by_role("button", name="Download the rejected records")
        ).first.click()
    assert "cut" in open(taken.value.path()).read()
    at.press("Confirm and supply")
    wait(at, "Your supply is taken")
    at.sees("What happens next")
    at.follow(re.compile("^See supply s"))
    at.sees("Quality stamp")
    at.sees("Police recorded crime")
    assert re.search(r"/supplies/s\d+$", at.page.url)


def test_takes_a_supply_back(hands, hub, tmp_path):
    at = hands("data-supplier")
    file = tmp_path / "offences.csv"
    hub.run("sample", "--dataset", CRIME, "--rows", "60", "--seed", str(next(seeds)), "--to", str(file))
    supply = re.search(r"s\d{6}", hub.run("supply", str(file), "--dataset", CRIME, "--from", "beds-police", "--as", "p-ellis"))[0]
    at.page.goto(f"/supplies/{supply}/withdraw")
    at.fill("Reason", "sent in error")
    at.press("Withdraw")
    at.sees(f"Supply {supply} is withdrawn")

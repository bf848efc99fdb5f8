"""Requests made and brought to a stage by the command line, so that a journey begins where its person's work does."""

import re

OFFENDERS = "prolific-and-other-priority-offender"
SOURCE_FACTS = (
    "information-originated-elsewhere=no information-is-drug-test-result=no information-is-treatment=no information-is-health-or-social-care=no "
    "held-in-confidence=no information-is-minimum=yes information-is-accurate=yes needed-for-public-function=yes "
    "needed-for-justice-or-crown-function=yes"
).split()


def asked(hub):
    """A request of the meeting member's for the police, which nothing is missing of but the decision."""
    made = hub.run("request", "make", str(hub.folder / "run/request-2.yaml"), "--as", "m-rao")
    number = re.search(r"r\d{6}", made)[0]
    hub.run("request", "state", number, *SOURCE_FACTS, "--as", "j-okafor")
    return number


def granted(hub):
    """A grant of the meeting member's."""
    number = asked(hub)
    hub.run("request", "grant", number, "--why", "the case meeting is about this offender", "--as", "j-okafor")
    return re.findall(rf"(g\d{{6}}) .*", hub.run("grant", "list", "--as", "m-rao"))[-1], number


def asked_of_hospital(hub):
    """A request that the hospital's guardian advises on."""
    return re.search(r"r\d{6}", hub.run("request", "make", str(hub.folder / "run/request-3.yaml"), "--as", "a-shah"))[0]


def events(hub):
    """The ledger as text, for what a journey must have left in it."""
    return hub.run("ledger", "log", "--json")

"""Signing in as a person does: invitation, password, authenticator; and a browser that reports what pages must not do."""

import base64
import hmac
import re
import struct
import time

from hub import PASSWORD


def one_time_code(base32, moment=None):
    """The six digits an authenticator shows (RFC 6238)."""
    secret = base64.b32decode(base32 + "=" * (-len(base32) % 8))
    digest = hmac.digest(secret, struct.pack(">Q", int((moment or time.time()) // 30)), "sha1")
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place:place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def watch(context, address, faults):
    """Notes what a page of the hub never does: ask another host, fail to load a part of itself, break its own policy, throw."""

    def asked(request):
        if not request.url.startswith((address + "/", "data:", "blob:")):
            faults.append(f"a request to {request.url.split('?')[0]}")

    def answered(response):
        if response.status >= 400 and response.request.resource_type not in ("document", "xhr", "fetch"):
            faults.append(f"{response.status} for {response.url}")

    def said(message):
        # A page that refuses is an answer like another; the browser notes its status as an error.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            faults.append(f"console at {message.page.url if message.page else '?'}: {message.text}")

    context.on("request", asked)
    context.on("response", answered)
    context.on("console", said)
    context.on("weberror", lambda error: faults.append(f"thrown: {error.error}"))


def sign_up(page, hub, person):
    """Takes up an invitation, sets an authenticator up, and signs in with both. The page ends on the person's home."""
    page.goto(f"{hub.address}/invitation")
    page.get_by_label("Short name").fill(person)
    page.get_by_label("Invitation code").fill(hub.invite(person))
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("The new password again").fill(PASSWORD)
    page.get_by_role("button", name="Set password and sign in").click()
    assert page.url.endswith("/account/authenticator"), f"{person}: {page.url} {page.title()}"
    key = re.sub(r"\s", "", page.locator("details pre, details .sw-verbatim").first.text_content())
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_label("Code", exact=True).fill(one_time_code(key))
    page.get_by_role("button", name="Confirm").click()
    recovery = page.locator(".sw-verbatim").first.text_content().split()
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_label("Short name").fill(person)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    # The authenticator's code of this half minute was used above; a recovery code opens it too, once.
    page.get_by_label("One-time code").fill(recovery[0])
    page.get_by_role("button", name="Continue").click()
    assert page.url == f"{hub.address}/", f"{person} was not let in: {page.url}"

"""Two ways to use a page: with a pointer, and with nothing but the keyboard."""

import re

MOST_TABS = 250


class Hands:
    """What a person does on a page, by the words they see."""

    def __init__(self, page, keyboard=False):
        self.page, self.keyboard = page, keyboard

    # -- by what is written there

    def field(self, label):
        return self.page.get_by_label(label, exact=isinstance(label, str)).first

    def fill(self, label, text):
        target = self.field(label)
        if not self.keyboard:
            return target.fill(text)
        self.reach(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, label):
        """A radio button or a checkbox."""
        target = self.field(label)
        if not self.keyboard:
            return target.check()
        if target.get_attribute("type") == "checkbox":
            self.reach(target)
            if not target.is_checked():
                self.page.keyboard.press("Space")
        else:
            # The keyboard comes to a group once, and moves within it by arrows.
            group = self.page.locator(f"input[type=radio][name={quoted(target.get_attribute('name'))}]")
            self.reach(group)
            if not self.is_focused(target):
                for _ in range(group.count()):
                    self.page.keyboard.press("ArrowDown")
                    if self.is_focused(target):
                        break
            if not target.is_checked():
                self.page.keyboard.press("Space")
        assert target.is_checked(), f"{label} could not be chosen"

    def select(self, label, option):
        target = self.field(label)
        if not self.keyboard:
            return target.select_option(label=option)
        self.reach(target)
        self.page.keyboard.type(option)
        assert target.evaluate("s => s.selectedOptions[0].label") == option

    def attach(self, label, file):
        self.page.get_by_label(label).first.set_input_files(file)

    def press(self, name, follows=True):
        """Presses a button; what follows is a page, or a file where `follows` is false."""
        target = self.page.get_by_role("button", name=name, exact=isinstance(name, str)).first
        if not self.keyboard:
            return target.click()
        self.reach(target)
        if not follows:
            return self.page.keyboard.press("Enter")
        self.enter()

    def unfold(self, name):
        """Opens what is folded under those words, if it is not open."""
        target = self.page.locator("summary").filter(has_text=name).first
        if target.evaluate("s => s.parentElement.open"):
            return None
        if not self.keyboard:
            return target.click()
        self.reach(target)
        self.page.keyboard.press("Enter")

    def follow(self, name):
        target = self.link(name).first
        if not self.keyboard:
            return target.click()
        self.reach(target)
        self.enter()

    def link(self, name):
        """A link, or one that looks and sounds like a button, as the first step of a task does."""
        exact = isinstance(name, str)
        return self.page.get_by_role("link", name=name, exact=exact).or_(self.page.locator("a").and_(self.page.get_by_role("button", name=name, exact=exact)))

    def section(self, name):
        """Goes to a section by the navigation; it is folded on a narrow page."""
        menu = self.page.get_by_role("button", name="Menu")
        if menu.count() and menu.is_visible() and menu.get_attribute("aria-expanded") == "false":
            self.press("Menu")
        target = self.page.get_by_role("navigation", name="Sections").get_by_role("link", name=name).first
        if not self.keyboard:
            return target.click()
        self.reach(target)
        self.enter()

    def sees(self, text):
        self.page.locator("body").filter(has_text=text).wait_for(timeout=15_000)
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{self.page.url} is {wide} pixels wider than the window"

    # -- by keyboard

    def is_focused(self, target):
        return target.evaluate("e => e === document.activeElement")

    def reach(self, targets):
        """Tab until one of them has the focus, which has to be seen."""
        for _ in range(MOST_TABS):
            if targets.evaluate_all("all => all.includes(document.activeElement)"):
                break
            self.page.keyboard.press("Tab")
        else:
            raise AssertionError(f"the keyboard does not come to {targets}")
        seen = self.page.evaluate(
            """() => { const e = document.activeElement, look = x => { const s = getComputedStyle(x);
            return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none' };
            return look(e) || (e.nextElementSibling && ['::before', '::after'].some(p => { const s = getComputedStyle(e.nextElementSibling, p);
            return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none' })) }"""
        )
        assert seen, f"the focus is not seen on {self.page.evaluate('document.activeElement.outerHTML.slice(0, 200)')}"

    def enter(self):
        """Presses Enter and waits for the page that follows."""
        with self.page.expect_event("load", timeout=15_000):
            self.page.keyboard.press("Enter")


def quoted(text):
    return '"' + re.sub(r'(["\\])', r"\\\1", text or "") + '"'

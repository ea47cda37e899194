"""Chromium as the tests of the pages use it: one window, and all that goes wrong in it or leaves the host."""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request

from peelgraph.server import query_page

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
EDITOR_MISSING = "" if query_page.has_editor() else "the editor is not built: make web (needs npm)"
AXE_MISSING = "" if AXE.is_file() else "axe-core is not installed: make web (needs npm)"
STANDARD = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")
"""Names in axe-core of the rules that WCAG 2.2 AA is made of."""


class Window:
    """A window of its own, with nothing kept from others. When it is closed, nothing must have gone wrong in it."""

    def __init__(self, browser: Browser, base: str, *, scripts: bool = True, width: int = 1280) -> None:
        self._context = browser.new_context(
            base_url=base, java_script_enabled=scripts, viewport={"width": width, "height": 800}
        )
        self._base = base
        self.page: Page = self._context.new_page()
        self.complaints: list[str] = []
        """Errors and warnings of the console, scripts that failed, dialogs, and requests to other hosts."""
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script failed: {error}"))
        self.page.on("dialog", self._dialog)
        self._context.on("request", self._request)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._context.close()
        if error is None:
            assert not self.complaints, self.complaints

    def _console(self, message: ConsoleMessage) -> None:
        # A page that tells a fault has the status of one, which Chromium puts on the console.
        own = message.text.startswith("Failed to load resource") and message.location["url"] == self.page.url
        if message.type in {"error", "warning"} and not own:
            self.complaints.append(f"console: {message.text}")

    def _dialog(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        if urlsplit(request.url)[:2] != urlsplit(self._base)[:2]:
            self.complaints.append(f"request to {request.url}")

    def open(self, address: str) -> Page:
        """Go to an address of the server."""
        self.page.goto(address)
        return self.page

    def faults(self, *rules: str) -> list[str]:
        """What axe-core finds: impact, rule and the elements.

        Args:
            rules: only these, else all that WCAG 2.2 AA is made of.
        """
        only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": STANDARD}
        # As a debugger's expression, to which the Content-Security-Policy of the page does not apply.
        self.page.evaluate(AXE.read_text())
        options = json.dumps({"runOnly": only, "resultTypes": ["violations"]})
        found: dict[str, Any] = self.page.evaluate(f"axe.run(document, {options})")
        return [
            f"{each['impact']}: {each['id']}: {[node['target'] for node in each['nodes']]}"
            for each in found["violations"]
        ]

    def table(self) -> list[str]:
        """Text of the cells of the tables that can be seen."""
        return self.page.locator("main td").all_inner_texts()

    def focused(self) -> str:
        """What has the focus: its name for a form, else its text, else its tag."""
        return str(
            self.page.evaluate(
                "(e => e.name ? `${e.name}=${e.type === 'checkbox' ? e.value : ''}` : e.innerText || e.tagName)"
                "(document.activeElement)"
            )
        )


class Opener(Protocol):
    """Makes windows."""

    def __call__(self, *, scripts: bool = True, width: int = 1280) -> Window: ...

"""What others say on a page's console, and a recorder of the rest.

Whatever a page reports as an error must match an entry below, or the test fails. An entry
names as much of the message as it can, so that it hides nothing of ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.async_api import ConsoleMessage, Error, Page, Request, Response

NOISE: tuple[tuple[str, str], ...] = (
    (
        r"https://cdn\.jsdelivr\.net/npm/(@fortawesome/|font-awesome@)",
        "Voila's page takes its icon font from a CDN, which a machine may not reach",
    ),
    (
        r"https://cdnjs\.cloudflare\.com/ajax/libs/mathjax/",
        "Voila as a server extension takes MathJax from a CDN, which a machine may not reach",
    ),
    (
        r'The getter for the shared module is not a function.*"shareKey":"@jupyterlab?',
        "Voila loads Notebook 7's Lab extension, which needs modules that Voila does not have",
    ),
    (
        r"Shared module @jupyterlab/\w+ doesn't exist in shared scope default",
        "the same, as it is worded when another module comes first",
    ),
    (
        r"^page error: Cannot read properties of undefined \(reading 'schema'\) .*/static/noteb",
        "Notebook 7 reads the settings of a plugin before they are there",
    ),
    (
        r"/voila/api/shutdown/",
        "Voila refuses its own page's word that it is left (403, voila#1458)",
    ),
    (
        r"^request failed: net::ERR_ABORTED ",
        "the page itself gave the request up, as every reload does",
    ),
)


def is_noise(report: str) -> bool:
    """Whether a report is one of others' that is known."""
    return any(re.search(pattern, report, re.DOTALL) for pattern, _ in NOISE)


@dataclass
class Console:
    """Collects what pages report: console errors, page errors, requests that failed.

    Attributes:
        reports: Each as one line that begins with its sort: `console error: ...`.
        expected: Patterns of what this one test provokes, beside others' noise.
    """

    reports: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """Take reports that match for granted, in this test alone; say why beside the call."""
        self.expected.append(pattern)

    def watch(self, page: Page) -> None:
        """Record a page, from now until `forget`."""
        page.on("console", self._console)
        page.on("pageerror", self._page_error)
        page.on("requestfailed", self._request_failed)
        page.on("response", self._response)

    def forget(self, page: Page) -> None:
        """Record it no more: what follows its closing is nobody's fault."""
        page.remove_listener("console", self._console)
        page.remove_listener("pageerror", self._page_error)
        page.remove_listener("requestfailed", self._request_failed)
        page.remove_listener("response", self._response)

    def unexpected(self) -> list[str]:
        """The reports that are neither known noise nor expected."""
        return [
            report
            for report in self.reports
            if not is_noise(report) and not any(re.search(each, report) for each in self.expected)
        ]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location.get("url", "")
            self.reports.append(f"console error: {message.text} ({where})")

    def _page_error(self, error: Error) -> None:
        self.reports.append(f"page error: {error.message} {error.stack or ''}")

    def _request_failed(self, request: Request) -> None:
        self.reports.append(f"request failed: {request.failure} {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.reports.append(f"response {response.status}: {response.url}")

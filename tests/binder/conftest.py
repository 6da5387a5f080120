"""The browser of the browser tests, for the one page that Binder opens."""

from tests.browser.conftest import browser, console, new_page, page, pytest_runtest_makereport

__all__ = ["browser", "console", "new_page", "page", "pytest_runtest_makereport"]

"""Run the tests of this folder in Debian's Chromium, with pytest-playwright's fixtures.

Every test in this folder is marked `browser`. If there is no Chromium on PATH, the tests are
skipped and the summary says so.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request
from pytest_django import Settings

from tests.browser.chromium import CHROMIUM_FLAGS, find_chromium
from tests.sample_pages import SamplePages

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Return the options with which pytest-playwright starts the browser."""
    executable = find_chromium()
    if executable is None:
        pytest.skip("no Chromium on PATH: install Debian's chromium to run the browser tests")
    return {"executable_path": executable, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session", autouse=True)
def orm_beside_playwright() -> Iterator[None]:
    """Allow the ORM in the thread where Playwright runs its event loop.

    Django forbids this to protect asynchronous code; our code is not asynchronous.
    """
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def site(live_server: Any, settings: Settings) -> str:
    """Start the site and return its address.

    A test with this fixture stores its data without an open transaction, so that the thread of the
    server can read the data.
    """
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
    return str(live_server.url)


@pytest.fixture
def scriptless_page(browser: Browser) -> Iterator[Page]:
    """Open a page in a browser in which JavaScript is switched off."""
    context: BrowserContext = browser.new_context(
        java_script_enabled=False, viewport={"width": 1440, "height": 900}
    )
    page = context.new_page()
    yield page
    context.close()


@pytest.fixture
def sample_pages(site: str) -> SamplePages:
    """Store and index the sample pages before the first request."""
    return SamplePages()


class Watch:
    """Records violations of the content security policy, script errors and missing files of a page.

    A visitor does not see these faults, so a test must look for them.
    """

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        page.add_init_script(
            "document.addEventListener('securitypolicyviolation', "
            "event => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI))"
        )
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", self._miss)

    def _miss(self, request: Request) -> None:
        # When the browser opens another page, requests of the previous page are aborted, most often
        # the request for its icon.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.url} ({request.failure})")

    def _hear(self, message: ConsoleMessage) -> None:
        # The browser also logs the error status of the page itself. This is not a fault, because
        # some tests request error pages.
        if (
            message.type in {"error", "warning"}
            and "the server responded with a status" not in message.text
        ):
            self.complaints.append(message.text)


@pytest.fixture
def watch(page: Page) -> Watch:
    return Watch(page)

"""Chromium for every test in this folder: pytest-playwright's `page` and `context`, on Debian's browser.

Each test here is marked `browser`. Without a Chromium on PATH they are skipped, aloud.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django import Settings

HERE = Path(__file__).parent
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
]


def find_chromium() -> str | None:
    """The path of the first Chromium found on PATH."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if path := shutil.which(name):
            return path
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How pytest-playwright starts the browser."""
    executable = find_chromium()
    if executable is None:
        pytest.skip("no Chromium on PATH: install Debian's chromium to run the browser tests")
    return {"executable_path": executable, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session", autouse=True)
def orm_beside_playwright() -> Iterator[None]:
    """Playwright keeps an event loop in the test's thread, which makes Django refuse the ORM there.

    Nothing of ours is asynchronous, so the refusal protects nothing.
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
    """The address of the running site. Asking for it makes the database transactional: the server's thread
    sees what the test has stored."""
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
    return str(live_server.url)


@pytest.fixture
def scriptless_page(browser: Browser) -> Iterator[Page]:
    """A page of a browser in which JavaScript is switched off."""
    context: BrowserContext = browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    yield page
    context.close()

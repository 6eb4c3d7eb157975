"""`make screenshots`: take pictures of every page at three widths, light and dark.

The pictures are saved in screenshots/, for a person to look at. The sample pages of the tests are
stored in a temporary folder and served on a free port of this machine. The real archive is not
touched.

    python -m tests.browser.screenshots [NAME …]    only the pages whose name contains one of these
    words
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import CHROMIUM_FLAGS, find_chromium

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURES = ROOT / "screenshots"
FAULT = ROOT / "templates" / "500.html"
WIDTHS = (390, 768, 1440)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# Pages in unusual states. A person should look at them, but no test shows them in every width.
STATES = {
    "list-snippets": "/articles/?q=renovated+exhibition+officials",
    "list-ways-out": "/articles/?q=renovated&source=voice-of-korea&place=-kusong",
    "list-beyond": "/articles/?source=kcna-kp&page=900",
    "list-unreached": "/articles/?q=factories",
    "concordance-korean": "/articles/?q=구장군의+OR+공장들이&view=concordance",
    "concordance-wordless": "/articles/?view=concordance&place=kujang",
    "concordance-empty": "/articles/?q=zzzz&view=concordance",
    "values-of-dates": "/articles/date/",
    "values-found": "/articles/place/?find=ku&by=name",
    "values-empty": "/articles/organisation/?find=zzzz",
}


def main(wanted: list[str]) -> None:
    """Take the pictures. Exits with a message if there is no Chromium.

    `wanted` are words of names of pages; if there are none, pictures of all pages are taken.
    """
    executable = find_chromium()
    if executable is None:
        sys.exit("No Chromium on PATH: install Debian's chromium to take screenshots.")
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as state,
        archive_in(Path(state)) as (site, pages),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        for name, url in pages.items():
            if not wanted or any(word in name for word in wanted):
                prepare(name)
                take(browser, site + url, name)
        browser.close()
    print(f"The pictures are in {PICTURES}")


def prepare(name: str) -> None:
    """Bring the archive into the state that a page needs.

    Call this for the page "503" last, because its preparation deletes the index.
    """
    from django.conf import settings

    from archive.search import PAGE_SIZE, one_search
    from archive.search.ranking import page_hits

    page_hits.MAX_RANKED = one_search.MAX_RANKED = PAGE_SIZE if name == "list-unreached" else 10_000
    if name == "503":
        (settings.INDEX_DIR / "current").unlink()


def take(browser: Browser, address: str, name: str) -> None:
    """Take pictures of one page at every width, in light and dark colours, and as printed."""
    for scheme in SCHEMES:
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        page.route(
            "**/500", lambda route: route.fulfill(status=500, content_type="text/html", path=FAULT)
        )
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address)
            page.screenshot(path=PICTURES / f"{name}-{width}-{scheme}.png", full_page=True)
        context.close()
    page = browser.new_page(viewport={"width": 768, "height": 900})
    page.emulate_media(media="print")
    page.goto(address)
    page.screenshot(path=PICTURES / f"{name}-print.png", full_page=True)
    page.close()


@contextmanager
def archive_in(state: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Serve an archive of the sample pages from the folder `state`.

    Yield the address of the server, and a dict from the names of pages to their addresses. Django's
    settings are first read in this function, because they must use the folder `state`.
    """
    os.environ |= {
        "DATELINE_ENV_FILE": "",
        "DATELINE_SECRET_KEY": "only-for-pictures",
        "DATELINE_ALLOWED_HOSTS": "localhost",
        "DATELINE_STATE_DIR": str(state),
        "DATELINE_DEBUG": "1",
        "DATABASE_URL": f"sqlite:///{state / 'pictures.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "archive.settings",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.management import call_command
    from django.test.testcases import LiveServerThread

    settings.ROOT_URLCONF = "tests.pattern_page"
    settings.DEBUG = False
    call_command("migrate", verbosity=0)
    from tests.sample_addresses import faults_of, pages_of
    from tests.sample_pages import SamplePages

    sample_pages = SamplePages()
    faults = {name: url for name, (url, _) in faults_of(sample_pages).items()}
    server = LiveServerThread("localhost", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    try:
        site = f"http://localhost:{server.port}"
        pages = pages_of(sample_pages) | STATES | faults
        pages["similar-none"] = f"/articles/{sample_pages.bare.pk}/similar/"
        pages["article-of-bad-list"] = f"{sample_pages.usual.get_absolute_url()}?place=nowhere"
        yield site, {**pages, "500": "/500", "patterns": "/patterns/", "503": "/articles/"}
    finally:
        server.terminate()


if __name__ == "__main__":
    main(sys.argv[1:])

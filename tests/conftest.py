"""Settings for all tests: a separate state folder for each test, and no skipped tests in CI."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker, Settings

if TYPE_CHECKING:
    from tests.separate_archive import SeparateArchive

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
CORPUS = ROOT.parent / "shared" / "corpus"
ARCHIVES = ROOT.parent / "shared" / "archives"

pytest_plugins = ["tests.fixtures"]

skipped: list[str] = []

# No deadline: the benchmark measures time, tests do not.
hypothesis.settings.register_profile("dateline", deadline=None)
hypothesis.settings.load_profile("dateline")


@pytest.fixture(autouse=True)
def state_dir(tmp_path: Path, settings: Settings) -> Path:
    """Make each test use its own folders for index and static files, and clear caches in memory.

    These caches can contain values from the database of the previous test.
    """
    from archive.display.labels import forget_labels
    from archive.listing.known_item_counts import forget_counts
    from archive.search.index.catch_up import end_problem
    from archive.views.home import count_files_and_wanted

    forget_labels()
    end_problem()
    count_files_and_wanted.cache_clear()
    forget_counts()
    settings.STATE_DIR = tmp_path / "var"
    settings.INDEX_DIR = settings.STATE_DIR / "index"
    settings.STATIC_ROOT = settings.STATE_DIR / "static"
    settings.STATIC_ROOT.mkdir(parents=True)
    return settings.STATE_DIR


@pytest.fixture(autouse=True)
def plain_static_files(settings: Settings) -> None:
    """Let pages link static files by their names in the source tree, without a hash in the name.

    Tests that need names with hashes, as in production, use `collected_static`.
    """
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture(autouse=True)
def fast_passwords(settings: Settings) -> None:
    """Hash passwords with a fast hasher, because the usual hasher takes half a second."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True, scope="session")
def jinja_contexts() -> Iterator[None]:
    """Make `response.context` work for public pages, which use Jinja2.

    Without this fixture, Django's test client has only the contexts of Django's own templates.
    """
    from django.template.backends.jinja2 import Template
    from django.test.signals import template_rendered

    render = Template.render

    def render_and_signal(self: Template, context: Any = None, request: Any = None) -> str:
        template_rendered.send(sender=self, template=self.template, context=context or {})
        return render(self, context, request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", render_and_signal)
        yield


@pytest.fixture(scope="session")
def collected_static_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Collect the static files once with hashed names, as production serves them."""
    from django.conf import settings as project
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("static")
    hashed = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    with override_settings(STATIC_ROOT=folder, STORAGES=project.STORAGES | {"staticfiles": hashed}):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture
def collected_static(settings: Settings, collected_static_folder: Path) -> Path:
    """Let pages link static files by their names with hashes, as in production.

    If a page links a file that does not exist, an error is raised, because only existing files have
    a name with a hash.
    """
    hashed = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STATIC_ROOT = collected_static_folder
    settings.STORAGES = settings.STORAGES | {"staticfiles": hashed}
    return collected_static_folder


@pytest.fixture(scope="session")
def empty_archive(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
    django_db_setup: None,
) -> Iterator["SeparateArchive"]:
    """Make an archive with sources, places and an index, but without articles.

    No test may change this archive, because `make_archive` copies it for other tests.
    """
    from tests.separate_archive import fill_archive, separate_archives

    with django_db_blocker.unblock(), separate_archives(tmp_path_factory.mktemp("empty")) as make:
        archive = make()
        fill_archive(archive)
        yield archive


@pytest.fixture
def make_archive(
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
    django_db_setup: None,
    empty_archive: "SeparateArchive",
) -> Iterator[Callable[[], "SeparateArchive"]]:
    """Return a function that makes an archive with sources, places and an index.

    The archive has its own database and folder, so other processes can use it.
    """
    from tests.separate_archive import separate_archives

    with django_db_blocker.unblock(), separate_archives(tmp_path, empty_archive) as make:
        yield make


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out some tests if the database is PostgreSQL (`make test-postgres`).

    Tests that do not use the database are left out. Tests with a browser or a front server, and the
    tests of headers and searches, are left out, too, because the pages are the same with both kinds
    of database.
    """
    from django.conf import settings as project

    if "sqlite" in project.DATABASES["default"]["ENGINE"]:
        return
    left_out = [item for item in items if not uses_the_database(item) or shows_pages(item)]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def shows_pages(item: pytest.Item) -> bool:
    """Return True if a test looks at pages for which the kind of database hardly matters."""
    return (
        bool(item.get_closest_marker("browser"))
        or "front_servers" in item.path.parts
        or item.path.match("hostile/test_headers.py")
        or item.path.match("search/test_expectations.py")
        or item.path.match("hostile/test_searches.py")
    )


def uses_the_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "django_db_setup"} & set(
        getattr(item, "fixturenames", ())
    )
    return bool(fixtures) or item.get_closest_marker("django_db") is not None


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        skipped.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Make the test run fail if a test was skipped in CI.

    In CI, everything that tests need is installed, so a skipped test is an error there.
    """
    if skipped and os.environ.get("CI") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for test in skipped:
        terminalreporter.write_line(f"SKIPPED {test}", yellow=True)
    if skipped and os.environ.get("CI"):
        terminalreporter.write_line(
            f"CI: {len(skipped)} tests were skipped, which CI does not allow", red=True
        )

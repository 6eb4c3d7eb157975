"""What all tests share: a state folder of their own each, and in CI no test may be skipped."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker, Settings

if TYPE_CHECKING:
    from tests.separate_archive import OwnArchive

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
CORPUS = ROOT.parent / "shared" / "corpus"

pytest_plugins = ["tests.fixtures"]

skipped: list[str] = []

# An example takes as long as the machine lets it: time is measured by the benchmark, and by no
# test.
hypothesis.settings.register_profile("dateline", deadline=None)
hypothesis.settings.load_profile("dateline")


@pytest.fixture(autouse=True)
def state_dir(tmp_path: Path, settings: Settings) -> Path:
    """Each test has an index folder of its own, and no names kept from another test's database."""
    from archive.admin.similar_names import names_alike
    from archive.display.labels import forget_labels
    from archive.views.home import count_holdings
    from archive.views.wanted import counts_by_source

    forget_labels()
    names_alike.cache_clear()
    count_holdings.cache_clear()
    counts_by_source.cache_clear()
    settings.STATE_DIR = tmp_path / "var"
    settings.INDEX_DIR = settings.STATE_DIR / "index"
    settings.STATIC_ROOT = settings.STATE_DIR / "static"
    settings.STATIC_ROOT.mkdir(parents=True)
    return settings.STATE_DIR


@pytest.fixture(autouse=True)
def plain_static_files(settings: Settings) -> None:
    """Pages name static files as they lie in the tree. `collected_static` is for the tests of the
    manifest."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Making a password takes production half a second of purpose; a test of pages has no use for
    that."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True, scope="session")
def told_contexts() -> Iterator[None]:
    """`response.context` of public pages too: Django's test client is told of its own templates
    only."""
    from django.template.backends.jinja2 import Template
    from django.test.signals import template_rendered

    render = Template.render

    def render_and_tell(self: Template, context: Any = None, request: Any = None) -> str:
        template_rendered.send(sender=self, template=self.template, context=context or {})
        return render(self, context, request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", render_and_tell)
        yield


@pytest.fixture(scope="session")
def collected_static_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static files, collected once with hashed names, as production serves them."""
    from django.conf import settings as project
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("static")
    hashed = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    with override_settings(STATIC_ROOT=folder, STORAGES=project.STORAGES | {"staticfiles": hashed}):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture
def collected_static(settings: Settings, collected_static_folder: Path) -> Path:
    """Pages name and find static files by the manifest: a name that was not collected is an
    error."""
    hashed = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STATIC_ROOT = collected_static_folder
    settings.STORAGES = settings.STORAGES | {"staticfiles": hashed}
    return collected_static_folder


@pytest.fixture(scope="session")
def empty_archive(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
    django_db_setup: None,
) -> Iterator["OwnArchive"]:
    """An archive with outlets, places and an index. Only for `make_archive`, which copies it."""
    from tests.separate_archive import fill, own_archives

    with django_db_blocker.unblock(), own_archives(tmp_path_factory.mktemp("empty")) as make:
        archive = make()
        fill(archive)
        yield archive


@pytest.fixture
def make_archive(
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
    django_db_setup: None,
    empty_archive: "OwnArchive",
) -> Iterator[Callable[[], "OwnArchive"]]:
    """Makes archives of their own, with outlets, places and an index, which other processes can be
    given."""
    from tests.separate_archive import own_archives

    with django_db_blocker.unblock(), own_archives(tmp_path, empty_archive) as make:
        yield make


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL (`make test-postgres`) only what could go otherwise there is run: not what asks
    no database, or one of its own kind, and no browser, which sees the same pages."""
    from django.conf import settings as project

    if "sqlite" in project.DATABASES["default"]["ENGINE"]:
        return
    left_out = [
        item for item in items if not asks_the_database(item) or item.get_closest_marker("browser")
    ]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def asks_the_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "django_db_setup"} & set(
        getattr(item, "fixturenames", ())
    )
    return bool(fixtures) or item.get_closest_marker("django_db") is not None


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        skipped.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """CI installs everything that a test could miss, so there a skipped test is a failure."""
    if skipped and os.environ.get("CI") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for test in skipped:
        terminalreporter.write_line(f"SKIPPED {test}", yellow=True)
    if skipped and os.environ.get("CI"):
        terminalreporter.write_line(f"CI: {len(skipped)} skipped, and none may be", red=True)

"""Fixtures for tests of front servers: an archive, and nginx or Caddy before it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.front_servers.servers import HOST, SITE, FrontServer, front_server, is_installed
from tests.separate_archive import SeparateArchive, separate_archives
from tests.server import serving


@pytest.fixture(scope="module")
def archive(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
    empty_archive: SeparateArchive,
) -> Iterator[SeparateArchive]:
    folder = tmp_path_factory.mktemp("front")
    with django_db_blocker.unblock(), separate_archives(folder, empty_archive) as make:
        made = make()
        made.run("manage.py", "import_articles", "--skip-checks", "seeds")
        made.environment.update(
            DATELINE_URL=SITE,
            DATELINE_HTTPS="1",
            DATELINE_TRUSTED_PROXIES="1",
            DATELINE_ALLOWED_HOSTS=f"{HOST},127.0.0.1",
            PYTHONHASHSEED="0",  # so that a restarted worker sends headers in the same order
        )
        yield made


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def server(
    request: pytest.FixtureRequest,
    archive: SeparateArchive,
    collected_static_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[FrontServer]:
    """Run a front server before a Dateline with one worker.

    There is only one worker, so that each request uses the caches that earlier requests filled.
    """
    if not is_installed(request.param):
        pytest.skip(f"{request.param} is not installed")
    with (
        serving(archive, collected_static_folder, workers=1) as site,
        front_server(request.param, site.port, tmp_path_factory.mktemp(request.param)) as front,
    ):
        yield front

"""Test that no header breaks a real server or changes a page, for its sender or for others."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.amount import Amount, failures_in
from tests.hostile.header_values import HOST
from tests.hostile.headers import hostile_headers
from tests.hostile.raw_server import RawServer
from tests.separate_archive import SeparateArchive
from tests.server import serving


@pytest.mark.django_db
def test_no_header_breaks_the_server_or_changes_a_page(
    make_archive: Callable[[], SeparateArchive], collected_static_folder: Path, tmp_path: Path
) -> None:
    archive = make_archive()
    archive.run("manage.py", "import_articles", "--skip-checks", "seeds")
    archive.environment.update(
        DATELINE_URL=f"https://{HOST}",
        DATELINE_HTTPS="1",
        DATELINE_TRUSTED_PROXIES="1",
        DATELINE_ALLOWED_HOSTS=f"{HOST},127.0.0.1",
        PYTHONHASHSEED="0",  # a restarted worker sends its headers in the same order
    )
    log = tmp_path / "log"
    amount = Amount.chosen()
    requests = hostile_headers(amount.seed, amount.count, amount.first)
    # With only one worker, each request uses the caches that earlier requests have filled.
    with serving(archive, collected_static_folder, workers=1, log=log) as site:
        assert not failures_in(requests, RawServer(site.port).faults_of)
    assert "Traceback" not in log.read_text()

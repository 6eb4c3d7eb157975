"""Test that web workers answer while other processes import, correct, rebuild and are killed."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import sleep

import pytest

from archive.models import Article
from tests.saved_files import write_pages
from tests.separate_archive import SeparateArchive
from tests.server import CORRECTED, Site, Visitors, serving
from tests.waiting import wait_until

FIRST_FILES = 150  # imported before the first request
FILES = 700  # all files, including those that are imported during the requests
THREADS = 4
KILLS = 2  # how many processes of each kind are killed
READY = "index: ready"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return two folders of saved files.

    The first folder has the files that are imported before the first request, the second folder has
    all files.
    """
    everything = write_pages(tmp_path_factory.mktemp("all"), FILES)
    first = tmp_path_factory.mktemp("first")
    for path in sorted(everything.iterdir())[:FIRST_FILES]:
        shutil.copy(path, first)
    return first, everything


def addresses_of(archive: SeparateArchive) -> list[str]:
    """Return addresses of all kinds of pages."""
    addresses = [
        "/",
        "/articles/",
        "/sources/",
        "/places/",
        "/about/",
        "/places/kujang/",
        "/sources/kcna-kp/",
        "/wanted/",
    ]
    for query in (
        *(
            "date=2025",
            "date=2025-01",
            "date=2025-01-03..2025-02",
            "source=kcna-kp",
            "source=-unknown",
            "place=kujang",
        ),
        *(
            "place=north-phyongan&date=2025-01",
            "q=harvest",
            "q=factory+-river",
            "q=%22salt+glass%22",
            "q=timber+OR+wool",
        ),
        *(
            "page=2",
            "page=7",
            "page=8&sort=oldest",
            "q=farm&sort=newest&date=2025",
            "place=-kujang",
            "q=nothing",
        ),
    ):
        addresses.append(f"/articles/?{query}")
    for article in Article.objects.using(archive.alias).order_by("pk")[CORRECTED : CORRECTED + 10]:
        addresses += [article.get_absolute_url(), f"/articles/{article.pk}/evidence/"]
    return addresses


def end(process: "subprocess.Popen[str]") -> str:
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return output


def has_status(site: Site, sentence: str) -> bool:
    return sentence in site.health()


def test_during_an_import_pages_work_and_corrections_are_shown(
    make_archive: Callable[[], SeparateArchive],
    folders: tuple[Path, Path],
    collected_static_folder: Path,
    tmp_path: Path,
) -> None:
    first, _everything = folders
    archive = make_archive()
    end(archive.start(str(first)))
    corrector = archive.start_call("tests.server.correct_on_request()")
    assert corrector.stdin and corrector.stdout
    assert corrector.stdout.readline() == "ready\n"
    with serving(archive, collected_static_folder) as site:
        visitors = Visitors(site, addresses_of(archive))
        with visitors.visiting(THREADS):
            importing = archive.start_call(f"tests.server.import_endlessly({str(tmp_path)!r})")
            wait_until(lambda: archive.stored_count() > FIRST_FILES)
            corrector.stdin.write("Zebra Seen\n")
            corrector.stdin.flush()
            assert corrector.stdout.readline() == "corrected\n"
            wait_until(lambda: "Zebra Seen" in site.get("/articles/?q=zebra").words)
            wait_until(visitors.have_seen_everything)
            assert importing.poll() is None, "the import ended before the requests"
            created = int(end(importing))
        wait_until(lambda: has_status(site, READY))
    end(corrector)
    assert visitors.faults == []
    assert {status for _path, status in visitors.answers} == {200, 304}
    assert archive.stored_count() == FIRST_FILES + created
    assert end(archive.start_call("tests.listing.compare_counts.say_sound(40)")) == "sound\n"


def test_after_kills_the_site_works_and_the_index_catches_up(
    make_archive: Callable[[], SeparateArchive],
    folders: tuple[Path, Path],
    collected_static_folder: Path,
) -> None:
    first, everything = folders
    archive = make_archive()
    end(archive.start(str(first)))
    chance = Random(7)
    with serving(archive, collected_static_folder) as site:
        visitors = Visitors(
            site,
            [
                "/",
                "/articles/",
                "/articles/?q=factory&place=kujang",
                *addresses_of(archive)[-20::2],
            ],
        )
        with visitors.visiting(2):
            for _round in range(KILLS):
                correcting = archive.start_call("tests.server.correct_endlessly()")
                importing = archive.start(str(everything))
                building = archive.start_python("manage.py", "rebuild_index")
                assert correcting.stdout is not None
                assert correcting.stdout.readline() == "ready\n"
                archive.signal_when(importing, archive.stored_count() + 1, 0)
                processes = [correcting, importing, building]
                chance.shuffle(processes)
                for process in processes:
                    sleep(chance.random() * 0.2)
                    process.kill()
                    process.communicate()
            # Only the web workers are left to update the index.
            wait_until(lambda: has_status(site, READY))
        assert visitors.faults == []
        assert len(visitors.answers) > KILLS
    assert end(archive.start_call("tests.listing.compare_counts.say_sound(20)")) == "sound\n"

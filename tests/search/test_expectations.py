"""Test searches as readers type them, with the 525 real articles of a data set.

The data set is beside the project. The tests are skipped, with a message, if it is not on this
machine.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker, Settings

from tests.conftest import CORPUS
from tests.search.expectations import Answers, read_groups

FOLDER = CORPUS / "kcna-2023-2024"
GROUPS = read_groups()
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not FOLDER.is_dir(), reason=f"the corpus is not beside the project: {FOLDER}"
    ),
]


@pytest.fixture(scope="module")
def imported(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Answers]:
    """Import the articles once for all tests of this module, with the real gazetteer."""
    state = tmp_path_factory.mktemp("expected")
    folders = override_settings(STATE_DIR=state, INDEX_DIR=state / "index")
    with django_db_blocker.unblock(), transaction.atomic():
        with folders:
            call_command("load_gazetteer", verbosity=0)
            call_command("rebuild_index", verbosity=0)
            call_command("import_articles", str(FOLDER), verbosity=0)
        yield Answers(state)
        transaction.set_rollback(True)


@pytest.fixture
def answers(imported: Answers, state_dir: Path, settings: Settings, db: None) -> Answers:
    """Use the state folder of the import, instead of the new state folder of the test."""
    settings.STATE_DIR, settings.INDEX_DIR = imported.state, imported.state / "index"
    return imported


@pytest.mark.parametrize("name", GROUPS)
def test_searches_find_what_readers_expect(name: str, answers: Answers) -> None:
    pairs = GROUPS[name]["pairs"]
    wrong = {pair["typed"]: keys for pair in pairs if (keys := answers.wrong_keys(pair))}
    passed = len(pairs) - len(wrong)
    print(f"{name}: {passed} of {len(pairs)} pairs pass")
    assert passed >= GROUPS[name].get("floor", 0), "\n".join(
        f"{typed!r}: {', '.join(keys)}" for typed, keys in wrong.items()
    )

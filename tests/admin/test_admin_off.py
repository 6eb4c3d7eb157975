"""Test that `DATELINE_ADMIN=0` removes all addresses of the admin and all links to the admin."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

PROGRAM = """
import json, django
django.setup()
from django.core.management import call_command
from django.test import Client
from tests.factories import make_article
call_command("migrate", verbosity=0)
client = Client()
addresses = ["/admin/", "/admin/login/", "/admin/archive/article/"]
page = client.get(make_article().get_absolute_url())
statuses = [client.get(address).status_code for address in addresses]
print(json.dumps([page.status_code, page.content.decode(), statuses]))
"""


def visit(state: Path, switch: str) -> list[Any]:
    """Run PROGRAM with DATELINE_ADMIN set to `switch`; return what it prints.

    The result is a list: the status of an article's page, the page itself, and the statuses of
    the admin's addresses. `state` is the state folder.
    """
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "archive.settings",
        "DATELINE_SECRET_KEY": "for-this-test",
        "DATELINE_ALLOWED_HOSTS": "testserver",
        "DATELINE_DEBUG": "1",
        "DATELINE_STATE_DIR": str(state),
        "DATABASE_URL": f"sqlite:///{state / 'test.sqlite3'}",
        "DATELINE_ADMIN": switch,
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    answers: list[Any] = json.loads(done.stdout)
    return answers


@pytest.mark.parametrize(("switch", "statuses"), [("1", [302, 200, 302]), ("0", [404, 404, 404])])
def test_the_admin_exists_only_if_it_is_switched_on(
    state_dir: Path, switch: str, statuses: list[int]
) -> None:
    status, page, admin_statuses = visit(state_dir, switch)
    assert status == 200
    assert admin_statuses == statuses
    assert ("Correct this article (staff only)" in page) == (switch == "1")
    assert ("/admin" in page) == (switch == "1")

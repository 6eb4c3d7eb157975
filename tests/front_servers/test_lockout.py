"""Test that wrong passwords are counted by client address, also behind a front server."""

from urllib.parse import urlencode

import pytest
from axes.models import AccessAttempt

from tests.front_servers.servers import SITE, FrontServer, Response
from tests.separate_archive import SeparateArchive

PASSWORD = "a-long-way-to-nowhere"
TOKEN = "a" * 32  # valid, because the cookie and the form have the same token
GUESSER, OWN = "127.0.0.2", "127.0.0.3"

# Headers from which some programs read the address of a client.
NAMES = [
    "X-Forwarded-For",
    "x-forwarded-for",
    "X_Forwarded_For",
    "X-Real-IP",
    "Forwarded",
    "Client-IP",
    "X-Client-IP",
    "CF-Connecting-IP",
    "True-Client-IP",
    "X-Cluster-Client-IP",
    "REMOTE_ADDR",
]


def log_in(server: FrontServer, client: str, password: str, name: str, value: str) -> Response:
    """Send the login form from the address `client`, with one more header: `name` and `value`."""
    headers = {
        "Cookie": f"csrftoken={TOKEN}",
        "Origin": SITE,
        "Content-Type": "application/x-www-form-urlencoded",
        name: value,
    }
    form = {"username": "grace", "password": password, "csrfmiddlewaretoken": TOKEN}
    return server.request("/admin/login/", headers, "POST", urlencode(form).encode(), client)


def test_no_header_chooses_the_address_by_which_wrong_passwords_are_counted(
    archive: SeparateArchive, server: FrontServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(archive.environment, "DATELINE_ADMIN_PASSWORD", PASSWORD)
    archive.run("manage.py", "make_admin", "grace")
    attempts = AccessAttempt.objects.using(archive.alias)
    attempts.all().delete()
    answers = [
        log_in(server, GUESSER, "wrong", name, f"10.0.0.{number}")
        for number, name in enumerate(NAMES)
    ]
    assert b"This login is locked" in answers[-1].body
    assert [answer.status for answer in answers] == [200] * 9 + [429] * 2
    assert set(attempts.values_list("ip_address", flat=True)) == {GUESSER}
    for value in (OWN, f"{OWN}, {OWN}"):
        assert log_in(server, GUESSER, PASSWORD, "X-Forwarded-For", value).status == 429
    assert log_in(server, OWN, PASSWORD, "X-Forwarded-For", GUESSER).status == 302

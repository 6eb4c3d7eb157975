"""Test that logins are locked after too many wrong passwords.

A user name is locked for the address from which the wrong passwords were sent. If they were sent
from many addresses, logins from new addresses are limited, too.
"""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.db.models import F
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from archive.admin.login_limits import FROM_ADDRESS, FROM_ANYWHERE, client_address

RIGHT = "a-long-way-to-nowhere"
OWN = "192.0.2.1"


def log_in(password: str, address: str = OWN, name: str = "grace", **headers: str) -> int:
    """Send the login form with a new client; return the status."""
    form = {"username": name, "password": password}
    return (
        Client(headers=headers, REMOTE_ADDR=address).post(reverse("admin:login"), form).status_code
    )


def let_pass(**duration: float) -> None:
    """Make stored attempts older, as if a time had passed. Example: `let_pass(minutes=15)`."""
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(**duration))


def test_a_login_is_locked_after_ten_wrong_passwords(client: Client, grace: User) -> None:
    for _ in range(FROM_ADDRESS):
        response = client.post(reverse("admin:login"), {"username": "grace", "password": "wrong"})
    assert response.status_code == 429
    page = " ".join(response.content.decode().split())
    assert "This login is locked" in page
    assert "“grace”" in page
    assert "15 minutes" in page
    assert "Attempts before that do not make the wait longer" in page
    assert log_in(RIGHT, "127.0.0.1") == 429


def test_attempts_during_a_lock_do_not_prolong_it(grace: User) -> None:
    assert [log_in("wrong") for _ in range(FROM_ADDRESS)][-1] == 429
    let_pass(minutes=10)
    assert log_in("wrong") == log_in(RIGHT) == 429
    let_pass(minutes=5, seconds=1)
    assert log_in(RIGHT) == 302


def test_other_names_and_addresses_are_not_locked(grace: User) -> None:
    User.objects.create_user("ada", password=RIGHT, is_staff=True)
    for _ in range(2 * FROM_ADDRESS):
        log_in("wrong", "203.0.113.9")
    assert log_in(RIGHT, "203.0.113.9") == 429
    assert log_in(RIGHT, "203.0.113.9", "ada") == 302
    assert log_in(RIGHT, OWN) == 302


def guess_from_many(addresses: int, tries: int) -> None:
    """Guess passwords from many addresses, `tries` times from each."""
    for number in range(addresses):
        for _ in range(tries):
            log_in("wrong", f"198.51.{number // 250}.{number % 250}")


def test_guessing_from_many_addresses_is_slowed(grace: User) -> None:
    """Check that wrong passwords from many addresses limit the tries from a new address.

    After `FROM_SEVERAL` wrong passwords, a new address has one try. After `FROM_ANYWHERE` wrong
    passwords, a new address has no try.
    """
    guess_from_many(5, FROM_ADDRESS)
    assert log_in("wrong", "203.0.113.1") == 429
    assert AccessAttempt.objects.filter(ip_address="203.0.113.1").exists()
    assert log_in(RIGHT, "203.0.113.1") == 429
    guess_from_many(FROM_ANYWHERE + 20, 1)
    recorded = sum(AccessAttempt.objects.values_list("failures_since_start", flat=True))
    assert recorded <= FROM_ANYWHERE
    assert log_in(RIGHT, "203.0.113.77") == 429
    let_pass(minutes=15, seconds=1)
    assert log_in(RIGHT, "203.0.113.77") == 302


def test_staff_can_log_in_where_they_have_logged_in_during_any_number_of_guesses(
    grace: User,
) -> None:
    assert log_in(RIGHT) == 302
    guess_from_many(2 * FROM_ANYWHERE, 1)
    assert log_in("mistyped") == 200
    assert log_in(RIGHT) == 302


def test_staff_can_log_in_at_a_new_address_during_guesses_from_some_addresses(grace: User) -> None:
    guess_from_many(30, 4)
    assert log_in(RIGHT) == 302


@given(
    sent=st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0")),
    proxies=st.lists(st.ip_addresses(v=4).map(str), min_size=1, max_size=4),
    client=st.ip_addresses(v=4).map(str),
)
def test_no_client_chooses_its_address(sent: str, proxies: list[str], client: str) -> None:
    """Check that a client cannot change its address by sending an X-Forwarded-For header.

    `sent` is the value of the header that the client sends. Each proxy adds to the end of the
    header the address from which it got the request.
    """
    request = RequestFactory().get("/")
    seen = [sent, client, *proxies[:-1]]
    request.META |= {"HTTP_X_FORWARDED_FOR": ", ".join(seen), "REMOTE_ADDR": proxies[-1]}
    with override_settings(TRUSTED_PROXIES=len(proxies)):
        assert client_address(request) == client
    with override_settings(TRUSTED_PROXIES=None):
        assert client_address(request) == proxies[-1]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "192.0.2.7", "203.0.113.1"),
        (1, "", "203.0.113.1"),
        (1, "192.0.2.7", "192.0.2.7"),
        (1, "198.51.100.1,192.0.2.7", "192.0.2.7"),
        (2, "192.0.2.7", "203.0.113.1"),
        (1, "unknown", "203.0.113.1"),
        (1, "::ffff:192.0.2.7", "192.0.2.7"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
    ],
)
def test_the_address_is_the_one_that_the_first_trusted_proxy_saw(
    settings: Settings, proxies: int, forwarded: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})
    request.META["REMOTE_ADDR"] = "203.0.113.1"
    assert client_address(request) == address


def test_a_request_through_a_unix_socket_has_no_address(settings: Settings) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="")
    assert client_address(request) is None
    settings.TRUSTED_PROXIES = 1
    request.META["HTTP_X_FORWARDED_FOR"] = "192.0.2.7"
    assert client_address(request) == "192.0.2.7"


def test_the_lock_counts_the_address_that_a_proxy_sends(grace: User, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1
    for number in range(FROM_ADDRESS):
        log_in("wrong", "127.0.0.1", **{"X-Forwarded-For": f"10.0.0.{number}, 203.0.113.9"})
    for forwarded, status in [("192.0.2.1, 203.0.113.9", 429), ("203.0.113.9, 192.0.2.1", 302)]:
        assert log_in(RIGHT, "127.0.0.1", **{"X-Forwarded-For": forwarded}) == status

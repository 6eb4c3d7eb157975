"""Test that `make_admin` makes a user with the right permissions, or prints why it cannot."""

import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from archive.management.commands import make_admin

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-way-to-nowhere"


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.delenv(make_admin.PASSWORD, raising=False)


def run(*args: str, **options: Any) -> str:
    out = io.StringIO()
    call_command("make_admin", *args, stdout=out, **options)
    return out.getvalue()


def test_an_administrator_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(make_admin.PASSWORD, PASSWORD)
    assert "Created the login “ada”, an administrator" in run("ada")
    ada = User.objects.get(username="ada")
    assert (ada.is_staff, ada.is_superuser, ada.check_password(PASSWORD)) == (True, True, True)


def test_a_corrector_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(make_admin.PASSWORD, PASSWORD)
    run("grace", corrector=True)
    grace = User.objects.get(username="grace")
    assert (grace.is_staff, grace.is_superuser) == (True, False)
    assert grace.has_perm("archive.change_article")
    assert not grace.has_perm("archive.delete_article")


def test_an_existing_login_gets_a_new_password(monkeypatch: pytest.MonkeyPatch) -> None:
    User.objects.create_user("ada", password="an-old-way-to-nowhere", is_active=False)
    monkeypatch.setenv(make_admin.PASSWORD, PASSWORD)
    assert "Set a new password for" in run("ada")
    ada = User.objects.get()
    assert (ada.is_active, ada.check_password(PASSWORD)) == (True, True)


@pytest.mark.parametrize(
    ("name", "password", "words"),
    [
        ("ada", None, "There is no terminal to ask for a password. Set DATELINE_ADMIN_PASSWORD."),
        (None, PASSWORD, "Give a name"),
        ("ada", "12345", "too easy to guess"),
        ("a da!", PASSWORD, "cannot be the name"),
        (" ", PASSWORD, "cannot be the name"),
    ],
)
def test_a_wrong_call_is_explained_and_makes_nothing(
    monkeypatch: pytest.MonkeyPatch, name: str | None, password: str | None, words: str
) -> None:
    if password:
        monkeypatch.setenv(make_admin.PASSWORD, password)
    with pytest.raises(CommandError, match=words):
        run(*([name] if name is not None else []))
    assert not User.objects.exists()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_the_password_is_asked_for_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("ada\n"))
    answers = iter([PASSWORD, "something else", PASSWORD, PASSWORD])
    monkeypatch.setattr(make_admin, "getpass", lambda prompt: next(answers))
    with pytest.raises(CommandError, match="differ"):
        run("ada")
    run()
    assert User.objects.get().username == "ada"

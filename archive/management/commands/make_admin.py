"""`make_admin`: create a login for a member of staff, or set the password of an existing login."""

import os
import sys
from getpass import getpass
from typing import Any

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.admin.access import CORRECTORS

PASSWORD = "DATELINE_ADMIN_PASSWORD"


class Command(BaseCommand):
    help = (
        "Create a staff login, or give an existing one a new password. On a terminal the command"
        f" asks for the password; elsewhere it reads the environment variable {PASSWORD}."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "name", nargs="?", help="the name of the login (a terminal asks for it when absent)"
        )
        parser.add_argument(
            "--corrector",
            action="store_true",
            help=f"give only the rights of correctors (group {CORRECTORS}), not every right",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name = (options["name"] or self.ask_name()).strip()
        user = User.objects.filter(username=name).first()
        is_new = user is None
        user = user or User(username=name)
        self.check_name(user)
        password = self.ask_password()
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(
                f"This password is too easy to guess. {' '.join(error.messages)}"
            ) from None
        user.set_password(password)
        user.is_active = user.is_staff = True
        user.is_superuser = not options["corrector"]
        user.save()
        if options["corrector"]:
            user.groups.add(Group.objects.get(name=CORRECTORS))
        done = "Created" if is_new else "Set a new password for"
        rights = "a corrector" if options["corrector"] else "an administrator"
        self.stdout.write(f"{done} the login “{name}”, {rights}. It opens /admin/.")

    def check_name(self, user: User) -> None:
        """Raise CommandError if the name of the user is not valid for a login."""
        try:
            user.clean_fields(exclude=["password"])
        except ValidationError as error:
            raise CommandError(
                f"“{user.username}” cannot be the name of a login. {' '.join(error.messages)}"
            ) from None

    def ask_name(self) -> str:
        if not sys.stdin.isatty():
            raise CommandError(
                "Give a name: manage.py make_admin NAME. There is no terminal to ask for it."
            )
        return input("Name of the login: ")

    def ask_password(self) -> str:
        """Return the password from the environment variable DATELINE_ADMIN_PASSWORD.

        If the variable is not set, the password must be typed twice on the terminal. Raises
        CommandError if there is no terminal, or if the two typed passwords differ.
        """
        if password := os.environ.get(PASSWORD):
            return password
        if not sys.stdin.isatty():
            raise CommandError(f"There is no terminal to ask for a password. Set {PASSWORD}.")
        password = getpass("Password: ")
        if getpass("Repeat the password: ") != password:
            raise CommandError("The two passwords differ. Nothing was changed.")
        return password

"""Make a staff login."""

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
        "Make a staff login, or give an existing one a new password. The password is asked for on"
        f" a terminal; elsewhere it is taken from the environment variable {PASSWORD}."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "name", nargs="?", help="the login's name (asked for on a terminal when absent)"
        )
        parser.add_argument(
            "--corrector",
            action="store_true",
            help=f"only what correctors need (group {CORRECTORS}), instead of every right",
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
        made = "Made" if is_new else "Gave a new password to"
        rights = "a corrector" if options["corrector"] else "an administrator"
        self.stdout.write(f"{made} the login “{name}”, {rights}. It opens /admin/.")

    def check_name(self, user: User) -> None:
        """Raise CommandError when the name is no good for a login."""
        try:
            user.clean_fields(exclude=["password"])
        except ValidationError as error:
            raise CommandError(
                f"“{user.username}” is no good name for a login. {' '.join(error.messages)}"
            ) from None

    def ask_name(self) -> str:
        if not sys.stdin.isatty():
            raise CommandError(
                "No name given and no terminal to ask for one: manage.py make_admin NAME."
            )
        return input("Name of the login: ")

    def ask_password(self) -> str:
        """The password from the terminal, asked for twice, or from the environment."""
        if password := os.environ.get(PASSWORD):
            return password
        if not sys.stdin.isatty():
            raise CommandError(f"No terminal to ask for a password: set {PASSWORD}.")
        password = getpass("Password: ")
        if getpass("The same again: ") != password:
            raise CommandError("The two passwords are not the same. Nothing was changed.")
        return password

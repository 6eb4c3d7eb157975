"""Reads the environment for settings.py. An invalid value is named, and nothing starts."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

Value = TypeVar("Value")

# What Django's ALLOWED_HOSTS accepts: a name or address, a name with its subdomains (.example.org),
# or any host (*).
_HOST = re.compile(r"\*|\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?|\[[0-9A-Fa-f:.]+\]")


def read_file(env: Env, path: str, *, is_named: bool) -> None:
    """Add the variables of a file. Raises ImproperlyConfigured if it cannot be read.

    The default file may be missing; one that was named (`is_named`) must exist.
    """
    if is_named and not Path(path).exists():
        raise ImproperlyConfigured(f"DATELINE_ENV_FILE names {path}, which does not exist.")
    try:
        env.read_env(path, recurse=False)
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(
            f"DATELINE_ENV_FILE names {path}, which cannot be read: {error}"
        ) from None


def required(env: Env, name: str, example: str) -> str:
    """Return the value of a required variable. Raises ImproperlyConfigured, which names it."""
    value = env.str(name, "").strip()
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it in the environment or in .env, for example {name}={example}"
        )
    return value


def checked(read: Callable[..., Value], name: str, default: object, expected: str) -> Value:
    """Return the value that `read` gives for a variable.

    Raises ImproperlyConfigured, which names the variable and what was expected.
    """
    try:
        return read(name, default)
    except EnvError:
        raise ImproperlyConfigured(f"{name} has an invalid value. Expected {expected}.") from None


def hosts(value: str) -> list[str]:
    """Split host names at commas.

    Raises ImproperlyConfigured for a name that no request can match.
    """
    names = [host.strip() for host in value.split(",") if host.strip()]
    wrong = [host for host in names if not _HOST.fullmatch(host)]
    if wrong or not names:
        raise ImproperlyConfigured(
            f"DATELINE_ALLOWED_HOSTS has “{', '.join(wrong) or value}”, which is not a host name."
            " Expected names separated by commas, without https:// and without a port, for example"
            " archive.example.org,localhost"
        )
    return names


def folder(name: str, path: str) -> Path:
    """Return a folder for changing files, made if it is missing.

    Raises ImproperlyConfigured if it cannot be made.
    """
    made = Path(path).resolve()
    try:
        made.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name}: the folder {made} cannot be made ({error.strerror})."
        ) from None
    return made

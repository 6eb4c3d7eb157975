"""Reading the environment for settings.py: every value that cannot be meant is named, and nothing
starts."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

Value = TypeVar("Value")

# What Django's ALLOWED_HOSTS takes: a name or address, a name with its subdomains (.example.org),
# or any host (*).
_HOST = re.compile(r"\*|\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?|\[[0-9A-Fa-f:.]+\]")


def read_file(env: Env, path: str, *, is_named: bool) -> None:
    """Add the variables of a file. Raises ImproperlyConfigured when it cannot be read.

    The usual file may be absent; one that was named (`is_named`) must be there.
    """
    if is_named and not Path(path).exists():
        raise ImproperlyConfigured(f"DATELINE_ENV_FILE names {path}, which does not exist.")
    try:
        env.read_env(path, recurse=False)
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(
            f"DATELINE_ENV_FILE names {path}, which cannot be read as a file: {error}"
        ) from None


def required(env: Env, name: str, example: str) -> str:
    """The value of a variable without which nothing starts. Raises ImproperlyConfigured, naming
    it."""
    value = env.str(name, "").strip()
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it in the environment or in .env, for example {name}={example}"
        )
    return value


def checked(read: Callable[..., Value], name: str, default: object, expected: str) -> Value:
    """What `read` makes of a variable. Raises ImproperlyConfigured, naming it and what was
    expected."""
    try:
        return read(name, default)
    except EnvError:
        raise ImproperlyConfigured(
            f"{name} has a value that is not understood: {expected} was expected."
        ) from None


def hosts(value: str) -> list[str]:
    """Host names separated by commas. Raises ImproperlyConfigured for what no request could ever
    match."""
    found = [host.strip() for host in value.split(",") if host.strip()]
    wrong = [host for host in found if not _HOST.fullmatch(host)]
    if wrong or not found:
        raise ImproperlyConfigured(
            f"DATELINE_ALLOWED_HOSTS has “{', '.join(wrong) or value}”, which is no host name:"
            " names without https:// and without a port were expected, separated by commas, for"
            " example archive.example.org,localhost"
        )
    return found


def folder(name: str, path: str) -> Path:
    """A folder for what changes, made if need be. Raises ImproperlyConfigured when it cannot be."""
    place = Path(path).resolve()
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name}: the folder {place} cannot be made ({error.strerror})."
        ) from None
    return place

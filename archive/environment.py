"""Functions that read environment variables for settings.py.

If a value is invalid, Dateline does not start, and the message has the name of the variable.
"""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

Value = TypeVar("Value")

# What Django's ALLOWED_HOSTS accepts: a name or address, a name with its subdomains (.example.org),
# or any host (*).
_HOST = re.compile(r"\*|\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?|\[[0-9A-Fa-f:.]+\]")

_SITE_URL = re.compile(r"https?://([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(:[0-9]{1,5})?")


def read_file(env: Env, path: str, *, is_named: bool) -> None:
    """Add the variables of the file at `path` to `env`.

    With `is_named`, the path comes from the variable DATELINE_ENV_FILE, and the file must exist.
    Otherwise it is the default file `.env`, which can be missing. Raises ImproperlyConfigured if
    the file must exist and is missing, or if it cannot be read.
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
    """Return the value of a required variable.

    Raises ImproperlyConfigured, with the name of the variable and the `example`, if the variable is
    missing or empty.
    """
    value = env.str(name, "").strip()
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it in the environment or in .env, for example {name}={example}"
        )
    return value


def checked(read: Callable[..., Value], name: str, default: object, expected: str) -> Value:
    """Return the value of the variable `name`, or `default` if the variable is not set.

    `read` is the method of `Env` that converts the value, such as `env.int`. Raises
    ImproperlyConfigured for an invalid value. The message contains the name of the variable, and
    `expected`, a description of valid values.
    """
    try:
        return read(name, default)
    except EnvError:
        raise ImproperlyConfigured(f"{name} has an invalid value. Expected {expected}.") from None


def count_of(env: Env, name: str) -> int | None:
    """Return the value of a variable that is a number from 0 to 99; None if it is not set.

    Raises ImproperlyConfigured, with the name of the variable, for another value.
    """
    value = env.str(name, "").strip()
    if value and not re.fullmatch(r"[0-9]{1,2}", value):
        raise ImproperlyConfigured(f"{name} has “{value}”. Expected a number, for example 1")
    return int(value) if value else None


def hosts(value: str) -> list[str]:
    """Return the host names in a text: "a.example, b.example" -> ["a.example", "b.example"].

    Raises ImproperlyConfigured if the text has no names, or if Django cannot compare a name with
    the host of a request, for example "https://a.example".
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


def site_url(value: str) -> str:
    """Return the URL of the site without a slash at its end: "https://archive.example.org".

    For "", return "". Raises ImproperlyConfigured if the URL does not consist of http:// or
    https:// and a host.
    """
    url = value.strip().rstrip("/")
    if url and not _SITE_URL.fullmatch(url):
        raise ImproperlyConfigured(
            f"DATELINE_URL has “{value}”. Expected http:// or https:// and a host name, and perhaps"
            " a port, for example https://archive.example.org"
        )
    return url


def private_folder(name: str, path: str) -> Path:
    """Return the absolute path of the folder at `path`; make the folder if it is missing.

    A new or empty folder gets permissions for its owner only. The permissions of a folder with
    files are not changed, because other programs may use this folder, too. Raises
    ImproperlyConfigured, with the name of the variable, if the folder cannot be made.
    """
    made = Path(path).resolve()
    try:
        made.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name}: the folder {made} cannot be made ({error.strerror})."
        ) from None
    with suppress(OSError):  # of another user, or read-only; `manage.py check` reports open folders
        if not any(made.iterdir()):
            made.chmod(0o700)
    return made


def readable_sqlite(name: str) -> str:
    """Return the name by which SQLite can open the database file `name`.

    On a read-only disk this is a URI, because SQLite can open a database in WAL mode there only if
    it knows that the file does not change. Everywhere else it is the name itself.
    """
    path = Path(name)
    if not path.is_file() or not os.statvfs(path).f_flag & os.ST_RDONLY:
        return name
    return f"file:{quote(str(path.resolve()))}?immutable=1"

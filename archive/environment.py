"""Functions that read environment variables for settings.py.

If a value is invalid, Dateline does not start; the error message contains the variable's name.
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

    If `is_named` is true, the path comes from the variable DATELINE_ENV_FILE, and the file must
    exist. Otherwise `path` is the default file `.env`, which can be missing. Raises
    ImproperlyConfigured if the file must exist and is missing, or if the file cannot be read.
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

    Raises ImproperlyConfigured if the variable is missing or empty. The message contains the name
    of the variable, and `example`, which is a valid value.
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
    """Return the number (0 to 99) in the variable `name`, or None if the variable is not set.

    Raises ImproperlyConfigured for any other value. The message contains the name of the variable.
    """
    value = env.str(name, "").strip()
    if value and not re.fullmatch(r"[0-9]{1,2}", value):
        raise ImproperlyConfigured(f"{name} has “{value}”. Expected a number, for example 1")
    return int(value) if value else None


def hosts(value: str) -> list[str]:
    """Return the host names in a text: "a.example, b.example" -> ["a.example", "b.example"].

    Raises ImproperlyConfigured if the text is empty, or if a part of the text is not a host name,
    for example "https://a.example".
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

    For "", return "". Raises ImproperlyConfigured unless the URL consists of http:// or https://, a
    host, and perhaps a port.
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
    # `chmod` fails on a read-only disk, or if another account owns the folder. Then `manage.py
    # check` warns if other accounts can read the folder.
    with suppress(OSError):
        if not any(made.iterdir()):
            made.chmod(0o700)
    return made


def readable_sqlite(name: str) -> str:
    """Return the name by which SQLite can open the database file `name`.

    On a read-only disk, SQLite can open a database in WAL mode only if a URI says that the file
    does not change ("immutable=1"). So the result is such a URI. On any other disk, the result is
    `name`.
    """
    path = Path(name)
    if not path.is_file() or not os.statvfs(path).f_flag & os.ST_RDONLY:
        return name
    return f"file:{quote(str(path.resolve()))}?immutable=1"

"""Functions that read environment variables for settings.py.

An invalid value stops the start, with a message that has the name of the variable.
"""

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

_SITE_URL = re.compile(r"https?://([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(:[0-9]{1,5})?")


def read_file(env: Env, path: str, *, is_named: bool) -> None:
    """Add the variables of a file to `env`. Raises ImproperlyConfigured if that is impossible.

    The default file may be missing; a file from DATELINE_ENV_FILE (`is_named`) must exist.
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

    Raises ImproperlyConfigured, with the name of the variable, if it is missing or empty.
    """
    value = env.str(name, "").strip()
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it in the environment or in .env, for example {name}={example}"
        )
    return value


def checked(read: Callable[..., Value], name: str, default: object, expected: str) -> Value:
    """Return the value of a variable, read with `read`.

    Raises ImproperlyConfigured for an invalid value, with the name of the variable and the expected
    form.
    """
    try:
        return read(name, default)
    except EnvError:
        raise ImproperlyConfigured(f"{name} has an invalid value. Expected {expected}.") from None


def hosts(value: str) -> list[str]:
    """Return a list of the host names in a text that has commas between them.

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


def site_url(value: str) -> str:
    """Return the URL of the site without a slash at its end: "https://archive.example.org".

    "" stays "". Raises ImproperlyConfigured for a URL that is not a scheme and a host.
    """
    url = value.strip().rstrip("/")
    if url and not _SITE_URL.fullmatch(url):
        raise ImproperlyConfigured(
            f"DATELINE_URL has “{value}”. Expected http:// or https:// and a host name, and perhaps"
            " a port, for example https://archive.example.org"
        )
    return url


def folder(name: str, path: str) -> Path:
    """Return the folder at `path`, for files that change; make it if it is missing.

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

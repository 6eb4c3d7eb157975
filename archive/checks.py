"""Our own system checks, which Django runs in `manage.py check` and before many commands."""

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import Error

from archive.database.storage import write_problem


@register
def database_index_and_storage_are_well(
    app_configs: Sequence[AppConfig] | None = None,
    databases: Sequence[str] | None = None,
    **options: Any,
) -> list[CheckMessage]:
    """Return a warning for each problem of the database, the index or the state folder.

    `/healthz` reports the same problems. The result is empty if `databases` is set, because
    Django sets it only for the command `migrate`, which does not need the index.
    """
    from archive.search import file_status, status

    if databases is not None:
        return []
    warnings: list[CheckMessage] = []
    try:
        index = status()
    except Error as error:
        warnings.append(
            Warning(
                f"The database cannot be used ({type(error).__name__}: {first_line(error)}).",
                hint="If its tables are missing, run manage.py migrate.",
                id="archive.W003",
            )
        )
        index = file_status()
    if not index.is_healthy:
        warnings.append(
            Warning(
                index.message,
                hint="Until this is fixed, lists lack the latest changes and say so."
                if index.is_usable
                else "Until this is fixed, search pages answer 503; article pages work.",
                id="archive.W001",
            )
        )
    if problem := write_problem(settings.STATE_DIR):
        warnings.append(
            Warning(
                f"The state folder {settings.STATE_DIR} cannot be written ({problem}).",
                hint="Pages can be read. Imports, corrections and logins fail.",
                id="archive.W004",
            )
        )
    return warnings


def first_line(error: Error) -> str:
    """Return the first line of an error of the database, without a full stop at its end."""
    return str(error).partition("\n")[0].rstrip(".")


@register(Tags.security)
def state_is_private(
    app_configs: Sequence[AppConfig] | None = None,
    databases: Sequence[str] | None = None,
    **options: Any,
) -> list[CheckMessage]:
    """Return a warning if other system accounts can read or change files of Dateline.

    Dateline makes files that only the account that runs Dateline can read. But other accounts may
    be able to read files that an earlier version of Dateline made, or files that somebody copied.
    """
    if databases is not None:
        return []
    paths = [path for path in _private_paths() if path.exists() and path.stat().st_mode & 0o077]
    # The command in the hint also changes everything in a folder.
    paths = [path for path in paths if not set(path.parents) & set(paths)]
    if not paths:
        return []
    return [
        Warning(
            f"Other users of this machine can read or change {', '.join(map(str, paths))}.",
            hint=f"Make it private: chmod -R go= {shlex.join(map(str, paths))}",
            id="archive.W005",
        )
    ]


def _private_paths() -> Iterator[Path]:
    """Yield the paths that only the system account that runs Dateline may read."""
    yield settings.STATE_DIR
    for path in sorted(settings.STATE_DIR.iterdir()):
        if path.name != "static":
            yield path
    if settings.ENV_FILE:
        yield Path(settings.ENV_FILE)
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        path = Path(database["NAME"])
        if path.parent != settings.STATE_DIR:
            yield path


@register(Tags.security, deploy=True)
def site_url_is_set(
    app_configs: Sequence[AppConfig] | None = None, **options: Any
) -> list[CheckMessage]:
    """Return a warning if DATELINE_URL is not set.

    If DATELINE_URL is not set, a page contains addresses with the host name that the visitor sent.
    """
    if settings.SITE_URL:
        return []
    return [
        Warning(
            "DATELINE_URL is not set, so pages contain addresses with the host name and port that"
            " the visitor sent.",
            hint="Set it to the address of the site, for example https://archive.example.org",
            id="archive.W002",
        )
    ]


@register(Tags.security, deploy=True)
def trusted_proxies_are_counted(
    app_configs: Sequence[AppConfig] | None = None, **options: Any
) -> list[CheckMessage]:
    """Return a warning if all visitors seem to have one IP address: that of a front server.

    If all visitors have one address, anybody can lock the logins of all staff, because failed
    logins are counted by IP address. If HTTPS is on, we assume that there is a front server. This
    server sends the visitors' own addresses, but Dateline reads these addresses only if
    DATELINE_TRUSTED_PROXIES is set. An archive without the admin has no logins to lock.
    """
    if not settings.HTTPS or settings.TRUSTED_PROXIES is not None or not settings.ADMIN_ENABLED:
        return []
    return [
        Warning(
            "DATELINE_TRUSTED_PROXIES is not set. Behind a front server all visitors have the same"
            " address for Dateline, so anybody can lock the logins of all staff.",
            hint="Set it to 1 if there is one front server, or to 0 if there is none.",
            id="archive.W006",
        )
    ]

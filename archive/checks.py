"""Our own system checks, run by `manage.py check`, `make test` and every server at its start."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register


@register
def search_index_is_sound(
    app_configs: Sequence[AppConfig] | None = None,
    databases: Sequence[str] | None = None,
    **options: Any,
) -> list[CheckMessage]:
    """Return a warning if the search index cannot be used.

    The check reads only files.

    `migrate` passes its `databases` and needs no index, so it gets no warning.
    """
    from archive.search import file_status

    if databases is not None:
        return []
    status = file_status()
    if status.is_usable:
        return []
    return [
        Warning(
            status.message,
            hint="Until this is fixed, search pages answer 503; article pages work.",
            id="archive.W001",
        )
    ]

"""System checks of Dateline's own: run by `manage.py check`, `make test` and before every server
start."""

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
    """A warning when searching cannot work. Reads files only; `migrate` (which names its databases)
    does without."""
    from archive.search import file_status

    if databases is not None:
        return []
    found = file_status()
    if found.is_usable:
        return []
    return [
        Warning(
            found.message,
            hint="Until then search pages answer 503; article pages work.",
            id="archive.W001",
        )
    ]

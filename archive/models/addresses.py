"""The addresses of pages, kept in memory.

A list shows a hundred links, and most of the time for a link is spent in `reverse`.
"""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=20_000)
def address_of(name: str, *arguments: str | int) -> str:
    """Return the address of a page by its name in archive/urls.py.

    Raises NoReverseMatch.
    """
    return reverse(name, args=arguments)

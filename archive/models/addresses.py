"""The addresses of pages, cached in memory.

A list shows a hundred links, and making a link takes most of its time in Django's `reverse`.
"""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=20_000)
def address_of(name: str, *arguments: str | int) -> str:
    """Return the address of a page; `name` is its name in archive/urls.py.

    Raises NoReverseMatch if there is no such page.
    """
    return reverse(name, args=arguments)

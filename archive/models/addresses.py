"""Makes the addresses of pages, and caches them in memory.

A list shows a hundred links. If the addresses were not cached, Django's `reverse` would take most
of the time that these links need.
"""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=20_000)
def address_of(name: str, *arguments: str | int) -> str:
    """Return the address of a page; `name` is the name of its URL pattern in archive/urls.py.

    `arguments` are the variable parts of the address: `address_of("source", "kcna-kp")`. Raises
    NoReverseMatch if archive/urls.py has no pattern with this name and these arguments.
    """
    return reverse(name, args=arguments)

"""The addresses of pages, each made once: a list shows a hundred of them, and `reverse` takes
longer than all the rest of a link."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=20_000)
def address_of(name: str, *arguments: str | int) -> str:
    """The address of the page that archive/urls.py names so. Raises NoReverseMatch."""
    return reverse(name, args=arguments)

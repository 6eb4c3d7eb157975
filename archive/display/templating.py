"""The Jinja2 environment of the public templates.

Jinja2 is much faster than Django's own templates, which the admin uses.
"""

from typing import Any

from django.templatetags.static import static
from jinja2 import Environment
from markupsafe import Markup

from archive.display.safe_text import thousands
from archive.models.addresses import address_of
from ingest.partial_date import long_date


def environment(**options: Any) -> Environment:
    """Return a Jinja2 environment with the functions and filters of our public templates."""
    jinja = Environment(**options)
    jinja.globals |= {"url": address_of, "static": static}
    jinja.filters |= {
        "thousands": thousands,
        "long_date": long_date,
        "plural": _plural,
        "capitalised": _capitalised,
    }
    jinja.filters["lang"] = _lang
    return jinja


def _lang(code: str) -> Markup:
    """Return the HTML attribute `lang` for a language; "" for English or an unknown language."""
    return Markup("") if not code or code == "en" else Markup(' lang="{}"').format(code)


def _plural(number: int, ending: str = "s") -> str:
    """Return `ending`, the plural ending of a noun, or "" if `number` is 1: "1 file", "2 files"."""
    return "" if number == 1 else ending


def _capitalised(words: str) -> str:
    """Return the words with a capital first letter; other letters are unchanged."""
    return words[:1].upper() + words[1:]

"""What templates of public pages can use. They are Jinja2's, which are made in a fraction of the
time; the admin keeps Django's own."""

from typing import Any

from django.templatetags.static import static
from jinja2 import Environment
from markupsafe import Markup

from archive.display.safe_text import thousands
from archive.models.addresses import address_of
from ingest.partial_date import long_date


def environment(**options: Any) -> Environment:
    """What public templates can use beside their own values."""
    made = Environment(**options)
    made.globals |= {"url": address_of, "static": static}
    made.filters |= {
        "thousands": thousands,
        "long_date": long_date,
        "plural": _plural,
        "capitalised": _capitalised,
    }
    made.filters["lang"] = _lang
    return made


def _lang(code: str) -> Markup:
    """The attribute of an element whose text has this language; nothing for that of the page, or an
    unknown one."""
    return Markup("") if not code or code == "en" else Markup(' lang="{}"').format(code)


def _plural(number: int, ending: str = "s") -> str:
    """What makes a noun plural where the number does."""
    return "" if number == 1 else ending


def _capitalised(words: str) -> str:
    """With a capital first letter; the others stay as they are."""
    return words[:1].upper() + words[1:]

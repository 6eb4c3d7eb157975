"""Keeps what a person typed if it cannot be stored, because the login or the page is out of date.

There are two cases: the person is not logged in any more, or the CSRF token of the page is not
valid any more (Django changes it at each login). In both cases the typed values are shown, and the
person can send them again with a button. Nothing is ever sent again without a press of this button.

If the person has to log in first, the values wait in a hidden field of the login page. They are
never stored.

A form that another site sent never gets so far: its values are neither shown nor offered. Such a
site could otherwise let a member of staff send values that the site chose.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from archive.corrections import FIELDS
from archive.corrections.article_overlay import fingerprint

FIELD = "typed"
"""The name of the hidden field of the login page."""

_TOKEN = "csrfmiddlewaretoken"
_LABELS = {name: field.label for name, field in FIELDS.items()}
# The names of values that nobody types, and the beginnings of the names of hidden fields.
_FOR_PROGRAM = frozenset(
    ("do", "seen", "answer", "action", "_selected_action", "apply", "back", "decision", "texts")
)
_HIDDEN = ("seen_", "state_")


@dataclass(frozen=True, slots=True)
class TypedValues:
    """The values of a form that was not stored, and the address to which it was sent.

    `pairs` has the name and value of each field, in the order of the form.
    """

    path: str
    pairs: tuple[tuple[str, str], ...]

    def as_text(self) -> str:
        """Return the pairs as JSON text, for a hidden field."""
        return json.dumps(self.pairs, ensure_ascii=False)

    def shown(self) -> Iterable[tuple[str, str]]:
        """Yield (label, value) of each value that a person typed or chose.

        A value that was in the field when the form was opened is left out.
        """
        digests = dict(self.pairs)
        for name, value in self.pairs:
            prefix, _, short = name.rpartition("-")
            seen = digests.get(f"{prefix}-seen_{short}")
            is_typed = value.strip() and short not in _FOR_PROGRAM
            if is_typed and not short.startswith(_HIDDEN) and seen != _digest(value):
                yield _LABELS.get(short, short.replace("_", " ").capitalize()), value


def typed_values(request: HttpRequest) -> TypedValues | None:
    """Return the values of a form that was sent; None if they must not be shown again.

    This is so for a form of another site, and for every form with a password.
    """
    if request.method != "POST" or not is_from_this_site(request):
        return None
    pairs = tuple(
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != _TOKEN and isinstance(value, str)
    )
    if not pairs or any("password" in name for name, _value in pairs):
        return None
    return TypedValues(request.get_full_path(), pairs)


def read_typed_values(path: str, text: str) -> TypedValues | None:
    """Return the values from the hidden field of the login page; None if it has no valid values."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    if not isinstance(found, list) or not all(map(_is_pair, found)):
        return None
    return TypedValues(path, tuple((name, value) for name, value in found))


def is_from_this_site(request: HttpRequest) -> bool:
    """Return True if no header of the request says that another site sent it.

    Each browser of today sends one of these headers with each form of another site. "none" means
    that no site sent the form: the person loaded the answer again.
    """
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        return False
    own = f"{request.scheme}://{request.get_host()}"
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == own or origin in settings.CSRF_TRUSTED_ORIGINS
    referrer = request.headers.get("Referer")
    if referrer is None:
        return True
    try:
        parts = urlsplit(referrer)
    except ValueError:
        return False
    return f"{parts.scheme}://{parts.netloc}" == own


def _digest(value: str) -> str:
    """Return the digest of a sent value; browsers send each line end as two characters."""
    return fingerprint(value.replace("\r\n", "\n"))


def _is_pair(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(text, str) for text in value)
        and value[0] != _TOKEN
    )

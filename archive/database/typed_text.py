"""The look-up `contains_typed`, which finds a text as people type it in a column.

    Article.objects.filter(title__contains_typed="мид")

finds "МИД". It makes no difference how Unicode writes the letters, in the typed or the stored text:
case, accents, full and half width, composed or decomposed Korean, soft hyphens and other characters
that nobody sees, and hyphens and apostrophes of any kind inside a word.

Both databases decompose the stored text (Unicode's form NFKD) and compare it with one regular
expression. SQLite calls a function of this module for that. `icontains` would know only the capital
letters of English in SQLite, and those of the database's locale in PostgreSQL. A column with a key
is not needed: the database reads every row for `icontains`, too, and reading takes longer than
comparing.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import CharField, Lookup, TextField

from ingest.mentions.spelling import LETTERS_OF, plain_letters

_APOSTROPHES = "'`´‘’‚‛′‵\u02b9-\u02d1\u02ec\u02ee\ua78b\ua78c"
_HYPHENS = "\\-\u00ad\u2010-\u2015\u2043\u2212"
_MARKS = {"'": _APOSTROPHES, "-": _HYPHENS, '"': '"“”„‟«»″'}
# Accents, vowel signs of Hebrew and Arabic, voice marks of Japanese, and what nobody sees.
_UNSEEN = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u3099\u309a\ufe00-\ufe0f"
    "\ufe20-\ufe2f\ufeff"
)
# "´" alone is decomposed to a space and an accent.
_BETWEEN = f"(?:[{_UNSEEN}{_APOSTROPHES}{_HYPHENS}]| \u0301)*"
_PIECE = re.compile(rf"(?P<space>\s+)|{'|'.join(LETTERS_OF)}|.", re.DOTALL)
# In SQL: a text is longer in bytes than in characters, or has a hyphen or an apostrophe. In other
# texts, the regular expression finds nothing that LIKE would not find.
_UNUSUAL = (
    "length(CAST({0} AS BLOB)) > length({0})"
    " OR instr({0}, '-') OR instr({0}, '''') OR instr({0}, '`')"
)
# A syllable of Korean without a last consonant is not the beginning of one that has it: 하, 한.
_OPEN_SYLLABLE = re.compile("[\u1161-\u1175]$")
_NO_LAST_CONSONANT = "(?![\u11a8-\u11c2])"


@lru_cache(maxsize=1_000)
def pattern_of(typed: str) -> str:
    """Return a regular expression that finds a typed text in a text in Unicode's form NFKD.

    It has only what Python and PostgreSQL understand in the same way. Hyphens and apostrophes are
    searched only if nothing else was typed.
    """
    letters = _letters(typed)
    pieces = [_piece(piece) for piece in _PIECE.finditer(letters)]
    end = _NO_LAST_CONSONANT if _OPEN_SYLLABLE.search(letters) else ""
    return _BETWEEN.join(pieces) + end


def _letters(typed: str) -> str:
    plain = unicodedata.normalize("NFKD", plain_letters(typed.replace("\0", ""))).strip()
    return plain.replace("-", "").replace("'", "") or plain


def contains_typed(text: str, typed: str) -> bool:
    """Return True if a text contains a typed text, as the look-up `contains_typed` finds it."""
    return _is_match(pattern_of(typed), text) is True


def _piece(piece: re.Match[str]) -> str:
    text = piece[0]
    if piece["space"]:
        return r"[ \t\n]+"
    if text in _MARKS:
        return f"[{_MARKS[text]}]"
    if len(text) > 1:
        whole = "".join(_cases(LETTERS_OF[text]))
        return f"(?:{_BETWEEN.join(f'[{_cases(letter)}]' for letter in text)}|[{whole}])"
    return f"[{_cases(text + LETTERS_OF.get(text, ''))}]" if text.isalnum() else re.escape(text)


def _cases(letters: str) -> str:
    """Return these letters, and their capital letters if they are single letters."""
    forms = (form for letter in letters for form in (letter, letter.upper(), letter.title()))
    return "".join(dict.fromkeys(form for form in forms if len(form) == 1))


def _is_match(pattern: str, text: str | None) -> bool | None:
    if text is None:
        return None
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return re.search(pattern, plain) is not None


class ContainsTyped(Lookup):
    """A condition of SQL: the column contains the typed text (`pattern_of`)."""

    lookup_name = "contains_typed"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """Return the condition for SQLite.

        LIKE tells fast that most texts do not match; `_UNUSUAL` is true for the others.
        """
        column, parameters = self.process_lhs(compiler, connection)
        typed = str(self.rhs)
        escaped = re.sub(r"[%_\\]", r"\\\g<0>", _letters(typed))
        like = f"%{'%'.join(escaped.split())}%"
        return (
            f"CASE WHEN {_UNUSUAL.format(column)} OR {column} LIKE %s ESCAPE '\\'"
            f" THEN contains_typed(%s, {column}) ELSE 0 END",
            (*tuple(parameters) * 6, like, pattern_of(typed), *parameters),
        )

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """Return the condition for PostgreSQL."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"normalize({column}, NFKD) ~ %s", (*parameters, pattern_of(str(self.rhs)))


def _add_function(connection: Any, **_others: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function("contains_typed", 2, _is_match, deterministic=True)


def register() -> None:
    """Add the look-up to all columns of text; Django's app calls this once, before any query."""
    for field in (CharField, TextField):
        field.register_lookup(ContainsTyped)
    connection_created.connect(_add_function)

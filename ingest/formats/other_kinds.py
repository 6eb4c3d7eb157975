"""Rows that are no articles, as the names of their values show: comments, reviews, products."""

from collections.abc import Sequence
from functools import lru_cache

from ingest.errors import Rejection
from ingest.formats.field_names import name_key

# All names of a kind must be there. One name is never enough, because people add columns.
_KINDS = (
    ("a comment on Reddit", ("subreddit", "parent id", "link id")),
    ("an issue of GitHub", ("number", "state", "user login")),
    ("a product of a shop", ("vendor", "variants")),
    ("a product of a shop", ("price", "sku")),
    ("a message of a chat", ("ts", "user", "team")),
    ("a post of a social network", ("account acct", "visibility", "content")),
    ("a review of a product", ("asin", "rating")),
    ("a review of a program", ("review id", "thumbs up count")),
    ("a question of a forum", ("question id", "is answered")),
    ("a verse of a book", ("book", "chapter", "verse")),
    ("a recipe", ("ingredients", "servings")),
    ("a note with its settings", ("is trashed", "is pinned", "text content")),
    ("the result of a poll", ("votes yes", "votes no")),
)


def reject_other_kind(pairs: Sequence[tuple[str, str]]) -> None:
    """Raise Rejection (not-an-article) if the names in a row are those of something else."""
    if found := _kind(tuple(name for name, _ in pairs)):
        kind, names = found
        raise Rejection(
            "not-an-article",
            f"The row looks like {kind}, not like an article: it has {' and '.join(names)}.",
        )


@lru_cache(maxsize=4_000)
def _kind(names: tuple[str, ...]) -> tuple[str, list[str]] | None:
    """Return the kind of a row with these names, and the names that show it; None if unknown."""
    keys = {name_key(name): name for name in names}
    for kind, needed in _KINDS:
        if all(name in keys for name in needed):
            return kind, [keys[name] for name in needed]
    return None

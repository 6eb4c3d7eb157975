"""Stages 2 and 3: from a saved file's text to its articles. The only way in for the rest of the program."""

from dataclasses import replace

from ingest.documents import ParsedArticle, ParsedFile, Problem, SavedFile
from ingest.errors import Rejection
from ingest.layouts import BARE, recognise
from ingest.rules import imply

PARSER_VERSION = "1"


def parse(file: SavedFile, *, layout: str | None = None, source: str | None = None) -> ParsedFile:
    """Recognise the layout of a file and read its articles.

    `layout` and `source` are what the archivist said: a bare text needs both, any other file is read by its marks
    and takes the said source only where it names none. Raises Rejection; anything else that escapes is a bug.
    """
    if not file.text.strip():
        raise Rejection("empty", "The file holds no text. It is kept, but shown nowhere.")
    recognised = recognise(file, layout)
    if layout in BARE and not source and not recognised.matches(file):
        raise Rejection("source-not-said", f"A bare text of {layout} names no source: say it with --source as well.")
    parsed = recognised.parse(file, source)
    if not parsed.articles or not all(article.paragraphs for article in parsed.articles):
        raise Rejection("not-an-article", f"A page of {recognised.name} without article text. It is kept.")
    return replace(parsed, articles=tuple(_with_said_source(article, source) for article in parsed.articles))


def _with_said_source(article: ParsedArticle, said: str | None) -> ParsedArticle:
    """The article with the said source where the file names none; where it names another one, a problem."""
    own = article.fields.get("source")
    if not said or (own and own.rule == "source-said"):
        return article
    if own and own.value:
        if own.rule == "source-of-layout" or own.value == said:
            return article
        problem = Problem("source-said-differs", f'The file names "{own.value}"; "{said}" was said. The file holds.')
        return replace(article, problems=(*article.problems, problem))
    return replace(
        article,
        fields={**article.fields, "source": imply("source-said", said)},
        problems=tuple(problem for problem in article.problems if problem.code != "source-unknown"),
    )

"""A library that reads saved articles: bytes in, articles with evidence and mentions out.

It needs only beautifulsoup4, and imports neither Django nor `archive`.

    from ingest import Rejection, parse_file

    try:
        result = parse_file("page.txt")
    except Rejection as rejection:
        print(rejection.reason, rejection.message)
    else:
        print(result)  # JSON: each value with its rule and the places in the text

The modules, in the order in which a file goes through them:

    pipeline.py   all steps for one file                              → ParseResult, FileResult
    workers.py    the same in several processes, in the order of the files
    values.py     the values that pass between the steps
    problem_codes.py, errors.py  the kinds of problems, and why a file is rejected
    walk.py       folders → files, in a stable order
    read.py       bytes → text (encoding; html.py for saved pages)    → SavedFile
    parse.py      text → articles, with validation                    → ParsedFile
    layouts/      one module for each page layout
    rules.py      how each field is read
    partial_date.py  a date known to the day, month or year
    dates.py      dates as pages write them; date_witnesses.py  which one dates the article
    sources.py, clean.py, markup.py  what rules and layouts use
    mentions/     places, organisations and people in a text          → FoundMentions
    parse_result.py  a parsed file with its mentions, and as JSON
    columns.py    a parsed file as column values of the archive       → FileColumns
    identity.py   when two texts are the same article
    data/         the lists of sources, places, organisations and people
"""

from ingest.errors import Rejection
from ingest.mentions import Gazetteer, find_mentions
from ingest.parse import PARSER_VERSION
from ingest.parse_result import ParseResult
from ingest.pipeline import parse_file
from ingest.values import (
    Evidence,
    FoundMentions,
    ListedItem,
    MentionSpan,
    Paragraph,
    ParsedArticle,
    ParsedFile,
    Problem,
    SavedFile,
)

__all__ = [
    "PARSER_VERSION",
    "Evidence",
    "FoundMentions",
    "Gazetteer",
    "ListedItem",
    "MentionSpan",
    "Paragraph",
    "ParseResult",
    "ParsedArticle",
    "ParsedFile",
    "Problem",
    "Rejection",
    "SavedFile",
    "find_mentions",
    "parse_file",
]

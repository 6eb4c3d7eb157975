"""A library that turns the bytes of saved files into articles with evidence and mentions.

It imports neither Django nor `archive`. docs/import.md names the packages that it needs.

    from ingest import Rejection, parse_file

    try:
        result = parse_file("page.txt")
    except Rejection as rejection:
        print(rejection.reason, rejection.message)
    else:
        print(result)  # JSON: each value with its rule and its spans in the text

Modules that run the steps:

    pipeline.py         runs all steps for one file                → ParseResult, FileResult
    file_reader.py      reads files and the rows of data sets, here or in a process of its own
    workers.py          reads files in several processes; the results are in the order of the files
    worker_process.py   one such process, which ends with the process that started it

The steps, in their order:

    walk.py             finds the files in folders, in a stable order
    file_kinds.py       which kinds of files are read in folders, and why others are not
    formats/            the articles in tables, JSON, ZIP files, web archives … → Entry
    read.py             decodes the bytes of a file                → SavedFile
    encoding_of_bytes.py  finds the encoding of the bytes of a file
    encodings.py        the encoding of a text that declares none
    html.py             extracts the text of a page saved as HTML
    html_marks.py       what the mark-up of a page says about its lines: headings and links
    surroundings/       lines around a page: menus, toolbars of web archives, notes of saving
    parse.py            reads the articles in a text, and checks the evidence → ParsedFile
    layouts/            one module for each page layout
    own_site.py         removes a source if the page itself is from another site
    named_source.py     the source or agency that stands beside the date of an article
    head_facts.py       title, link and moment of saving from the head of a page
    mentions/           finds places, organisations and people in an article → FoundMentions
    parse_result.py     a parsed file with its mentions, also as JSON
    file_columns.py     a parsed file as values for database columns → FileColumns
    same_article/       decides whether two texts are the same article
    versions.py         decides which copies of an article have the same words
    text_changes.py     compares two versions of a text word by word
    stories/            decides whether two articles tell the same story

Modules that several steps use:

    combining_marks.py  leaves out most of very many accents on one letter
    values.py           the values that one step passes to the next
    problem_codes.py    the kinds of problems
    limits.py           limits on the number of problems and mentions of an article
    errors.py           the codes of rejections
    rules.py            the rules by which fields are read
    languages.py        finds the language of a text
    partial_date.py     a date that is known to the day, the month or the year
    dates.py            dates in the forms that pages use
    date_words.py       what people and programs write around a date
    month_names.py      the names of months and weekdays
    dates_in_addresses.py the date in the address of a page, and in the name of a file
    moments.py          the moment at which a program saved a page
    date_facts.py       adds the dates beside the text: in the head, the address, the file's name
    date_witnesses.py   chooses the date of an article among the dates in its file
    site_names.py       the names of sites as the heads of pages write them
    site_addresses.py   the address of a page inside the address of its copy in a web archive
    sources.py          the names of sources, and the language tags in these names
    text_lines.py       splits a text into lines and paragraphs; normalises texts for comparing
    menu_words.py       words of menus and buttons, above and below an article
    leftover_tags.py    HTML tags and character references ("&amp;") in a text file
    data/               the lists of sources, places, organisations and people
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingest.errors import Rejection
    from ingest.mentions import Gazetteer, find_mentions
    from ingest.parse import PARSER_VERSION
    from ingest.parse_result import ParseResult
    from ingest.pipeline import parse_file, parse_rows
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
    "parse_rows",
]

_MODULES = {
    "PARSER_VERSION": "parse",
    "Gazetteer": "mentions",
    "ParseResult": "parse_result",
    "Rejection": "errors",
    "find_mentions": "mentions",
    "parse_file": "pipeline",
    "parse_rows": "pipeline",
}


def __getattr__(name: str) -> Any:
    """Return a name of `__all__`; its module is imported only now.

    The archive needs a few small modules of this library in every command. To import all of them
    takes half a second, mostly for the patterns of the layouts.
    """
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"ingest.{_MODULES.get(name, 'values')}"), name)

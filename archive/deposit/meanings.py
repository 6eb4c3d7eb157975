"""What each table and column of the file means, for people who have only the file.

The meaning of a column is the help text of its field in the Django model. This module has the
meanings of columns without a help text, and those of the views.
"""

import inspect
from collections.abc import Iterator

from archive.deposit.columns import Column, Table, tables
from archive.records.columns import COLUMNS

Meaning = tuple[str, str, str, str]
"""A row of the dictionary: table or view, column ("" for the table itself), type, meaning."""

_MEANINGS = {
    "number": "The number of a change of the archive.",
    "mark": "A random text that identifies the change with this number.",
    "source": "The publisher.",
    "title": "The title.",
    "published_precision": "How precise published_on is: day, month, year; empty if unknown.",
    "dateline_place": "The place in the dateline of the text.",
    "dateline_on": "The day in the dateline of the text.",
    "original_url": "The address of the article on the site of its publisher.",
    "word_count": "The number of words of the text.",
    "shown_extract": "The parsed article whose values the article shows.",
    "has_problems": "1 if the list of problems is not empty.",
    "is_corrected": "1 if staff corrected a field.",
    "withdrawn_at": "When staff withdrew the article, so that readers do not see it.",
    "withdrawn_reason": "Why staff withdrew the article.",
    "created_at": "When the row was made.",
    "started_at": "When the import began.",
    "program_version": "The version of Dateline.",
    "parser_version": "The version of the parser.",
    "options": "The options of the command.",
    "created_count": "The number of files that gave a new article.",
    "updated_count": "The number of files that changed an article.",
    "unchanged_count": "The number of files that changed nothing.",
    "rejected_count": "The number of files that are not articles.",
    "failed_count": "The number of files at which the parser had an error.",
    "run": "The import.",
    "path": "The path of the file on the machine of the import.",
    "outcome": "rejected or failed.",
    "message": "The reason in words.",
    "traceback": "The error of the program.",
    "place": "The place in the file.",
    "is_waiting": "1 if somebody has to look at it.",
    "put_aside_reason": "Why a person put it aside.",
    "put_aside_by": "The member of staff who put it aside.",
    "capture": "The saved file.",
    "extract": "The parsed article.",
    "article": "The article.",
    "how": "How the article was recognised: link, title or text.",
    "share": "The part of the shorter text that the longer text contains, from 0 to 1.",
    "sha256": "The SHA-256 of the bytes of the saved file.",
    "size": "The number of bytes of the saved file.",
    "encoding": "The encoding of the saved file.",
    "layout": "The form of the page, which says how it was parsed.",
    "text": "The text of the saved file. Evidence gives positions in it, in code points.",
    "saved_not_before": "The file was not saved before this day.",
    "problems": "What the parser was not sure about.",
    "rejection_message": "Why the file was rejected, in words.",
    "compressed": "The bytes of the saved file, compressed with zlib (RFC 1950).",
    "kind": "The kind.",
    "reason": "The reason that the person gave.",
    "summary": "What a decision about a list of articles changed.",
    "made_by": "The member of staff who made the decision.",
    "made_at": "When the decision was made.",
    "undone_by": "The member of staff who undid the decision.",
    "redone_by": "The member of staff who redid the decision.",
    "decision": "The decision.",
    "entity": "The place, organisation or person.",
    "mention": "The mention.",
    "parsed_value": "The value before all corrections, as JSON.",
    "corrected_value": "The value that the decision sets, as JSON.",
    "name": "The name.",
    "slug": "The last part of the address of its page.",
    "parent": "The place that contains it.",
    "latitude": "Degrees north.",
    "longitude": "Degrees east.",
    "korean_name": "The name in Korean letters.",
    "description": "A description.",
    "merged_into": "The entry that stands for it, if staff merged it into another one.",
    "start": "The position of its first letter, in code points.",
    "end": "The position behind its last letter, in code points.",
    "fields": "The parsed fields with their evidence: value, rule, spans, confidence.",
    "body": "The text: paragraphs joined by a blank line.",
    "published_on": "The date; of a month or year its first day.",
    "lead": "The beginning of the text, as the list shows it.",
    "known_item": "The listed article.",
    "field": "title or body.",
    "rule": "The method by which it was found.",
    "confidence": "How sure the program is, from 0 to 1.",
    "state": "parsed (found by the program), confirmed or added by staff; rejected, retracted and"
    " banned mentions are not shown to readers.",
    "quote_before": "The letters before it.",
    "quote_after": "The letters after it.",
    "home_page": "The address of the publisher's site.",
    "day": "The day of the article.",
    "marks": "The marks by which similar texts are found (MinHash).",
    "other": "The other article.",
    "story": "The number of the story: the lowest id of its articles.",
    "marks_version": "The version of the method.",
    "is_shown": "1 if the article shows this version.",
    "version": "The version of the text.",
    "words": "The words that name it, in lower case; empty if it is implied.",
    "id": "The number of the row.",
}
_LIKE_RECORDS = frozenset(
    [
        *("id", "url", "title", "source", "source_name", "date", "date_precision", "language"),
        *("agency", "original_url", "sha256", "words", "text"),
    ]
)
"""The columns of the view `articles` that mean the same as in the record of an article."""

_VIEWS: dict[str, tuple[str, dict[str, str]]] = {
    "articles": (
        "The articles that readers see, with the values that they see.",
        {
            **{column.name: column.meaning for column in COLUMNS if column.name in _LIKE_RECORDS},
            "places": "The places in title and text, with a semicolon and a space between them.",
            "organisations": "The organisations, in the same way.",
            "people": "The people, in the same way.",
        },
    ),
    "names": (
        "The places, organisations and people; merged ones are left out.",
        {
            "id": "The number of the row in archive_entity.",
            "kind": "place, organisation or person.",
            "slug": "The last part of the address of its page.",
            "name": "The name.",
            "aliases": "Its other spellings, with a semicolon and a space between them.",
            "korean_name": "The name in Korean letters.",
            "place_type": "The type of a place: province, city, county …",
            "latitude": "Degrees north.",
            "longitude": "Degrees east.",
            "is_listed": "1 if the name is in the lists of the program or was accepted by staff.",
        },
    ),
    "mentions": (
        "The mentions that readers see: which article names what, and where.",
        {
            "article_id": "The number of the article.",
            "name_id": "The number of the place, organisation or person in the view names.",
            "kind": "place, organisation or person.",
            "name": "The name of the place, organisation or person.",
            "field": "title or body.",
            "start": "The position of its first letter, in code points; empty if it is implied.",
            "end": "The position behind its last letter.",
            "words": "The words of the article.",
            "is_implied": "1 if it is not named but follows: the province of a county.",
            "confidence": "How sure the program is, from 0 to 1.",
        },
    ),
    "decisions": (
        "The decisions of staff, also those that were undone.",
        {
            "id": "The number of the decision.",
            "kind": "The kind of decision.",
            "reason": "The reason that the person gave.",
            "made_by": "The person, by number or name; README.txt says more.",
            "made_at": "When it was made, in UTC.",
            "undone_at": "When it was undone; empty if it applies.",
            "corrections": "The number of values that it changed.",
        },
    ),
}
_OTHERS: dict[str, tuple[str, dict[str, str]]] = {
    "about": (
        "The format of the file, and what made it.",
        {"name": "What the value says, such as title or format.", "value": "The value as text."},
    ),
    "contents": (
        "The number of rows of each table.",
        {"name": "The table.", "rows": "Its number of rows."},
    ),
    "dictionary": (
        "This table: what each table, view and column means.",
        {
            "in_table": "The table or view.",
            "column": "The column; empty in the row about the table itself.",
            "type": "The type of the values.",
            "meaning": "What it means.",
        },
    ),
    "staff": (
        "The members of staff who made decisions; README.txt says more.",
        {"id": "A number.", "name": "A name."},
    ),
}


def dictionary() -> Iterator[Meaning]:
    """Yield the rows of the table `dictionary`: first the views, then the tables."""
    for views in (_VIEWS, _OTHERS):
        for name, (about, columns) in views.items():
            kind = "view" if views is _VIEWS else "table"
            yield name, "", kind, about
            for column, meaning in columns.items():
                yield name, column, "", meaning
    for table in tables():
        yield table.name, "", "table", _about(table)
        for stored in table.columns:
            yield table.name, stored.name, stored.type, _meaning(stored)


def _about(table: Table) -> str:
    """Return the docstring of a model without its line breaks and marks."""
    return " ".join(inspect.getdoc(table.model).split()).replace("`", "")  # type: ignore[union-attr]


def _meaning(column: Column) -> str:
    field = column.field
    meaning = str(getattr(field, "help_text", "")) or _MEANINGS[str(field.name)]
    if column.target:
        meaning += (
            f" A value of {'id' if column.target == 'staff' else 'the key'} in {column.target}."
        )
    choices = [str(value) for value, _ in field.flatchoices if value]
    return meaning + (f" One of: {', '.join(choices)}." if choices else "")

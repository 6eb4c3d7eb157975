"""The parser: reads the articles in the text of a saved file, and checks their evidence."""

from dataclasses import replace

from ingest.date_facts import with_further_dates
from ingest.errors import Rejection
from ingest.head_facts import with_head_facts
from ingest.layouts import recognise
from ingest.layouts.article_checks import left_out_problem
from ingest.layouts.clips import as_page
from ingest.layouts.page_text import PageText
from ingest.layouts.pages_without_text import reject_page_without_text
from ingest.layouts.second_page import reject_second_page
from ingest.named_source import with_named_source
from ingest.own_site import with_own_site
from ingest.read import damaged_bytes
from ingest.rules import RULES, Basis, UnreadableValue, apply_rule, imply
from ingest.sources import read_source_name, source_key
from ingest.surroundings import without_surroundings
from ingest.text_lines import words
from ingest.values import Evidence, ParsedArticle, ParsedFile, Problem, SavedFile

PARSER_VERSION = "17"
"""The version of the parser. The archive stores it with each capture and extract.

Raise it with every change that can make the same bytes give other values: in a layout, a rule,
`text_lines.py`, the extraction of text from HTML or the search for names. Changed lists of names in
`data/` need no new version, because a reparse compares the names that it finds with the stored
names.
"""

_REQUIRED = {"title": "title-missing", "published": "date-unknown", "source": "source-unknown"}


def parse(file: SavedFile, *, layout: str | None = None, source: str | None = None) -> ParsedFile:
    """Recognise the layout of a file and read its articles.

    The archivist can set `layout` and `source`. A bare text (a text without anything that shows its
    layout) needs both. Any other file is recognised by the patterns of its layout, and `source` is
    used only if the file names no source and its layout does not prove one.

    Raises Rejection if the file cannot be read as an article. Any other exception, such as
    MisreadError, is a bug.
    """
    page = without_surroundings(as_page(PageText.of(file)))
    if not page.lines:
        names = ", ".join(
            fact.name for fact in page.facts if fact.name and not fact.name.startswith("other-")
        )
        has = f" It has only: {names}." if names else ""
        what = "row" if file.is_row else "file"
        raise Rejection("empty", f"The {what} contains no text.{has}")
    recognised = recognise(page, layout)
    is_bare = layout is not None and not recognised.matches(page)
    if is_bare and not source:
        raise Rejection(
            "source-not-said",
            f"A bare text of the layout {layout} names no source. Set it with --source.",
        )
    parsed = recognised.parse(page)
    if not parsed.articles or not all(article.paragraphs for article in parsed.articles):
        raise Rejection(
            "not-an-article", f"This page of the layout {recognised.name} has no article text."
        )
    if not is_bare and not page.is_row:
        reject_page_without_text(page, recognised.name, parsed.articles)
        reject_second_page(page, recognised.name, parsed.articles)
    if is_bare:  # then nothing in the file proves the usual source of the layout
        parsed = replace(parsed, articles=tuple(map(_without_source, parsed.articles)))
    parsed = with_named_source(with_own_site(parsed, page), page)
    parsed = with_head_facts(parsed, page)
    parsed = _with_left_out_lines(parsed, page)
    parsed = with_further_dates(parsed, page, file.name)
    articles = (_with_source_override(article, source) for article in parsed.articles)
    parsed = replace(
        parsed, articles=tuple(_with_lost_letters(article, file) for article in articles)
    )
    check(parsed, file.text, file.name)
    return parsed


def _with_left_out_lines(parsed: ParsedFile, page: PageText) -> ParsedFile:
    """Return the parsed file with problems about lines beside its text that can be text."""
    spans = [fact.span for fact in page.facts if fact.name == "left-out"]
    if not spans or not parsed.articles:
        return parsed
    first, *others = parsed.articles
    begin = first.paragraphs[0].spans[0][0]
    problems = [
        left_out_problem(page.text, group, where)
        for where, group in (
            ("above the text", [span for span in spans if span[0] < begin]),
            ("in the text or below it", [span for span in spans if span[0] >= begin]),
        )
        if group
    ]
    first = replace(first, problems=(*first.problems, *problems))
    return replace(parsed, articles=(first, *others))


class MisreadError(Exception):
    """The error for a bug in a layout: the rule of a value reads another value at the spans."""


def check(parsed: ParsedFile, text: str, file_name: str = "") -> None:
    """Raise MisreadError unless each value is what the rule reads at the spans of the evidence.

    If the title, date or source is missing, there must be a problem about this. Each paragraph must
    be the words at its spans. `file_name` is the name of the saved file.
    """
    for article in parsed.articles:
        codes = {problem.code for problem in article.problems}
        for name, code in _REQUIRED.items():
            if name not in article.fields and code not in codes:
                raise MisreadError(f"{parsed.layout}: neither a {name} nor the problem {code}")
        for name, evidence in (*article.fields.items(), *article.witnesses.items()):
            _check_evidence(f"{parsed.layout}: {name}", evidence, text, file_name)
        for paragraph in article.paragraphs:
            if paragraph.text != words([text[start:end] for start, end in paragraph.spans]):
                raise MisreadError(
                    f"{parsed.layout}: a paragraph is not the words at its spans:"
                    f" {paragraph.text[:60]}"
                )
    bounds = {
        "saved_not_before": parsed.saved_not_before,
        "saved_not_after": parsed.saved_not_after,
    }
    for name, bound in bounds.items():
        if bound:
            _check_evidence(f"{parsed.layout}: {name}", bound, text, file_name)


def _check_evidence(what: str, evidence: Evidence, text: str, file_name: str) -> None:
    rule = RULES[evidence.rule]
    if rule.apply is None:
        if evidence.spans:
            raise MisreadError(f"{what} has spans, though {evidence.rule} reads no text")
        return
    is_named = rule.basis is Basis.PATH
    is_shown = evidence.file_name == (file_name if is_named else "")
    is_read = is_shown and (evidence.spans or is_named)
    try:
        value = apply_rule(evidence.rule, text, evidence.spans, file_name)
    except UnreadableValue:
        value = None
    if not is_read or value != evidence.value:
        raise MisreadError(
            f"{what} is {evidence.value!r}, which {evidence.rule} does not read at {evidence.spans}"
        )


def _with_lost_letters(article: ParsedArticle, file: SavedFile) -> ParsedArticle:
    """Return the article; add a problem if the text of the article contains lost letters (U+FFFD).

    The problem is "damaged" if bytes of the file are not valid in its encoding, else "mojibake".
    """
    if "\ufffd" not in file.text[slice(*article.span)]:
        return article
    if damaged := damaged_bytes(file):
        message = (
            f"Bytes of the file that are not valid {file.encoding}: {damaged:,}. The file is"
            " damaged or cut off; U+FFFD replaces these bytes."
        )
        problem = Problem("damaged", message, words="\ufffd")
    else:
        message = "The text contains letters (U+FFFD) that were lost before the file was saved."
        problem = Problem("mojibake", message, words="\ufffd")
    return replace(article, problems=(*article.problems, problem))


def _without_source(article: ParsedArticle) -> ParsedArticle:
    fields = {name: value for name, value in article.fields.items() if name != "source"}
    return replace(article, fields=fields)


def _with_source_override(article: ParsedArticle, source: str | None) -> ParsedArticle:
    """Return the article with its source, if the archivist set `source`.

    The order of trust is: a source that the file names, a source that its layout proves, the source
    that the archivist set, a source that the layout only implies. If the archivist set another
    source than the one that is named, proved or implied, a problem is added.
    """
    own = article.fields.get("source")
    if not source or (own and own.value and _is_same_source(own.value, source)):
        return article
    if own and own.value and own.rule != "source-implied":
        how = "Its layout proves" if own.rule == "source-of-layout" else "The file names"
        message = (
            f'{how} the source "{own.value}", the import was started with "{source}". The file'
            " decides."
        )
        problem = Problem("source-said-differs", message, words=own.value, candidates=(source,))
        return replace(article, problems=(*article.problems, problem))
    problems = [problem for problem in article.problems if problem.code != "source-unknown"]
    if own and own.value:
        message = (
            f'The layout is usual for the source "{own.value}", the import was started with'
            f' "{source}", which is used.'
        )
        problems.append(
            Problem("source-said-differs", message, words=own.value, candidates=(source,))
        )
    fields = {**article.fields, "source": imply("source-said", source)}
    return replace(article, fields=fields, problems=tuple(problems))


def _is_same_source(a_name: str, b_name: str) -> bool:
    return source_key(read_source_name(a_name)[0]) == source_key(read_source_name(b_name)[0])

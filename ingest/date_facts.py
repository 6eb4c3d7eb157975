"""Completes a parsed file with further witnesses of the date of its articles.

A layout reads the dates in the text of a page. This module adds the dates beside the text: the time
in the head of the page, and the day in the address of the page. If an article then has no date, its
headline and the name of its file are read, too.
"""

from collections.abc import Iterator
from dataclasses import replace

from ingest.date_witnesses import WITNESSES, choose_date, future_date_problem
from ingest.head_facts import spans_of
from ingest.layouts import mirrors, plain
from ingest.layouts.dates_in_titles import date_in_title
from ingest.layouts.page_text import PageText
from ingest.limits import limited_problems
from ingest.partial_date import PartialDate
from ingest.rules import STAND_IN, read_or_none
from ingest.values import Evidence, ParsedArticle, ParsedFile, Span

_DAYS_OF_VIEWING = ("top-date", "viewing-date")  # rules that read the day of opening the page
_ABOUT_DATES = ("date-early", "date-unknown", "dates-disagree")


def with_further_dates(parsed: ParsedFile, page: PageText, file_name: str) -> ParsedFile:
    """Return the parsed file with all witnesses of the dates of its articles, and their choice."""
    beside = dict(_beside_the_text(page))
    if parsed.layout == plain.NAME and len(parsed.articles) > 1:
        file_name = ""  # articles that somebody collected in one file are of several days
    articles = (
        _with_dates(article, beside, parsed, page, file_name) for article in parsed.articles
    )
    return replace(parsed, articles=tuple(_not_after_view(article, parsed) for article in articles))


def _not_after_view(article: ParsedArticle, parsed: ParsedFile) -> ParsedArticle:
    """Return the article, with a problem if it is dated after the day that the page shows.

    This is the day on which somebody opened and saved the page.
    """
    shown, published = parsed.saved_not_before, article.fields.get("published")
    if not published or not shown or shown.rule not in _DAYS_OF_VIEWING:
        return article
    last = PartialDate.parse(shown.value).first_day
    problem = future_date_problem(published.value, published.spans, last, is_noted=True)
    if not problem:
        return article
    problems = limited_problems([problem, *article.problems])
    return replace(article, is_date_doubtful=True, problems=problems)


def _beside_the_text(page: PageText) -> Iterator[tuple[str, Evidence]]:
    """Yield the witnesses that the head of a page and the address of saving give."""
    for name, fact, rule in (
        ("address", "head_url", "address-date"),
        ("address", "saved_from", "address-date"),
        ("metadata", "head_date", "metadata"),
    ):
        for span in reversed(spans_of(page, fact)):  # the first is the most trusted, so it is last
            if evidence := read_or_none(rule, page.text, span):
                yield name, evidence


def _with_dates(
    article: ParsedArticle,
    beside: dict[str, Evidence],
    parsed: ParsedFile,
    page: PageText,
    file_name: str,
) -> ParsedArticle:
    found = {name: value for name, value in beside.items() if name not in article.witnesses}
    link = article.fields.get("original_url")
    if link and link.spans and (address := read_or_none("address-date", page.text, *link.spans)):
        found["address"] = address
    if parsed.layout == mirrors.NAME:
        found = _near_the_dateline(article, found, page.text)
    if not found and not article.witnesses:
        found = _doubtful_witnesses(article, parsed, page, file_name)
    if not found:
        return article
    witnesses, fields = {**article.witnesses, **found}, dict(article.fields)
    day = _day_of_dateline(article)
    if day and (dateline := _dateline(day, witnesses, page.text)):
        fields.pop("dateline_day", None)
        witnesses["dateline"] = fields["dateline_on"] = dateline
    choice = choose_date(witnesses, day)
    if choice.witness:
        fields["published"] = choice.witness
    others = (problem for problem in article.problems if problem.code not in _ABOUT_DATES)
    return replace(
        article,
        fields=fields,
        witnesses=witnesses,
        is_date_doubtful=choice.is_doubtful,
        problems=limited_problems([*choice.problems, *others]),
    )


def _near_the_dateline(
    article: ParsedArticle, found: dict[str, Evidence], text: str
) -> dict[str, Evidence]:
    """Return those of the dates of a copy of an article that are near the day in its dateline.

    The others are the day on which the copy was made.
    """
    day = _day_of_dateline(article)
    near = {}
    for name, evidence in found.items():
        dateline = _dateline(day, {name: evidence}, text) if day else None
        if dateline and not choose_date({name: evidence, "dateline": dateline}).is_doubtful:
            near[name] = evidence
    return near


def _doubtful_witnesses(
    article: ParsedArticle, parsed: ParsedFile, page: PageText, file_name: str
) -> dict[str, Evidence]:
    """Return the dates in the headline and in the name of the file.

    The name of a file can have the day of saving. So a day is not used if the page shows that it
    was saved on this day or later.
    """
    found = {}
    title = article.fields.get("title")
    if title and title.rule != STAND_IN and len(title.spans) == 1:
        evidence = _date_of_title(article, page.text, title.spans[0])
        if evidence:
            found["title_date"] = evidence
    evidence = read_or_none("file-name", page.text, confidence=0.6, file_name=file_name)
    saved = parsed.saved_not_before
    is_day_of_saving = saved and evidence and str(saved.value) <= str(evidence.value)
    if evidence and not is_day_of_saving:
        found["file_name"] = evidence
    return found


def _date_of_title(article: ParsedArticle, text: str, title: Span) -> Evidence | None:
    """Return the date in a headline that stands apart from its words, or is that of a review.

    The result is None for any other date, because it can be that of an event, and for a date that
    is not near the day in the dateline.
    """
    span = date_in_title(text, title)
    found = read_or_none("title-date", text, span, confidence=0.8) if span else None
    day = _day_of_dateline(article)
    return None if found and day and not _is_near_dateline(found, day, text) else found


def _is_near_dateline(date: Evidence, day: Span, text: str) -> bool:
    dateline = _dateline(day, {"title_date": date}, text)
    witnesses = {"title_date": date, "dateline": dateline} if dateline else {}
    return bool(dateline) and not choose_date(witnesses).is_doubtful


def _day_of_dateline(article: ParsedArticle) -> Span | None:
    """Return the span of the day in the dateline of an article ("April 17")."""
    evidence = article.witnesses.get("dateline") or article.fields.get("dateline_day")
    return evidence.spans[0] if evidence else None


def _dateline(day: Span, witnesses: dict[str, Evidence], text: str) -> Evidence | None:
    """Return the date of the dateline, in the year nearest to the most trusted other witness."""
    names = (name for name in WITNESSES if name in witnesses and name != "dateline")
    other = next((witnesses[name] for name in names), None)
    if not other:
        return None
    if other.spans:
        return read_or_none("dateline", text, day, other.spans[0])
    return read_or_none("dateline-file-name", text, day, file_name=other.file_name)

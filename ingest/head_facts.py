"""Completes a parsed file with the facts of its head: title, original link, moment of saving.

A layout reads only the text of a page. What the head of an HTML page says, or the program or web
archive that saved the page, is used only where the page itself says nothing. The exception is the
moment of saving, which is exact: it comes before the days that the page shows.
"""

import re
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit

from ingest.layouts.page_text import PageText
from ingest.rules import LONGEST_TITLE, STAND_IN, UnreadableValue, read
from ingest.site_addresses import host_of_page, start_of_original
from ingest.site_names import known_site_keys, site_key
from ingest.text_lines import normalise_title
from ingest.values import Evidence, ParsedArticle, ParsedFile, Problem, Span

# Between the headline and the name of the site: "Mill Oiled | KCNA Watch", "Site :: Headline".
_SEPARATOR = re.compile(r"\s+[|\u2013\u2014·•»«›‹:/~-]{1,2}\s+|\s*[|｜»«›‹：]\s*|:\s+")
# Titles of pages that are no headlines.
NO_HEADLINE = frozenset(
    (
        *("home", "home page", "homepage", "index", "main", "main page", "news", "untitled"),
        *("untitled document", "article", "document", "welcome", "view", "print", "new page 1"),
        *("홈", "메인", "첫페지", "뉴스", "기사", "소식", "보도", "首页", "主页", "新闻", "ホーム"),
        *("トップページ", "ニュース", "inicio", "portada", "noticias", "accueil", "actualités"),
        *("startseite", "nachrichten", "главная", "новости", "الرئيسية", "أخبار"),
        *("no title", "latest news", "default", "page", "top", "test", "frame", "menu"),
    )
)
AFTER_TITLES = 30  # the place of a heading; a title in a head has fewer parts
_SHORTEST = 4  # letters and digits of a headline with spaces; a Chinese headline has few letters


def with_head_facts(parsed: ParsedFile, page: PageText) -> ParsedFile:
    """Return the parsed file with what the facts of the page add to it.

    If the file has several articles, only the moment of saving and the source are used, because the
    title and the address belong to all of them together.
    """
    if page.is_row or not page.facts:
        return parsed
    if moment := _moment(page):
        parsed = replace(parsed, saved_not_before=moment, saved_not_after=moment)
    if source := source_of_address(page):
        articles = tuple(_with_source(article, source) for article in parsed.articles)
        parsed = replace(parsed, articles=articles)
    if (cut_off := spans_of(page, "cut_off")) and parsed.articles:
        *before, last = parsed.articles
        parsed = replace(parsed, articles=(*before, _with_cut(last, page, cut_off[0])))
    if len(parsed.articles) == 1:
        article = _with_title(_with_link(parsed.articles[0], page), page)
        parsed = replace(parsed, articles=(article,))
    return parsed


def _with_cut(article: ParsedArticle, page: PageText, span: Span) -> ParsedArticle:
    """Return the last article of a page with the problem that the page is cut off."""
    words = page.text[slice(*span)]
    message = f"The web archive does not have the whole page ({words}), so the text can be cut off."
    problem = Problem("damaged", message, words=words, spans=(span,))
    return replace(article, problems=(*article.problems, problem))


def spans_of(page: PageText, name: str) -> list[Span]:
    """Return the spans of all values of a fact, the most trusted first."""
    return [fact.span for fact in page.facts if fact.name == name and fact.span[0] < fact.span[1]]


def _moment(page: PageText) -> Evidence | None:
    """Return the earliest moment of saving: a page of a web archive can be saved a second time."""
    moments = []
    for span in spans_of(page, "saved"):
        try:
            moments.append(read("saved-moment", page.text, span))
        except UnreadableValue:
            continue
    return min(moments, key=lambda moment: str(moment.value), default=None)


def source_of_address(page: PageText) -> Evidence | None:
    """Return the listed source whose site has the address of the page, or None.

    The address from which the page was saved comes before the one that its head claims.
    """
    for name in ("saved_from", "head_url"):
        for span in spans_of(page, name):
            if host_of_page(page.text[slice(*span)]):
                with suppress(UnreadableValue):
                    return read("source-address", page.text, span)
                return None
    return None


def _with_source(article: ParsedArticle, source: Evidence) -> ParsedArticle:
    """Return the article with a source, unless the page names or proves its source."""
    own = article.fields.get("source")
    if own and own.value and own.rule != "source-implied":
        return article
    problems = tuple(item for item in article.problems if item.code != "source-unknown")
    return replace(article, fields={**article.fields, "source": source}, problems=problems)


def _with_link(article: ParsedArticle, page: PageText) -> ParsedArticle:
    """Return the article with an original link.

    The address from which the page was saved comes before the one that its head claims, because
    some sites give the same address for all pages.
    """
    if "original_url" in article.fields:
        return article
    for name in ("saved_from", "head_url"):
        for start, end in spans_of(page, name):
            span = (start + start_of_original(page.text[start:end]), end)
            if name == "head_url" and not _is_of_a_page(page.text[slice(*span)]):
                continue
            try:
                evidence = read("url", page.text, span)
            except UnreadableValue:
                continue
            return replace(article, fields={**article.fields, "original_url": evidence})
    return article


def _is_of_a_page(address: str) -> bool:
    """Return True if an address is not that of a home page."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.path.strip("/") != "" or bool(parts.query)


def _with_title(article: ParsedArticle, page: PageText) -> ParsedArticle:
    """Return the article with the title of the head, if the page has no headline."""
    own = article.fields.get("title")
    if own and own.rule != STAND_IN:
        return article
    source = article.fields.get("source")
    sites = _site_names(page, str(source.value) if source and source.value else "")
    for span in spans_of(page, "head_title"):
        title = _headline(page.text, span, sites)
        if title:
            evidence = read("words", page.text, title, confidence=0.8)
            problems = (item for item in article.problems if item.code != "title-missing")
            fields = {**article.fields, "title": evidence}
            return replace(article, fields=fields, problems=tuple(problems))
    return article


def headlines_of_head(page: PageText) -> dict[str, int]:
    """Return what can be the headline of a page in the titles of its head, normalised.

    These are the titles without the names of sites, and the parts of a title that can have the name
    of a site that is not known: "Mill Wheel Oiled | Fields". The numbers are the places of the
    parts in the title, 0 for the whole title and for the parts of a title with a colon, in which
    the name of the site can be first. The only <h1> of the page comes after all titles.
    """
    sites = _site_names(page)
    found: dict[str, int] = {}
    for span in spans_of(page, "head_title"):
        if headline := _headline(page.text, span, sites):
            title = page.text[slice(*headline)]
            has_colon = ":" in title
            for place, part in enumerate((title, *parts_of_title(title))):
                if not _is_no_headline(part, sites):
                    found.setdefault(normalise_title(part), 0 if has_colon else place)
    for span in spans_of(page, "head_heading"):
        if not _is_no_headline(page.text[slice(*span)], sites):
            found.setdefault(normalise_title(page.text[slice(*span)]), AFTER_TITLES)
    found.pop("", None)
    return found


def _is_no_headline(part: str, sites: set[str]) -> bool:
    is_short = sum(letter.isalnum() for letter in part) < (_SHORTEST if part.isascii() else 2)
    return is_short or part.casefold() in NO_HEADLINE or _is_site(part, sites)


def _site_names(page: PageText, source: str = "") -> set[str]:
    """Return the names that the site of a page can have, normalised.

    `source` is the source of its article, or "".
    """
    names = {page.text[slice(*span)] for span in spans_of(page, "head_site")}
    for kind in ("saved_from", "head_url"):
        for span in spans_of(page, kind):
            try:
                host = urlsplit(page.text[slice(*span)]).hostname or ""
            except ValueError:
                continue
            names |= {host, host.removeprefix("www.")}
    names.add(source)
    return {site_key(name) for name in names} | known_site_keys()


def _headline(text: str, span: Span, sites: set[str]) -> Span | None:
    """Return the span of the headline in the title of a head; None if there is only a site's name.

    Parts that are the name of a site are removed from both ends, and then the name of a section:
    "Mill Wheel Oiled | News | Voice of Korea".
    """
    start, end = span

    def is_left_out(part: str) -> bool:
        is_section = (start, end) != span and part.strip().casefold() in NO_HEADLINE
        return is_section or _is_site(part, sites)

    while start < end:
        separators = list(_SEPARATOR.finditer(text, start, end))
        if _is_site(text[start:end], sites):
            return None
        first = next((it for it in separators if it.start() > start), None)
        last = next((it for it in reversed(separators) if it.end() < end), None)
        if last and is_left_out(text[last.end() : end]):
            end = last.start()
        elif first and is_left_out(text[start : first.start()]):
            start = first.end()
        else:
            break
    title = text[start:end].strip()
    start = text.index(title, start) if title else start
    letters = sum(letter.isalnum() for letter in title)
    if letters < (_SHORTEST if title.isascii() else 2) or len(title) > LONGEST_TITLE:
        return None
    return None if title.casefold() in NO_HEADLINE else (start, start + len(title))


def parts_of_title(title: str) -> list[str]:
    """Return the parts of a title in a head: "Mill Oiled | News" -> ["Mill Oiled", "News"]."""
    return [part.strip() for part in _SEPARATOR.split(title) if part.strip()]


def _is_site(words: str, sites: set[str]) -> bool:
    name = site_key(words)
    return not name or name in sites

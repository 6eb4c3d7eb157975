"""The lines that web archives and caches put above a page.

The Wayback Machine shows a toolbar, here copied as text:

    http://www.kcna.co.jp/item/2004/200405/news05/06.htm Go
    12 captures
    07 May 2004 - 03 Sep 2014
    APR MAY JUN
    07
    2003 2004 2005
    About this capture

archive.today has a head with the address and the moment of saving, and so have the pages of a
search engine's cache. The address is that of the page. The days are days of saving.
"""

import re
from collections.abc import Sequence

from ingest.layouts.agency_marks import match_dateline
from ingest.layouts.page_text import PageText
from ingest.text_lines import TextLine, ends_sentence
from ingest.values import Fact

_MOST = 40  # lines of such a head
_LONGEST = 700  # letters of a line of such a head
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = rf"\d{{1,2}} {_MONTH} \d{{4}}"
_MOMENT = rf"(?P<moment>{_DAY} \d{{1,2}}:\d\d(?::\d\d)? (?:UTC|GMT))"
_ADDRESS = r"(?P<address>https?://\S+?|(?:[\w-]{1,60}\.){1,5}[a-z]{2,6}/\S*?)"
_CAPTURES = rf"[\d,]{{1,9}} captures?(?:[ ,]{{1,3}}{_DAY}(?: [-–] {_DAY})?)?"
# The banner of Google Translate, which pages that were saved can have at their top or foot.
_RATED = (
    r"rate this translation|your feedback will be used to help improve google translate\.?"
    r"|이 번역 평가|보내 주신 의견은 google 번역을 개선하는 데 사용됩니다\.?"
    r"|请对此翻译评分|您的反馈将用于改进谷歌翻译|この翻訳を評価してください"
    r"|いただいたフィードバックは google 翻訳の改善に役立てさせていただきます"
)
_ARCHIVE_TODAY = r"(?:archive\.(?:today|is|ph|li|vn|md|fo)\s{0,3})?webpage capture"


def _line(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# Lines that only these heads have: one of them must be there.
_CERTAIN = tuple(
    map(
        _line,
        (
            _CAPTURES,
            r"(?:the )?(?:internet archive )?wayback machine",
            rf"the wayback machine - {_ADDRESS}",
            r"about this capture",
            _RATED,
            r"no other snapshots from this url|all snapshots(?: from host .{0,90})?",
            rf"{_ARCHIVE_TODAY}(?: .{{0,30}}?saved from\s{{1,3}}{_ADDRESS})?"
            rf"(?:\s.{{0,60}}?{_MOMENT})?.{{0,120}}",
            rf"this is g ?o ?o ?g ?l ?e(?:['’]s)? cache of {_ADDRESS}[.,]?"
            rf"(?: .{{0,90}}?(?:as it appeared|as retrieved) on {_MOMENT}.{{0,300}})?",
            rf"you have reached the cached page for {_ADDRESS}(?: .{{0,400}})?",
        ),
    )
)
_FURTHER = tuple(
    map(
        _line,
        (
            rf"{_ADDRESS}(?:\s{{1,9}}go)?",
            rf"(?:{_MONTH}\s{{0,3}}){{1,3}}|\d{{2}}|(?:(?:19|20)\d\d\s{{0,3}}){{1,3}}",
            r"(?:(?:go|success|fail|close|hide|help|f|x|share|capture|search|original|screenshot"
            r"|webpage|via|donate|history|prior|next|twitter|reddit|vkontakte|email)[\s|·←→]{0,3}){1,6}",
            r"collected by.{0,90}|collection: .{1,90}|timestamps|loading(?:\.{3}|…)",
            r"(?:google|谷歌) ?(?:translate|번역|翻译|翻訳)"
            r"|original text|원본 텍스트|原文|元のテキスト"
            r"|archive\.(?:today|is|ph|li|vn|md|fo)",
            rf"saved from(?:\s{{1,3}}{_ADDRESS})?|redirected from.{{0,90}}|{_MOMENT}",
            r"(?:share|download \.zip|report bug or abuse|buy me a coffee|\s){1,9}",
            r"(?:full version|text-only version|view source|learn more\.?|\s){1,9}",
            rf"it is a snapshot of the page as it appeared on {_MOMENT}\.?.{{0,200}}",
            r"the current page (?:could|may) have changed.{0,90}|tip: to quickly find your.{0,120}",
            r"these (?:search )?terms (?:are highlighted|only appear in links).{0,300}",
            r"below is a snapshot of the web page as it appeared on .{0,300}",
            r"[\W_]{1,9}",
        ),
    )
)
_BANNER = _line(rf"{_RATED}|original text|원본 텍스트|原文|元のテキスト|google translate")
_SURE_OF_BANNER = _line(_RATED)
# The first two lines of the head of archive.today.
_SAVED_FROM = (_line(r"archive\.(?:today|is|ph|li|vn|md|fo)"), _line(r"saved from.{0,700}"))
_DAYS_OF_CAPTURES = _line(rf"{_DAY}(?: [-–] {_DAY})?")
_COLLECTION, _END_OF_COLLECTION = _line(r"collected by.{0,90}"), _line(r"timestamps")


def without_archive_lines(page: PageText) -> PageText:
    """Return the page without the head of a web archive or of a cache."""
    page = _without_banner_below(page)
    facts: list[Fact] = []
    lines = page.lines[:_MOST]
    pairs = zip(_SAVED_FROM, lines, strict=False)
    is_certain = len(lines) > 1 and all(form.fullmatch(line.text) for form, line in pairs)
    end = 0
    while end < len(lines):
        line = lines[end]
        match = _match(_CERTAIN, line)
        is_certain |= match is not None
        match = match or _match(_FURTHER, line)
        is_below_captures = end > 0 and _CERTAIN[0].fullmatch(lines[end - 1].text)
        if not match and not (is_below_captures and _DAYS_OF_CAPTURES.fullmatch(line.text)):
            break
        facts += _facts(line, match) if match else ()
        end = _below_collection(lines, end)
    if end and _is_headline(page.lines, end - 1):
        end -= 1
    return page.with_lines(page.lines[end:], facts) if is_certain else page


def _is_headline(lines: Sequence[TextLine], index: int) -> bool:
    """Return True if the last line of a head is a headline: "History", right above a text."""
    below = lines[index + 1 : index + 2]
    is_word = lines[index].is_after_blank and _match(_CERTAIN, lines[index]) is None
    return bool(below) and is_word and lines[index].text.isalpha() and _begins_text(below[0])


def _begins_text(line: TextLine) -> bool:
    return match_dateline(line) is not None or ends_sentence(line.text)


def _without_banner_below(page: PageText) -> PageText:
    """Return the page without the banner of Google Translate below its text."""
    end = len(page.lines)
    while end > 1 and _BANNER.fullmatch(page.lines[end - 1].text):
        end -= 1
    if not any(_SURE_OF_BANNER.fullmatch(line.text) for line in page.lines[end:]):
        return page
    return page.with_lines(page.lines[:end])


def _match(patterns: tuple[re.Pattern[str], ...], line: TextLine) -> re.Match[str] | None:
    if len(line.text) > _LONGEST:
        return None
    return next(filter(None, (pattern.fullmatch(line.text) for pattern in patterns)), None)


def _facts(line: TextLine, match: re.Match[str]) -> list[Fact]:
    names = (("address", "saved_from"), ("moment", "saved"))
    groups = match.groupdict()
    return [Fact(fact, line.span_of(match, name)) for name, fact in names if groups.get(name)]


def _below_collection(lines: tuple[TextLine, ...], index: int) -> int:
    """Return the index of the next line; the one below the description of a collection."""
    if _COLLECTION.fullmatch(lines[index].text):
        for other in range(index, len(lines)):
            if _END_OF_COLLECTION.fullmatch(lines[other].text):
                return other + 1
    return index + 1

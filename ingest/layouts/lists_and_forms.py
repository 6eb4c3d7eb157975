"""Rejects pages that no layout knows and that have no text: lists, menus, calendars and forms.

Each kind is recognised by its own lines, never by the lack of sentences alone, because a poem has
no sentences either.
"""

import re
from collections.abc import Sequence

from ingest.html_marks import LINK, LINKS
from ingest.layouts.agency_marks import END_MARK, match_dateline
from ingest.layouts.known_pages import LOG_IN, LOG_IN_FIRST, SAVE_ARTICLE, SAVE_ARTICLES, no_article
from ingest.layouts.page_text import PageText
from ingest.layouts.pages_without_text import FOR_READERS
from ingest.menu_words import is_menu
from ingest.site_names import known_site_keys, site_key
from ingest.text_lines import TextLine, ends_sentence

_FEW = 3  # the fewest lines that show a list
_MOST_FORM = 15  # a page with only a form has at most this number of lines
_MOST_OTHERS = 0.34  # the share of other lines in a menu or a list of links
_FEW_LINKS = 5  # the fewest lines that show a list of links
_PASSWORD = re.compile(
    r"(?:(?:e-?mail(?: address)?|user ?name|login|user)[\s|/]{0,3})?password ?[:*]?"
    r"|(?:forgot|forgotten|lost|reset|show) (?:your |my |the )?password\b.{0,3}"
    r"|(?:(?:아이디|이메일|전화번호)[\s|/]{0,3})?(?:비밀번호|암호)"
    r"(?:를 ?(?:잊|찾|분실).{0,20}| ?(?:찾기|분실).{0,10})?"
    r"|(?:用户名[\s|/]{0,3})?密码|(?:忘记|找回)密码.{0,2}|パスワード(?:を(?:お?忘れ|忘れ).{0,20})?"
    r"|(?:забыли )?пароль\??|contraseña|mot de passe(?: oublié ?\?)?|passwort(?: vergessen\?)?",
    re.IGNORECASE,
)
_BETWEEN_PARTS = re.compile(r"[\s|/]{2,}")
_READ_ALL = re.compile(
    r"you(?:['’]ve| have) (?:read|reached|used) .{0,40}\b(?:articles?|limit|views|quota)\b.{0,40}"
    r"|(?:monthly|yearly|annual(?:ly)?|weekly)\b.{0,20}[$€£₩¥]\s?\d.{0,20}"
    r"|subscribe (?:now|today)?.{0,40}|not a (?:subscriber|member)\b.{0,60}",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\d{1,2}(?:[\s|]+\d{1,2}){0,6}")
_CALENDAR = re.compile(
    r"(?:(?:sun?|mon?|tue?|wed?|thu?|fri?|sat?|[smtwf])[a-z]{0,6}[\s|]+){6}\w+"
    r"|(?:[일월화수목금토日一二三四五六月火水木金土][\s|]*){7}",
    re.IGNORECASE,
)
_PICTURES = re.compile(r"(?:.{0,120}\s)?\d{1,3} ?/ ?\d{1,3}")
_COUNT = re.compile(r"\S.{0,60}\s\(?\d[\d,]{0,8}\)?")


def reject_list_or_form(page: PageText) -> None:
    """Raise Rejection (not-an-article) for a list, a menu, a calendar or a form.

    A page with a dateline, an end mark or a sentence that is not a request to readers is not
    rejected.
    """
    lines = page.lines
    if any(match_dateline(line) or END_MARK.search(line.text) for line in lines):
        return
    if any(ends_sentence(line.text) and not _is_request(line) for line in lines):
        return
    if len(lines) <= _MOST_FORM and sum(map(_is_request, lines)) > 1:
        _reject_form(lines)
    _reject_list(page, lines)


def _reject_form(lines: Sequence[TextLine]) -> None:
    """Raise Rejection for a form with a field for a password, or with words for subscribers."""
    for line in lines:
        if _PASSWORD.fullmatch(line.text):
            raise no_article("a page to log in", line.text, LOG_IN_FIRST)
    for line in lines:
        if _is_for_subscribers(line):
            raise no_article("a page for subscribers", line.text, LOG_IN_FIRST)


def _is_request(line: TextLine) -> bool:
    """Return True if a line asks readers to log in or to subscribe."""
    parts = _BETWEEN_PARTS.split(line.text)
    return (
        _is_for_subscribers(line)
        or _PASSWORD.fullmatch(line.text) is not None
        or all(map(LOG_IN.fullmatch, parts))
    )


def _is_for_subscribers(line: TextLine) -> bool:
    return any(form.fullmatch(line.text) for form in (FOR_READERS, _READ_ALL))


def _reject_list(page: PageText, lines: Sequence[TextLine]) -> None:
    """Raise Rejection for a calendar, a gallery, a menu or a listing."""
    numbers = [line for line in lines if _NUMBERS.fullmatch(line.text)]
    weekdays = [line for line in lines if _CALENDAR.fullmatch(line.text)]
    if len(numbers) >= _FEW and weekdays:
        raise no_article("a calendar", weekdays[0].text, SAVE_ARTICLES)
    pictures = [line for line in lines if _PICTURES.fullmatch(line.text)]
    if len(pictures) >= _FEW and 2 * len(pictures) > len(lines):
        raise no_article("a gallery", pictures[0].text, SAVE_ARTICLES)
    menu = [line for line in lines if is_menu(line.text) or _is_name_of_site(line)]
    if len(menu) >= _FEW and len(lines) - len(menu) <= _MOST_OTHERS * len(lines):
        raise no_article("a menu", menu[0].text, SAVE_ARTICLE)
    counts = [line for line in lines if _COUNT.fullmatch(line.text)]
    if len(counts) >= _FEW and len(lines) - len(counts) - len(menu) <= len(counts):
        raise no_article("a listing", counts[0].text, SAVE_ARTICLES)
    starts = {fact.span[0] for fact in page.facts if fact.name in (LINK, LINKS)}
    links = [line for line in lines if line.start in starts]
    if len(links) >= _FEW_LINKS and len(lines) - len(links) <= _MOST_OTHERS * len(lines):
        raise no_article("a listing", links[0].text, SAVE_ARTICLES)


def _is_name_of_site(line: TextLine) -> bool:
    return site_key(line.text) in known_site_keys()

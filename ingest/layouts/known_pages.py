"""The rejection of pages that we know, by their names, with advice.

They are exports of databases (LexisNexis, Factiva), pages of sites without a layout, and pages on
which a site shows something else than an article: a log-in form, a question for a code, a notice.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.errors import Rejection
from ingest.layouts.framed_article import address_in, hosts_in_head, is_host_of
from ingest.layouts.page_text import PageText
from ingest.text_lines import TextLine, ends_sentence

_EDGE = 12  # the names of a site are searched in this number of lines at the top, and at the foot
_HEAD = 6  # a notice is searched in this number of lines at the top
_LONGEST = 200  # letters of a line that shows what a page is
_FEW_SIGNS = 2  # An export without a proof has more different signs.
_FORM_LINES = 3  # A page with at least this number of lines of a log-in form is one.


class _Database(NamedTuple):
    """A database, the patterns of lines in its exports, and one pattern that is enough alone."""

    name: str
    signs: Sequence[re.Pattern[str]]
    proof: re.Pattern[str]


def _line(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _lines(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(_line, patterns))


_DATABASES = (
    _Database(
        "Factiva",
        _lines(
            r"[\d,]{1,7} words",
            r"(?:©|\(c\)|copyright).{1,160}",
            r"(?:HD|BY|WC|PD|ET|SN|SC|LA|CY|LP|TD|AN)",
            r"(?:©|\(c\)) \d{4} factiva.{0,60}",
            r"(?:search summary|dow jones factiva)",
        ),
        _line(r"Document [A-Z]{3,8}0{0,4}(?:19|20)\d{6}[a-z0-9]{5,16}"),
    ),
    _Database(
        "LexisNexis",
        _lines(
            r"length: ?[\d,]{1,7} words",
            r"load-date: .{4,40}",
            r"publication-type: .{2,40}",
            r"(?:dateline|section|byline|language): .{2,80}",
            r"(?:body|end of document|classification)",
            r"copyright \d{4} .{2,120}",
        ),
        _line(r"\d{1,4} of \d{1,4} documents?"),
    ),
    _Database(
        "BBC Monitoring",
        _lines(
            r"BBC Monitoring [A-Z][\w -]{2,60}",
            r"supplied by BBC (?:worldwide )?monitoring",
            r"(?:text of|excerpts? from) .{0,60}(?:report|statement|article|commentary).{0,140}",
            r"length: ?[\d,]{1,7} words",
        ),
        _line(r"BBC Mon(?:itoring)? .{2,40}"),
    ),
)


class _Site(NamedTuple):
    """A site without a layout: its name, the names that its pages show, and its addresses."""

    name: str
    names: re.Pattern[str]
    hosts: Sequence[str]


_SITES = (
    _Site(
        "Arirang-Meari",
        _line(r"(?:아리랑)?[ -]?메아리|(?:Arirang[ -]?)Meari"),
        ("arirangmeari.com",),
    ),
    _Site(
        "Korean Central Television",
        _line(r"조선중앙(?:텔레비죤|텔레비전|TV)|Korean Central (?:Television|TV)|KCTV"),
        ("kctv.kp",),
    ),
    _Site(
        "Kim Il Sung University",
        _line(r"김일성종합대학|Kim Il Sung University"),
        ("ryongnamsan.edu.kp",),
    ),
    _Site("Kuguk Jonson", _line(r"구국전선|Kuguk Jonson"), ("aindft.com", "ndfsk.dyndns.org")),
)
# What can be beside the name in a line: a date, the number of a broadcast, a copyright mark.
_BESIDE_NAME = re.compile(
    r"(?:[\W\d_]|Copyright|\(c\)|all rights reserved|저작권|홈페지|[년월일시]|보도"
    r"|Juche|주체|News)*",
    re.IGNORECASE,
)

SAVE_ARTICLE = "Save the page of an article."
SAVE_ARTICLES = "Save the pages of its articles."
LOG_IN_FIRST = "Log in, and save the page again."
_NOTICES = (
    (
        "a page that asks for a code",
        "Enter the code in a browser, and save the page of the article that it then shows.",
        _lines(
            r".{0,60}\b(?:enter|type|input) the (?:characters|letters|code|digits|numbers"
            r"|text|words)\b.{0,80}",
            r"checking (?:if the site connection is secure|your browser).{0,80}",
            r"(?:verify(?:ing)?|confirm|prove) (?:that )?you are (?:a )?(?:human|not a).{0,80}",
            r"(?:please )?complete the (?:security check|captcha).{0,80}",
            r"attention required(?:[!.:|].{0,40})?",
            r"i['’]?m not a robot|(?:captcha|보안문자)(?:를 입력.{0,30})?",
        ),
    ),
    (
        "a notice of a web archive",
        SAVE_ARTICLE,
        _lines(
            r"(?:the )?wayback machine (?:has not|doesn['’]?t|does not have).{0,80}",
            r"(?:this|that|the) (?:url|page) has (?:not been archived|been excluded).{0,80}",
        ),
    ),
)
_UNSURE_NOTICES = (
    (
        "a notice about advertising",
        "Switch the ad blocker off, and save the page again.",
        _lines(
            r"(?:please )?(?:disable|turn off) your ad ?-?blocker.{0,60}",
            r"ad ?-?blocker detected.{0,60}",
        ),
    ),
    (
        "a notice about cookies",
        "Answer it in a browser, and save the page of the article that it then shows.",
        _lines(
            r"we value your privacy.{0,40}|(?:this (?:site|website)|we) uses? cookies\b.{0,160}"
        ),
    ),
    (
        "a page of frames",
        "Save the frame with the article.",
        _lines(
            r".{0,60}(?:browser|user agent) (?:does not|doesn['’]t|cannot) .{0,40}\bframes\b.{0,60}"
        ),
    ),
)
LOG_IN = re.compile(
    r"(?:log|sign) ?in(?: to (?:your account|continue|read).{0,40})?"
    r"|user ?name(?: or e-?mail.{0,20})?|e-?mail(?: address)?|remember me"
    r"|(?:(?:forgot|lost|reset)(?:ten)? ?(?:your |my )?)?password\??|sign up.{0,40}|register"
    r"|(?:need|don['’]?t have|create|already have) an? (?:free )?account.{0,60}"
    r"|로그인|비밀번호|암호|아이디|회원가입",
    re.IGNORECASE,
)


def reject_export(page: PageText) -> None:
    """Raise Rejection (layout-known-unsupported) for an export of a database."""
    lines = [line for line in page.lines if len(line.text) <= _LONGEST]
    for database in _DATABASES:
        proof = next((line for line in lines if database.proof.fullmatch(line.text)), None)
        found = {
            pattern.pattern: line
            for line in lines
            for pattern in database.signs
            if pattern.fullmatch(line.text)
        }
        if (proof and found) or len(found) > _FEW_SIGNS:
            words = (proof or next(iter(found.values()))).text
            raise Rejection(
                "layout-known-unsupported",
                f'This is an export of {database.name} (it has the line "{words}"), which cannot be'
                " read. Save each article as a text file of its own: lines such as"
                ' "Title: Mill Wheel Oiled", "Date: 2010-05-06" and "Source: KCNA", then an empty'
                " line, then the text.",
            )


def reject_known_site(page: PageText) -> None:
    """Raise Rejection (layout-known-unsupported) for a page of a site that has no layout."""
    hosts = list(hosts_in_head(page))
    lines = page.lines
    edges = lines if len(lines) <= 2 * _EDGE else (*lines[:_EDGE], *lines[-_EDGE:])
    for site in _SITES:
        words = next((host for host in hosts if is_host_of(host, site.hosts)), "") or next(
            (line.text for line in edges if _shows(site, line)), ""
        )
        if words:
            raise Rejection(
                "layout-known-unsupported",
                f'This is a page of {site.name} (it says "{words}"), for which there is no layout.'
                " Save headline and text of the article as a text file, and import it with --layout"
                f' bare --source "{site.name}".',
            )


def _shows(site: _Site, line: TextLine) -> bool:
    """Return True if a line has only the name of a site, or an address of the site."""
    if len(line.text) > _LONGEST:
        return False
    address = address_in(line)
    if address and is_host_of(address.host, site.hosts):
        return True
    name = site.names.search(line.text)
    return name is not None and bool(
        _BESIDE_NAME.fullmatch(line.text[: name.start()])
        and _BESIDE_NAME.fullmatch(line.text[name.end() :])
    )


def reject_notice(page: PageText, *, is_known: bool) -> None:
    """Raise Rejection (not-an-article) for a page that shows a notice or a form, and no article.

    If the page has the marks of a site (`is_known`), it can have an article below a form to log in
    or a notice about cookies. Then these are not searched.
    """
    for what, advice, patterns in (*_NOTICES, *(() if is_known else _UNSURE_NOTICES)):
        for line in page.lines[:_HEAD]:
            if any(pattern.fullmatch(line.text) for pattern in patterns):
                raise no_article(what, line.text, advice)
    form = [line for line in page.lines if LOG_IN.fullmatch(line.text)]
    if is_known or len(form) < _FORM_LINES:
        return
    others = sum(
        ends_sentence(line.text) and not LOG_IN.fullmatch(line.text) for line in page.lines
    )
    if others < len(form):
        raise no_article("a page to log in", form[0].text, LOG_IN_FIRST)


def no_article(what: str, words: str, advice: str) -> Rejection:
    """Return the rejection of a page that is not an article, as these words show."""
    return Rejection(
        "not-an-article",
        f'This looks like {what}, not like an article: it says "{words[:_LONGEST]}". {advice}',
    )

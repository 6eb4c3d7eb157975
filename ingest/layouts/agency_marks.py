"""The marks that the agency KCNA puts around its articles: dateline, end mark, sign-off, credit.

Many sites publish KCNA's articles with these marks. So they show that KCNA wrote an article, but
not from which site it was saved. A byline is found in the articles of newspapers, too.

Most patterns must match a whole line.
"""

import re
from functools import lru_cache
from itertools import islice

from ingest.dates import DAY_OF_YEAR, DOTTED_DATE, JUCHE_WORDS, MONTH
from ingest.leftover_tags import blank_tags
from ingest.text_lines import REMEMBERED_LINES, TextLine

_S = r"\s{0,40}"
_END = r"(?:[-–—－]\s?[0oO０]\s?[-–—－]|[(（\[【]\s?(?:完|끝|終|终|了)\s?[)）\]】])"
# A row of dashes is an end mark only below the text, or after the full stop of a Chinese or
# Japanese sentence.
_DASHES = r"-{3}|－{2,3}|―{2,3}|ー{3}|—{2,3}"
SIGN_OFF = re.compile(
    rf"(?P<end>{_END}|{_DASHES})?\s{{0,9}}(?P<site>www\.kcna\.kp)?\s{{0,9}}"
    rf"(?:[(（](?P<date>{DOTTED_DATE})[)）])?",
    re.IGNORECASE,
)
END_MARK = re.compile(
    rf"(?P<end>{_END}|(?<=[。！？」』）])\s?(?:{_DASHES}))\s{{0,9}}"
    rf"(?:(?P<site>www\.kcna\.kp)?\s{{0,9}}[(（](?P<date>{DOTTED_DATE})[)）])?$",
    re.IGNORECASE,
)
_LONGEST_END = 100  # more than the letters that an end mark can have
# The beginnings of a date in brackets and of the address of the site.
_CUT_WORD = "|".join(word[:size] for word in JUCHE_WORDS for size in range(len(word), 0, -1))
_CUT_DATE = (
    rf"[(（](?:{_CUT_WORD})?\s?\d{{0,4}}(?:\s?[(（]\s?\d{{0,4}}\s?[)）]?)?"
    r"(?:\.\s?\d{0,2}){0,3}"
)
_CUT_SITE = r"www(?:\.k?c?n?a?\.?k?p?)?"
_CUT_MARK = r"(?:[-–—－]{1,2}[0oO０]?|[(（\[【]\s?(?:完|끝|終|终|了))"
CUT_SIGN_OFF = re.compile(
    rf"(?:{_END}\s{{0,9}})?{_CUT_SITE}\s{{0,9}}(?:{_CUT_DATE})?|{_END}\s{{0,9}}{_CUT_DATE}"
    rf"|{_END}\s{{1,9}}ww?|{_CUT_MARK}",
    re.IGNORECASE,
)
"""A whole line that is the beginning of a sign-off or of an end mark, cut at the end of a file."""
CUT_END = re.compile(
    rf"{_END}\s{{0,9}}(?:(?:{_CUT_SITE}|ww?)\s{{0,9}})?(?:{_CUT_DATE})?$"
    rf"|(?<=[.!?。！？\"”’»)）])\s{{0,3}}(?:{_CUT_MARK}|[(（])$",
    re.IGNORECASE,
)
"""The beginning of an end mark or of a sign-off, cut at the end of the last line of the text."""
LEFT_OVERS = (
    *("-0-", "www.kcna.kp", "Share Button"),
    *(f"({agency}) {dash}" for agency in ("KCNA", "ACNC") for dash in "-—–"),
)
TITLE_STAMP = re.compile(rf"\[(?P<date>{DOTTED_DATE})\]\s{{0,9}}$")

_DASH = r"(?:-{1,3}|[—–―‐−－]{1,3}|&[mn]dash;|[:：]|\?(?=\s|$))"
# A word of the name of a place. Particles such as "de" can be between two words.
_WORD = r"[^\W\d_][\w'’.-]{0,30}"
_CAPITAL_WORD = rf"(?![a-zà-ÿа-яё]){_WORD}"
_NO_PLACE = r"(?!(?i:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b)"
_PLACE = (
    rf"{_NO_PLACE}(?P<place>"
    rf"{_CAPITAL_WORD}(?:(?:, ?| )(?:(?:de|da|do|la|le|el|of|am|sur) )?{_CAPITAL_WORD}){{0,4}})"
)
# The name of the agency in brackets: "(KCNA)", "(KNS-KCNA)", "(KCNA-Correspondent)", "(Corresponsal
# de ACNC)". The word "correspondent" is not a part of the name. In old pages some names have
# another letter at the end, or the second bracket is missing.
_NAME = (
    r"(?P<agency>(?:\w{2,12}\s?-\s?)?(?:KCNA|ACNC|ATCC|KZNA|KNS)(?:kcna|na|a)?"
    r"(?:-(?!\w{0,9}correspond)\w{2,15})?)"
    r"(?:[\s-]{1,3}(?:special\s)?correspondent)?"
)
_AFTER = rf"{_S}(?:{_DASH}|\.(?=\s))?"  # dashes after the dateline, or a full stop
_AGENCY = (
    rf"[(（]{_S}(?:[a-z]{{2,15}} de (?:la )?)?{_NAME}{_S}"
    rf"(?:[)）]{{1,2}}{_AFTER}|{_DASH}){_S}"
)
# A day, also with an article ("le 6 mai") or a year ("May 6, 2019", "May 6, Juche 108 (2019)").
_DAY = (
    rf"(?:(?i:le|el|den|am|del)\s{{1,9}})?(?P<day>(?i:{DAY_OF_YEAR}))\.?"
    r"(?:,?\s{0,9}(?:(?i:del?)\s{1,9})?(?:(?i:juche)\s?\d{1,3}\s?)?"
    r"[(（]?(?P<year>(?:19|20)\d\d)[)）]?)?"
)
# Some pages have a month with a wrong letter ("Mmarch 26"), or only a month.
_ODD_DAY = rf"(?:[A-Za-z]{{1,4}}\d?[A-Za-z]{{2,9}},?\s{{1,9}}\d{{1,2}}|{MONTH})"
DATELINE = re.compile(
    rf"{_PLACE}{_S}(?:[,.،]|(?=\s)){_S}(?:{_DAY}|{_ODD_DAY}){_S}[,.]?{_S}(?i:{_AGENCY})"
)
# "(Pyongyang, May 6, KCNA) --"
_DATELINE_IN_BRACKETS = re.compile(
    rf"[(（\[【]{_S}{_PLACE}{_S}(?:[,.،]|(?=\s)){_S}{_DAY}{_S}[,.]?{_S}(?i:{_NAME}){_S}[)）\]】]"
    rf"{_AFTER}{_S}"
)
# "Pyongyang, May 6 KCNA --", "Pyongyang, May 6 /KCNA/"
_DATELINE_OTHER_MARKS = re.compile(
    rf"{_PLACE}{_S}[,.،]{_S}{_DAY}{_S}[,.]?{_S}[\[/【]?{_S}(?i:{_NAME}){_S}"
    rf"(?:[\]/】]{_AFTER}|{_DASH}){_S}"
)
_DATELINE_LOWER = re.compile(
    rf"{_NO_PLACE}(?P<place>{_WORD}){_S},{_S}(?P<day>(?i:{DAY_OF_YEAR})){_S},?{_S}(?i:{_AGENCY})"
)
_DATELINE_DAY_ONLY = re.compile(rf"{_PLACE},?{_S}(?P<day>(?!))?\d{{1,2}}{_S}(?i:{_AGENCY})")
# The dateline of another agency. Without the dashes, it could be a sentence with a bracket.
_DATELINE_OTHER = re.compile(
    rf"{_PLACE},?{_S}(?P<day>(?i:{DAY_OF_YEAR})){_S}"
    rf"\((?P<agency>[A-Z][\w .-]{{1,30}})\){_S}{_DASH}{_S}"
)
DATELINE_RUSSIAN = re.compile(
    rf"(?P<place>[А-ЯЁ][\wё-]{{1,30}}(?: [А-ЯЁ][\wё-]{{1,30}}){{0,3}}){_S}[,.]?{_S}"
    rf"(?P<day>(?i:{DAY_OF_YEAR}))[.,]?{_S}(?:(?P<year>(?:19|20)\d\d){_S}(?:года|г)?[.,]?{_S})?"
    rf"[/(\[]?{_S}(?P<agency>(?i:ЦТАК)){_S}(?:[/)\]]{_AFTER}|{_DASH}){_S}"
)
DATELINE_ARABIC = re.compile(
    r"(?P<place>[ء-ي]{2,20}(?: [ء-ي]{2,20}){0,3}?)" + rf"{_S}[،,]?{_S}"
    rf"(?P<day>{DAY_OF_YEAR}){_S}[/(]{_S}"
    r"(?P<agency>وكالة الأنباء المركزية الكورية|و\.?\s?م\.?\s?أ\.?\s?ك\.?)"
    rf"{_S}[/)]{_S}{_DASH}?{_S}"
)
_OPEN, _CLOSE = r"(?:[【\[［(（〔]\s?)", r"[】\]］)）〕]"
_CHINESE_NAME = r"(?P<agency>朝中社|朝鲜中央通讯社|朝鮮中央通訊社)"
_CHINESE_PLACE = r"(?P<place>[一-鿿]{2,6}?)"
_CHINESE_DAY = (
    r"(?P<day>\d{1,2} ?月 ?\d{1,2} ?日|[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
)
DATELINE_CHINESE = re.compile(
    rf"{_OPEN}?{_CHINESE_NAME}\s?{_CHINESE_PLACE}\s?{_CHINESE_DAY}\s?[电電讯訊]\s?{_CLOSE}?\s?[:：]?"
)
_CHINESE_FORMS = (
    # "平壤5月6日电（朝中社）"
    rf"{_OPEN}?{_CHINESE_PLACE}\s?{_CHINESE_DAY}\s?[电電讯訊]\s?{_OPEN}{_CHINESE_NAME}\s?{_CLOSE}{{1,2}}",
    # "平壤5月6日朝中社电"
    rf"{_OPEN}?{_CHINESE_PLACE}\s?{_CHINESE_DAY}\s?{_CHINESE_NAME}\s?[电電讯訊]\s?{_CLOSE}?",
    # "朝中社五月六日平壤电"
    rf"{_OPEN}?{_CHINESE_NAME}\s?{_CHINESE_DAY}\s?{_CHINESE_PLACE}\s?[电電讯訊]\s?{_CLOSE}?",
    # "【朝中社平壤5月6日】"
    rf"{_OPEN}{_CHINESE_NAME}\s?{_CHINESE_PLACE}\s?{_CHINESE_DAY}\s?{_CLOSE}",
)
DATELINE_JAPANESE = re.compile(
    r"[【\[［(（〔]\s?(?P<place>[一-鿿ァ-ヶー]{2,8}?)\s?"
    r"(?P<day>\d{1,2} ?月 ?\d{1,2} ?日)?\s?発\s?[=＝]?\s?"
    r"(?P<agency>朝鮮(?:中央)?通信)社?\s?[】\]］)）〕]"
)
_JAPANESE_NAME = r"(?P<agency>朝鮮(?:中央)?通信)社?"
_JAPANESE_PLACE, _JAPANESE_DAY = (
    r"(?P<place>[一-鿿ァ-ヶー]{2,8}?)",
    r"(?P<day>\d{1,2} ?月 ?\d{1,2} ?日)",
)
_JAPANESE_FORMS = (
    # "【平壌5月6日朝鮮中央通信】"
    rf"{_OPEN}{_JAPANESE_PLACE}\s?{_JAPANESE_DAY}\s?[=＝・]?\s?{_JAPANESE_NAME}\s?{_CLOSE}",
    # "【朝鮮中央通信＝平壌5月6日】"
    rf"{_OPEN}{_JAPANESE_NAME}\s?[=＝・]?\s?{_JAPANESE_PLACE}\s?{_JAPANESE_DAY}\s?発?\s?{_CLOSE}",
    # "平壌5月6日発朝鮮中央通信＝"
    rf"{_JAPANESE_PLACE}\s?{_JAPANESE_DAY}\s?発\s?[=＝]?\s?{_JAPANESE_NAME}\s?(?:[=＝:：]|(?=\s)|$)",
)
_KOREAN_PLACE = r"(?P<place>[가-힣]{2,8}(?: [가-힣]{2,8}){0,2}?)(?<!발)"
_KOREAN_DAY = r"(?P<day>\d{1,2} ?월 ?\d{1,2} ?일)"
DATELINE_KOREAN = re.compile(  # The news can be of another agency: "조선통신=조선중앙통신".
    rf"{_OPEN}?{_KOREAN_PLACE},? ?{_KOREAN_DAY} ?발? ?(?:[가-힣-]{{2,12}} ?[=＝] ?)?"
    rf"(?P<agency>조선중앙통신)사?(?:\s?{_CLOSE}|$)"
)
_KOREAN_FORMS = (
    rf"{_OPEN}?{_KOREAN_PLACE} ?발 ?{_KOREAN_DAY} ?(?P<agency>조선중앙통신)사?(?:\s?{_CLOSE}|$)",
    rf"{_OPEN}(?P<agency>조선중앙통신)사? ?[=＝]? ?{_KOREAN_PLACE} ?{_KOREAN_DAY} ?발?"
    rf"\s?{_CLOSE}",
)
_LATIN = (
    DATELINE,
    _DATELINE_LOWER,
    _DATELINE_OTHER,
    _DATELINE_DAY_ONLY,
    _DATELINE_IN_BRACKETS,
    _DATELINE_OTHER_MARKS,
)
_OTHER_SCRIPTS = (
    DATELINE_CHINESE,
    DATELINE_JAPANESE,
    DATELINE_KOREAN,
    DATELINE_RUSSIAN,
    DATELINE_ARABIC,
    *map(re.compile, (*_CHINESE_FORMS, *_JAPANESE_FORMS, *_KOREAN_FORMS)),
)
_ONLY_AT_START = frozenset(
    {
        _DATELINE_LOWER,
        _DATELINE_OTHER,
        _DATELINE_DAY_ONLY,
        _DATELINE_IN_BRACKETS,
        _DATELINE_OTHER_MARKS,
        *_OTHER_SCRIPTS[-len((*_CHINESE_FORMS, *_JAPANESE_FORMS, *_KOREAN_FORMS)) :],
    }
)
# The names of the agency in lower case. To search for them in a text in lower case takes a fifth of
# the time of a pattern that ignores case.
_AGENCIES = re.compile(
    r"kcna|acnc|atcc|kzna|kns|цтак|조선중앙통신|朝鮮(?:中央)?通信|朝中社|朝[鲜鮮]中央通[讯訊]社"
    r"|وكالة الأنباء|و\.?\s?م\.?\s?أ"
)
_MOST_READ = 500  # A headline and a dateline are in this number of characters of a line.
# The signs that divide a headline from a dateline in the same line: a gap, a bar, a dash.
_GAP = re.compile(
    r"\s{2,}|\t|\s(?:[|–—:]|--?)\s|[.!?。！？]\s|(?<!,)\s(?=P['’]?yongyang\b)|(?=[【(（])",
    re.IGNORECASE,
)
_MOST_GAPS = 12  # A headline has not more gaps.
_LAST_WORD = re.compile(r"[^\s,]\s{1,40}P['’]?yongyang$", re.IGNORECASE)
CREDIT = re.compile(r"KCNA|Rodong (?:Sinmun|News Team)|【(?P<korean>조선중앙통신)】")
AGENCY_LINE = re.compile(
    r"(?:(?:source|by|from|copyright|©)\s?:?\s)?"
    r"(?P<agency>(?:the )?Korean Central News Agency|KCNA|조선중앙통신|朝鲜中央通讯社|朝鲜中央通信"
    r"|朝鮮中央通信|朝中社|ЦТАК|Yonhap(?: News Agency)?|Xinhua(?: News Agency)?|(?:ITAR-)?TASS"
    r"|Kyodo(?: News)?|RIA Novosti|Voice of America|VOA News|(?:Iran )?Press TV)"
    r"(?:\s?\((?:KCNA|North Korea|DPRK)\))?(?:,? (?:of|in) (?:the )?(?:DPRK|Pyongyang))?"
    r"(?:,? via .{1,60})?",
    re.IGNORECASE,
)
KOREAN_CREDIT_AT_END = re.compile(r"【(?P<korean>조선중앙통신)】$")
BYLINE = re.compile(
    r"(?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}), [^.!?\"“”]{0,60}\b"
    r"(?:director|head|chief|researcher|professor|lecturer|chairman|president|manager|secretary|editor|reporter|correspondent|commentator|fellow|student|teacher)\b"
    r"[^.!?\"“”]{0,80}"
    r"|본사기자 (?P<korean>[가-힣 ]{2,20})"
)


def match_dateline(line: TextLine) -> re.Match[str] | None:
    """Return the match of a dateline at the beginning of a line, in any language, or None."""
    return _dateline_in(line.text)


@lru_cache(maxsize=REMEMBERED_LINES)
def _dateline_in(text: str) -> re.Match[str] | None:
    return _match_at(blank_tags(text), 0) if _can_have_dateline(text) else None


def find_dateline(line: TextLine) -> re.Match[str] | None:
    """Return the match of a dateline at the beginning of a line or after a headline, or None.

    The headline can be in the same line as the dateline of the agency, if there is a gap between
    them: "Mill Wheel Oiled    Pyongyang, May 6 (KCNA) -- The wheel". So the words before the match
    are the headline.
    """
    match = match_dateline(line)
    if match or not _names_agency(line.text):
        return match
    text = blank_tags(line.text)
    for gap in islice(_GAP.finditer(text, 1, _MOST_READ), _MOST_GAPS):
        match = _match_at(text, gap.end())
        if match and match.re not in _ONLY_AT_START:
            return match
    return None


def _can_have_dateline(text: str) -> bool:
    return "(" in text or _names_agency(text)


def _names_agency(text: str, start: int = 0) -> bool:
    return _AGENCIES.search(text[start : start + _MOST_READ].lower()) is not None


def _match_at(text: str, start: int) -> re.Match[str] | None:
    # The test for the names of the agency is many times faster than the patterns.
    patterns = (*_LATIN, *_OTHER_SCRIPTS) if _names_agency(text, start) else (_DATELINE_OTHER,)
    for pattern in patterns:
        match = pattern.match(text, start)
        # "Mill Wheel Oiled Pyongyang, May 6 (KCNA)" begins with a headline, not with a place.
        if match and not _LAST_WORD.search(match["place"]):
            return match
    return None


def has_end(line: TextLine) -> bool:
    """Return True if a line ends in an end mark, or is a sign-off."""
    return _has_end(line.text)


@lru_cache(maxsize=REMEMBERED_LINES)
def _has_end(text: str) -> bool:
    return bool(
        END_MARK.search(text, max(0, len(text) - _LONGEST_END))
        or SIGN_OFF.fullmatch(text)
        or CUT_SIGN_OFF.fullmatch(text)
    )

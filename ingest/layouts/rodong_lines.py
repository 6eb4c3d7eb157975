"""The patterns of the lines around an article of Rodong Sinmun: dates, names and credits."""

import re

from ingest.dates import DOTTED_DATE, EASTERN_DATE, MONTH

_ENGLISH_DAY = (
    rf"(?:{MONTH} ?\d{{1,2}}[.,] ?(?:Juche ?\d{{1,3}} ?\()?\d{{4}}\)?"
    r"(?:,? ?\(?Juche ?\d{1,3}\)?)?"
    r"|Juche ?\d{1,3} ?\( ?\d{4} ?\)\.? ?\d{1,2}\. ?\d{1,2}\.?)"
)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b\.?)"
_EASTERN_WEEKDAY = (
    r"[(（]?(?:[월화수목금토일](?:요일)?|星期[一二三四五六日天]|周[一二三四五六日])[)）]?"
)
VIEWING_DATE = re.compile(
    rf"(?P<date>{_ENGLISH_DAY}),? ?{_WEEKDAY}|{_WEEKDAY},? ?(?P<date_second>{_ENGLISH_DAY})"
    rf"|(?P<date_eastern>{EASTERN_DATE}) ?{_EASTERN_WEEKDAY}"
)
# Without the day of the week, the line is a day of viewing only above the name of the newspaper,
# with its Juche year also below it, and in the first line of a page that shows its site.
VIEWING_DAY = re.compile(rf"(?P<date>{_ENGLISH_DAY}|{EASTERN_DATE})")
RODONG_NAME = re.compile(
    r"(?:The )?Rodong Sinmun|[《〈<「]?[로노]동신문[》〉>」]?|[《〈<]?劳动新闻[》〉>]?",
    re.IGNORECASE,
)
MOTTO = re.compile(
    r"(?:the )?(?:official )?organ of the (?:Central Committee|C\.? ?C\.?),? (?:of )?(?:the )?"
    r"(?:Workers['’] Party of Korea|W\.?P\.?K\.?)|조선로동당 ?중앙위원회 ?기관지",
    re.IGNORECASE,
)
COPYRIGHT = re.compile(
    r"(?:copyrights? ?(?:©|ⓒ|\(c\)|\d{4}|by )|©|ⓒ|\(c\)|\d{4} ?©|저작권)[^.!?]{0,60}"
    r"(?:Rodong Sinmun|[로노]동신문사?|劳动新闻社?)[^.!?]{0,60}\.?",
    re.IGNORECASE,
)
_DATE = rf"(?P<date>{DOTTED_DATE})"
SECTION_DATE = re.compile(rf"(?P<section>[A-Z][A-Za-z&'’, -]{{2,40}}?) {_DATE}")
DATE_ALONE = re.compile(_DATE)
# The sections that we know. A section with a date implies the source if it is one of these.
_SECTION = (
    r"(?:Politics|Economy|Culture|Society(?:-Life| and Life)?|Social Life|Sports?|Science(?: and"
    r" Technology| & Technology)?|Education|Public Health|Health|International(?: Affairs)?"
    r"|Military|Reunification|Editorial|Tourism|Revolutionary Activities"
    r"|(?:Supreme )?Leader['’]s Activities|External Affairs|Inter-Korean Relations)"
)
KNOWN_SECTION = re.compile(_SECTION)
DATE_SECTION = re.compile(rf"{_DATE} (?P<section>{_SECTION})")
_NEWSPAPER = "[《〈<「(（]?[로노]동신문[》〉>」)）]?"
_ISSUE_DATE = rf"{DOTTED_DATE}|{EASTERN_DATE}"
_PAGE = r"(?: ?,? ?(?:제 ?)?(?P<page>\d{1,2}) ?면)?"
KOREAN_ISSUE = re.compile(rf"(?P<date>{_ISSUE_DATE}) ?{_NEWSPAPER}{_PAGE}")
KOREAN_ISSUE_NAME_FIRST = re.compile(
    rf"{_NEWSPAPER} ?(?P<date>{_ISSUE_DATE}){_PAGE}".replace("[《〈<「(（]?", "[《〈<「(（]")
)
# The head of a text that somebody typed from the newspaper. It has no brackets.
TYPED = re.compile(rf"[로노]동신문,? (?P<date>{_ISSUE_DATE}){_PAGE}")
SLIDE_COUNTER = re.compile(r"\d{1,3} ?/ ?\d{1,3}")
_TEAM = r"(?: [A-Z][\w&-]{1,20}){0,3} (?:News|Reporting) Team"
# The credit of this newspaper, and credits that other newspapers can have, too.
CREDIT = re.compile(
    rf"(?P<credit>Rodong(?: Sinmun)?{_TEAM}|RODONG(?: SINMUN)?(?: [A-Z]{{2,20}}){{0,3}} TEAM)"
)
OTHER_CREDIT = re.compile(
    r"(?P<credit>(?:Political|Economic|Cultural|Social|International|Special) News Team"
    r"|본사 ?(?:[가-힣]{2,6} ?)?(?:보도반|취재반|기자단))"
)
AROUND_CREDIT = re.compile(r"(?:By )?[(\[<－–—-]{0,2} ?(?P<inner>.{3,80}?) ?[)\]>.]{0,2}")
CREDIT_BEHIND = re.compile(rf"[.!?][\"'”’)]{{0,2}} {{0,3}}[(\[]?(?P<credit>Rodong{_TEAM})[)\]]?$")
KOREAN_BYLINE = re.compile(
    r"(?:글(?: ?및| ?과|,)? ?사진[ :]{0,3})?(?:본사|특파|현지|주재)(?:특파)?기자"
    r"(?: [가-힣 ,·]{2,30})?"
)

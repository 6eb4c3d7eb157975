"""Reads the date in the address of a page, and in the name of a file.

Only forms are read that are known to be the day of publication. The digits of other addresses and
names can be anything: the number of an article, a hash, the day on which a copy was made.
"""

import re
from base64 import b64decode
from binascii import Error

from ingest.dates import day_of_seconds, possible_dates, read_partial_date
from ingest.partial_date import UNKNOWN, PartialDate

# An address of a web archive contains the moment of saving and then the address of the page.
_ADDRESS = re.compile(r"https?:/{1,2}[^/]", re.IGNORECASE)
_LONGEST = 4_000  # letters; a longer address is not read
_Y, _M, _D = r"(?P<y>(?:19|20)\d\d)", r"(?P<m>0[1-9]|1[0-2])", r"(?P<d>0[1-9]|[12]\d|3[01])"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        # Rodong Sinmun (newsID=2022-05-29-0007), and other sites with a day in the query
        rf"[?&](?:newsID|news_id|date|day|pubdate|ymd)={_Y}-?{_M}-?{_D}(?!\d)",
        # kcna.co.jp: item/2010/201005/news06/20100506-09ee.html, item/2007/200706/20070607.htm
        rf"/item/\d{{4}}/\d{{4,6}}/(?:news\d{{1,2}}/)?{_Y}{_M}{_D}(?:-\w{{1,6}})?\.html?",
        # kcna.co.jp: item/2003/200306/news06/10.htm, item/1997/9702/news2/07.htm
        rf"/item/{_Y}/(?:\d\d)?\d\d{_M}/news\d{{1,2}}/{_D}\.html?",
        # kcna.co.jp: item/1997/9701/970102.htm
        rf"/item/{_Y}/\d\d\d\d/\d\d{_M}{_D}\.html?",
        # many sites: /2024/05/06/, /2024-05-06/, /2024-05-06-mill-oiled
        rf"/{_Y}/{_M}/{_D}(?:/|$)",
        rf"/{_Y}-{_M}-{_D}(?:[-/_.]|$)",
    )
)
_SECONDS = re.compile(r"kcnawatch\.\w+/newstream/(\d{9,10})(?:-|/|$)", re.IGNORECASE)
_CODED = re.compile(r"[?&]([A-Za-z0-9+/_-]{12,200})={0,2}$")  # Rodong Sinmun, from 2020
_DECODED = re.compile(r"@(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)-")

_ENDINGS = re.compile(r"(?:\.[A-Za-z][A-Za-z0-9]{0,5}){1,3}$")
_EDGE = r"(?<![A-Za-z0-9])"
_IN_NAME = re.compile(rf"{_EDGE}{_Y}(?P<mark>[-_. ]?){_M}(?P=mark){_D}(?![A-Za-z0-9])")
_NUMBERED = re.compile(r"\d{1,3}[-_. ]+(?=\D)")
_YEAR_ALONE = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?:년|年)?|(?P<korean>(?:19|20)\d\d)(?:년|年)(?!\s*\d).*"
)
_MONTH_ALONE = re.compile(rf"{_Y}[-_. ]{_M}")


def date_in_address(address: str) -> PartialDate:
    """Return the day in the address of a page; UNKNOWN if its form is not known.

    The number in an address of KCNA Watch is a moment (seconds since 1970); its day in Korea is
    returned.
    """
    address = address.strip()
    if len(address) > _LONGEST:
        return UNKNOWN
    begins = [match.start() for match in _ADDRESS.finditer(address)]
    address = address[begins[-1] :] if begins else address
    if match := _SECONDS.search(address):
        return PartialDate.of(day_of_seconds(match[1]))
    if coded := _CODED.search(address):
        try:
            text = b64decode(coded[1] + "==", altchars=b"-_").decode("ascii", "replace")
        except (Error, ValueError):
            text = ""
        if match := _DECODED.search(text):
            return _of(match)
    return next((day for form in _FORMS if (day := _found(form, address))), UNKNOWN)


def date_in_file_name(name: str) -> PartialDate:
    """Return the date in the name of a file; UNKNOWN if the name has none, or several.

    The date is a day anywhere in the name, but not inside a word or a longer number
    ("2024-05-06_mill.txt", "mill 20240506.txt"), or the whole name ("6 May 2024.txt"). A month or a
    year is only read if it is the whole name ("1946.txt"), because 1946 can be the number of an
    article. The name can also be the end of an address ("index.php?newsID=2022-05-29-0007").
    """
    if day := _found(_FORMS[0], name):
        return day
    stem = _ENDINGS.sub("", name).strip()
    days = {day for match in _IN_NAME.finditer(stem) if (day := _of(match))}
    if days:
        return days.pop() if len(days) == 1 else UNKNOWN
    for text in (stem, stem.replace("_", " "), _NUMBERED.sub("", stem, count=1)):
        found = possible_dates(text)
        if found:
            return PartialDate.of(found[0]) if len(found) == 1 else UNKNOWN
    if match := _MONTH_ALONE.fullmatch(stem):
        return PartialDate(int(match["y"]), int(match["m"]))
    if match := _YEAR_ALONE.fullmatch(stem):
        return PartialDate(int(match["y"] or match["korean"]))
    return UNKNOWN if stem[:1].isdigit() else read_partial_date(stem)


def _found(form: re.Pattern[str], address: str) -> PartialDate:
    match = form.search(address)
    return _of(match) if match else UNKNOWN


def _of(match: re.Match[str]) -> PartialDate:
    day = PartialDate(int(match["y"]), int(match["m"]), int(match["d"]))
    return day if day.is_in_calendar(3) else UNKNOWN

"""The sites whose pages `site_pages` reads, and what is written on their pages.

To add a site, add a row here, and its name and home page in `ingest/data/sources.csv`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property


def _line(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


FEEDBACK = _line(
    r"to write your feedbacks?.{0,20}"
    r"|(?:(?:인쇄|출력|추천|공유|스크랩)하기[\s|·]{0,5}){0,4}감상(?:글)? ?쓰기"
    r"|(?:(?:(?:change|speak|refresh|reload|play|type|enter|input|write)(?: in)? ?)?"
    r"(?:the )?captcha(?: ?(?:code|image|text))?[:*]? ?){1,3}"
    r"|독자감상글?(?: ?쓰기)?|의견(?:글)? ?(?:쓰기|달기|남기기)|보안문자.{0,20}"
)
_JUCHE_DATE = _line(r".{0,30}(?:Juche|주체|主体|チュチェ|чучхе) ?\d{1,3} ?[(（].{0,30}")
_WORDS = re.compile(r"[^\W\d_]+")
_DATE_WORDS = re.compile(
    r"juche|주체|主体|チュチェ|чучхе|г|года?|de|del|le|[년월일]|.요일|[年月日]|(?:mon|tue|wed|thu|fri|sat|sun)\w*"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w{0,6}"
    r"|(?:янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек)\w{0,5}",
    re.IGNORECASE,
)


def is_juche_date(text: str) -> bool:
    """Return True if a text is only a date with its Juche year, in any form and language."""
    return bool(_JUCHE_DATE.fullmatch(text)) and all(
        map(_DATE_WORDS.fullmatch, _WORDS.findall(text))
    )


@dataclass(frozen=True)
class Site:
    """A site, and what is written on its pages.

    `names` are its names in all languages, `hosts` its addresses, and `editors` the names in its
    copyright line. `signs` are groups of patterns: if each pattern of a group fits a line, the page
    is usually from this site. `is_name_enough` is false if the name alone in a line can mean
    something else: "DPRK Today" is also a section of friend.com.kp. `shows_today` is true if the
    date above the headline is the day on which somebody opened the page, or can be this day.
    `is_newspaper` is true if its pages can have an issue line: `2024.11.6. 《민주조선》 4면`.
    """

    name: str
    names: tuple[str, ...]
    hosts: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    signs: tuple[tuple[re.Pattern[str], ...], ...] = ()
    is_name_enough: bool = True
    shows_today: bool = True
    is_newspaper: bool = False

    @cached_property
    def name_pattern(self) -> re.Pattern[str]:
        """The pattern of a line that has only the name of the site."""
        return _line(rf"[《<\[]?{_one_of(self.names)}[》>\]]?")

    @cached_property
    def issue_pattern(self) -> re.Pattern[str]:
        """The pattern of an issue line: date, name and page, in which the name can be first."""
        name, page = rf"[《「]?{_one_of(self.names)}[》」]?", r"(?: ?제? ?\d{1,2} ?[면面])?"
        return _line(rf"(?:{name} ?(?P<after>.{{6,40}}?)|(?P<before>.{{6,40}}?) ?{name}){page}")

    @cached_property
    def copyright_pattern(self) -> re.Pattern[str]:
        """The pattern of a copyright line, or of its end (《Korea Ryugilo Bureau》)."""
        sign = r"(?=.{0,90}(?:©|ⓒ|\(c\)|copyright|版权|저작권))"
        owner = _one_of((*self.names, *self.editors))
        cut = rf"|[\W\d_]*《{_one_of(self.editors)}》[\W\d_]*" if self.editors else ""
        return _line(rf"{sign}.{{0,90}}{owner}.{{0,90}}{cut}")

    @cached_property
    def frame_pattern(self) -> re.Pattern[str]:
        """The pattern of a line with the name of the site and its description.

        The description can be a headline: "Ropeway Repaired | Naenara".
        """
        name = _one_of(self.names)
        pattern = rf"{name} ?[|｜].{{0,150}}|(?P<title>.{{1,150}}?) ?[|｜] ?{name}"
        if self.is_name_enough:
            pattern += (
                rf"|{name} ?[-–—:·,]? ?(?:of )?(?:the )?"
                r"(?:DPRK?|DPR Korea|Democratic People.s Republic of Korea).{0,3}"
                rf"|{name} ?[-–—:·,] ?(?:the )?(?:official )?"
                r"(?:organ|web ?site|web ?portal) of .{0,90}"
                rf"|{name} ?[-–—:·,]? ?(?:조선민주주의인민공화국|최고인민회의).{{0,90}}"
            )
        return _line(pattern)


def _one_of(names: Sequence[str]) -> str:
    longest_first = sorted(names, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(name) for name in longest_first) + ")"


SITES = (
    # June 20, Juche108(2019) / headline / article of KCNA / To write your feedbacks / Change the
    # CAPTCHA code / Copyright © 2003 - 2019 《Korea Ryugilo Editorial Bureau》
    Site(
        "Uriminzokkiri",
        names=("Uriminzokkiri", "우리민족끼리", "우리 민족끼리", "Уриминчжоккири"),
        hosts=("uriminzokkiri.com",),
        editors=("Korea Ryugilo Editorial Bureau", "Ryugilo Editorial Bureau", "조선륙일오편집사"),
        signs=((_JUCHE_DATE, FEEDBACK),),
        is_name_enough=False,  # "By our nation itself" is also a headline.
    ),
    # Home 손전화홈페지열람기 / headline / article of KCNA / facebook로 보내기 / To write your …
    Site(
        "DPRK Today",
        names=("DPRK Today", "조선의 오늘"),
        hosts=("dprktoday.com",),
        editors=("Pyongyang Moranbong Editorial Bureau", "평양모란봉편집사"),
        signs=(
            (_line(r"(?:.{1,20}\s)?손전화홈페지열람기(?:\s.{1,20})?"),),
            (_line(r"(?:(?:[a-z]{2,12}|페이스북|트위터)(?:으?로) ?보내기\s?){1,5}"),),
        ),
        is_name_enough=False,
    ),
    # headline / 2022.5.17. / text, at its end the author and his office
    Site(
        "Ministry of Foreign Affairs",
        names=(
            "Ministry of Foreign Affairs",
            "DPRK Ministry of Foreign Affairs",
            "MFA DPRK",
            "Ministry of Foreign Affairs of the DPRK",
            "Ministry of Foreign Affairs of the Democratic People's Republic of Korea",
            "Ministry of Foreign Affairs of the Democratic People’s Republic of Korea",
            "조선민주주의인민공화국 외무성",
            "朝鲜民主主义人民共和国外务省",
            "朝鮮民主主義人民共和国外務省",
            "Министерство иностранных дел Корейской Народно-Демократической Республики",
            "Министерство иностранных дел КНДР",
        ),
        hosts=("mfa.gov.kp",),
        is_name_enough=False,  # Authors name their ministry in such a line.
    ),
    # ID : / Mon, 06/17/2024 - 16:23 / Auther : / headline / article of KCNA or another agency
    Site(
        "OANA",
        names=("OANA News", "OANA", "Organization of Asia-Pacific News Agencies"),
        hosts=("oananews.org",),
        shows_today=False,
        signs=(
            (_line(r"auther ?:.{0,60}"),),
            (
                _line(r"id ?:.{0,20}"),
                _line(r"(?:\w{3}, ?)?\d\d/\d\d/\d{4} - \d\d:\d\d|author ?:.{0,60}"),
            ),
        ),
    ),
    # Minju Joson | Minju Joson, the organ of … / headline / text / Copyrights 2022 © Minju Joson …
    Site(
        "Minju Joson",
        names=("Minju Joson", "Minju Choson", "민주조선"),
        hosts=("minzu.rep.kp",),
        editors=("Minju Joson Offices", "민주조선사"),
        is_newspaper=True,
    ),
    # DPRK Today (a section) / headline / text
    Site(
        "friend.com.kp",
        names=("friend.com.kp",),
        hosts=("friend.com.kp",),
        editors=(
            "Korean Committee for Cultural Relations with Foreign Countries",
            "Committee for Cultural Relations with Foreign Countries",
            "조선대외문화련락위원회",
            "대외문화련락위원회",
        ),
    ),
    Site(
        "Ryugyong",
        names=("Ryugyong", "류경"),
        hosts=("ryugyongclip.com",),
        is_name_enough=False,  # also a name of Pyongyang
    ),
    # Naenara Democratic People's Republic of Korea / headline / text
    Site(
        "Naenara",
        names=("Naenara", "내나라"),
        hosts=("naenara.com.kp", "naenara.kp"),
    ),
    Site(
        "KASS",
        names=(
            "KASS",
            "Korean Association of Social Scientists",
            "조선사회과학자협회",
        ),
        hosts=("kass.org.kp",),
    ),
    Site(
        "Tongil Sinbo",
        names=("Tongil Sinbo", "통일신보"),
        hosts=("tongilsinbo.com",),
        editors=("통일신보사",),
        is_newspaper=True,
    ),
    Site("Sports DPRK", names=("Sports DPRK", "DPRK Sports")),
    # headline / text / (조선신보)
    Site(
        "Choson Sinbo",
        names=("Choson Sinbo", "조선신보", "朝鮮新報"),
        hosts=("chosonsinbo.com",),
        shows_today=False,
        is_newspaper=True,
        editors=("조선신보사", "朝鮮新報社"),
        signs=((_line(r"[(（](?:조선신보|朝鮮新報)[)）]"),),),
    ),
)
_HINTS = tuple(
    {
        *("©", "ⓒ", "(c)", "copyright", "feedback", "captcha", "감상", "손전화", "로 보내기"),
        *("로보내기", "의견", "보안문자", "auther", "id :", "id:"),
        *(word.casefold() for site in SITES for word in (*site.names, *site.hosts, *site.editors)),
    }
)


def has_hint(text: str) -> bool:
    """Return False if a text surely shows none of the sites. This test is quick."""
    folded = text.casefold()
    return any(hint in folded for hint in _HINTS)

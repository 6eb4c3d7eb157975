"""The names of sites as the heads of pages write them, in all languages."""

import re
from functools import cache

from ingest.sources import read_source_name, read_sources
from ingest.text_lines import normalise_title

_AGENCY = (
    *("KCNA", "Korean Central News Agency", "Korean Central News Agency of DPRK", "조선중앙통신"),
    *(
        "조선중앙통신사",
        "朝鮮中央通信",
        "朝鮮中央通信社",
        "朝鲜中央通讯社",
        "朝中社",
        "ЦТАК",
        "ACNC",
    ),
    *("Agencia Central de Noticias de Corea", "Центральное телеграфное агентство Кореи"),
)
FURTHER_NAMES = {
    "KCNA.kp": _AGENCY,
    "KCNA.co.jp": (*_AGENCY, "Korean News", "Korea News Service", "KNS"),
    "Rodong Sinmun": ("로동신문", "노동신문", "劳动新闻", "労働新聞", "Нодон синмун"),
    "Pyongyang Times": ("평양타임스",),
    "Voice of Korea": (
        *("VOK", "조선의 소리", "朝鮮の声", "朝鲜之声", "Голос Кореи", "Voz de Corea"),
        *("La Voz de Corea", "Voix de la Corée", "La Voix de la Corée", "Stimme Koreas"),
        *("Die Stimme Koreas", "صوت كوريا"),
    ),
}
"""A dict from sources to names in the heads of their pages that are not in the list of sources."""
# Names of other sites, and of sites whose layout has no name in this form.
_OTHER_NAMES = (
    *(
        "KCNA Watch",
        "NK News",
        "우리 민족끼리",
        "우리민족끼리",
        "조선의 오늘",
        "내나라",
        "민주조선",
    ),
    *("통일신보", "Voix de Corée"),
)


@cache
def known_site_keys() -> frozenset[str]:
    """Return the keys (`site_key`) of all names of sites that we know."""
    listed = (name for source in read_sources() for name, _ in source.names)
    further = (name for names in FURTHER_NAMES.values() for name in names)
    return frozenset(map(site_key, (*listed, *further, *_OTHER_NAMES)))


def site_key(name: str) -> str:
    """Return the name of a site normalised for comparing."""
    return normalise_title(read_source_name(name)[0]).removeprefix("the ")


_OFFICE = re.compile(
    r"ministry|committee|commission|department|외무성|위원회|外务省|外務省|委员会|委員会|министерство|комитет"
    r"|ministerio|comité|ministère",
    re.IGNORECASE,
)


def is_office(name: str) -> bool:
    """Return True if a name is that of an office, which can sign a text."""
    return _OFFICE.search(name) is not None

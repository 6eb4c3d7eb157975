"""Language codes (BCP 47) and their English names, which come from Django: "ko" is "Korean"."""

import re
from functools import lru_cache

from django.conf.locale import LANG_INFO

from archive.search.code_numbers import MAX_LENGTH
from ingest.mentions.spelling import name_key

_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
# Django has names for the two scripts of Chinese, but not for Chinese itself.
_NAMES = {"zh": "Chinese"} | {
    code: info["name"] for code, info in LANG_INFO.items() if "name" in info
}
_CODES = {name_key(name): code for code, name in _NAMES.items()}


@lru_cache(maxsize=1_000)
def read_language(text: str) -> str:
    """Return the code of a language, given as a code or an English name: "Korean" -> "ko".

    Case is ignored. In a name, accents and spaces are ignored, too. Returns "" if the text does not
    have the form of a code, and Django has no language with this name.
    """
    code = _CODES.get(name_key(text)) or text.strip().casefold()
    return code if len(code) <= MAX_LENGTH and _CODE.fullmatch(code) else ""


@lru_cache(maxsize=1_000)
def language_name(code: str) -> str:
    """Return the English name for a language code: "ko" -> "Korean", "ko-kp" -> "Korean".

    Returns the code itself if Django has no name for this language.
    """
    folded = code.casefold()
    # Django has no name for "zh-cn", but says that "zh-hans" can be used instead.
    others = LANG_INFO.get(folded, {}).get("fallback", [])
    known = [name for name in (folded, *others, folded.partition("-")[0]) if name in _NAMES]
    return _NAMES[known[0]] if known else code

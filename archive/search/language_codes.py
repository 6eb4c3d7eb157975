"""Read and name languages: BCP 47 codes, with the English names that Django has for them."""

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
    """Return the code for a text, which is a code or an English name.

    Returns "" if the text is neither. Case does not matter, and in names also accents and spaces.
    """
    code = _CODES.get(name_key(text)) or text.strip().casefold()
    return code if len(code) <= MAX_LENGTH and _CODE.fullmatch(code) else ""


@lru_cache(maxsize=1_000)
def language_name(code: str) -> str:
    """Return the English name of a language; the code itself if Django has no name for it."""
    folded = code.casefold()
    others = LANG_INFO.get(folded, {}).get("fallback", [])  # "zh-cn" has the name of "zh-hans"
    known = [name for name in (folded, *others, folded.partition("-")[0]) if name in _NAMES]
    return _NAMES[known[0]] if known else code

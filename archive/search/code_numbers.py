"""Convert short codes to numbers and back, because the index counts only numbers: "en" is 633.

A code, such as "en" or "zh-hans", has at most MAX_LENGTH characters: letters from a to z, digits
and hyphens. tantivy returns numbers as floats. The number of a code with MAX_LENGTH characters is
still small enough to be exact in a float.
"""

import re
from functools import lru_cache

MAX_LENGTH = 8
_DIGITS = "-0123456789abcdefghijklmnopqrstuvwxyz"  # "-" has the value 1, "0" has the value 2 …
_BASE = len(_DIGITS) + 1
_CODE = re.compile(rf"[-0-9a-z]{{1,{MAX_LENGTH}}}")


@lru_cache(maxsize=1_000)
def code_number(code: str) -> int:
    """Return the number for a code: "en" -> 633, "" -> 0.

    Raises ValueError if `code` has other characters than a code, or is too long.
    """
    if code and not _CODE.fullmatch(code):
        raise ValueError(f"“{code}” is not a code.")
    number = 0
    for character in code:
        number = number * _BASE + _DIGITS.index(character) + 1
    return number


@lru_cache(maxsize=1_000)
def code_of(number: int) -> str:
    """Return the code for a number from `code_number`: 633 -> "en", 0 -> ""."""
    code = ""
    while number:
        number, digit = divmod(number, _BASE)
        code = _DIGITS[digit - 1] + code
    return code

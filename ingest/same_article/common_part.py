"""How much of the shorter of two texts the longer one contains.

Two texts are compared by their runs: all pieces of nine letters (about two words). So one changed
word lowers the containment about as much as if pairs of words were compared.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from zlib import crc32

from ingest.combining_marks import few_marks

SAME = 0.8
"""Two texts with at least this containment are the same article."""
DIFFERENT = 0.3
"""Two texts with less containment are clearly different; up to SAME, a person should decide."""

LEAST_TO_BE_SAME, LEAST_TO_BE_POSSIBLE = 0.5, 0.1
"""Limits of the quick test (`is_hopeless`) for SAME and DIFFERENT.

They are far below SAME and DIFFERENT, because the share of a few runs is not exact.
"""

_RUN = 9  # letters of a run
# If a text is _MUCH_LONGER times as long as another, _ANCHORS runs of the shorter text are searched
# in it, and at least this share of them must be found in one place.
_MUCH_LONGER, _ANCHORS, _FROM_ONE_PLACE = 4, 24, 0.6
# If the longer text has more than _LARGE letters, the runs of both texts need too much memory. Then
# at most _MOST_RUNS different runs of the shorter text are compared (`_sampled_share`).
_LARGE, _MOST_RUNS = 50_000, 50_000
_OTHER_ASCII = bytes(code for code in range(128) if not chr(code).isalnum())
_FIRST_LOOKS = 100  # evenly spread runs of a text that are searched in the quick test


def letters_of(text: str) -> str:
    """Return only the letters and digits of a text, casefolded."""
    if text.isascii():  # most texts are ASCII, and this way is 20 times faster
        return text.lower().encode().translate(None, _OTHER_ASCII).decode()
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", few_marks(text)).casefold()))


def containment(a: str, b: str) -> float:
    """Return the share of the shorter text that the longer text contains, from 0.0 to 1.0.

    The order of `a` and `b` does not matter. The texts are compared as overlapping runs of nine
    letters or digits: the runs of "Pyongyang City" are "pyongyang", "yongyangc" … A run that occurs
    twice in the shorter text must occur twice in the longer text. Spaces, punctuation and case are
    ignored. So the result is still 1.0 if a text was cut short, was wrapped differently or lost
    spaces between words. A text without letters is contained only in another text without letters.
    """
    return share_of(*_by_length(letters_of(a), letters_of(b)))


def _by_length(a: str, b: str) -> tuple[str, str]:
    """Return two texts with the shorter text first. Texts of equal length are sorted."""
    return (a, b) if (len(a), a) <= (len(b), b) else (b, a)


def share_of(shorter: str, longer: str) -> float:
    """Return the containment (see `containment`) of two texts, given as letters (`letters_of`)."""
    if not shorter:
        return float(not longer)
    if len(shorter) < _RUN:
        return float(shorter in longer)
    if shorter in longer:
        return 1.0
    if len(longer) > _LARGE:
        return _sampled_share(shorter, longer)
    wanted, available = Counter(_run_list(shorter)), Counter(_run_list(longer))
    return sum((wanted & available).values()) / wanted.total()


def _sampled_share(shorter: str, longer: str) -> float:
    """Return the containment (see `containment`) of two large texts, in bounded memory.

    A run is a piece of nine letters. If the shorter text has more than _MOST_RUNS different runs,
    only the runs whose checksum is a multiple of `step` are compared. `step` is doubled until at
    most _MOST_RUNS runs are left. If none would be left, half of the runs are kept.
    """
    wanted: dict[str, int] = {}
    step = 1
    for run in _runs(shorter):
        if run in wanted:
            wanted[run] += 1
        elif step == 1 or not crc32(run.encode()) % step:
            wanted[run] = 1
            if len(wanted) > _MOST_RUNS:
                step *= 2
                runs = wanted.items()
                left = {kept: count for kept, count in runs if not crc32(kept.encode()) % step}
                wanted = left or dict(islice(runs, 0, None, 2))
    missing = dict(wanted)
    for run in _runs(longer):
        if missing.get(run):
            missing[run] -= 1
    return 1 - sum(missing.values()) / sum(wanted.values())


def _runs(letters: str) -> Iterator[str]:
    return (letters[start : start + _RUN] for start in range(len(letters) - _RUN + 1))


def _run_list(letters: str) -> list[str]:
    """Return the same as `_runs` in a list, which is faster for texts that are not large."""
    return [letters[start : start + _RUN] for start in range(len(letters) - _RUN + 1)]


def most_share(shorter: str, longer: str) -> float:
    """Return an upper limit for the result of `share_of`, in half the time of `share_of`.

    The function only tests which runs (pieces of nine letters) of the shorter text are in the
    longer text at all. `share_of` also compares how often they are repeated, so its result can be
    lower. For large texts the limit is always 1.0, because comparing their runs would need too much
    memory.
    """
    if len(longer) > _LARGE:
        return 1.0
    wanted = _run_list(shorter)
    return 1 - len(set(wanted).difference(_run_list(longer))) / len(wanted) if wanted else 1.0


def is_hopeless(shorter: str, longer: str, least: float, looks: int = _FIRST_LOOKS) -> bool:
    """Return True if two texts are clearly different, by a quick test.

    Only about `looks` evenly spread runs (pieces of nine letters) of the shorter text are searched.
    The result is true if the longer text contains a smaller share of these runs than `least` (0.0
    to 1.0).
    """
    places = range(0, len(shorter) - _RUN + 1, max(1, len(shorter) // looks))
    left = int(len(places) * (1 - least))
    for start in places:
        if shorter[start : start + _RUN] not in longer:
            left -= 1
            if left < 0:
                return True
    return False


def is_scattered(shorter: str, longer: str) -> bool:
    """Return True if the words of a text are in many places of a text that is much longer.

    Some runs of the shorter text are searched. If it is a passage of the longer one, most of them
    have about the same distance to each other there.
    """
    if len(longer) <= _MUCH_LONGER * len(shorter) or shorter in longer:
        return False
    step = max(1, len(shorter) // _ANCHORS)
    starts = range(0, max(1, len(shorter) - _RUN + 1), step)
    found = [(start, longer.find(shorter[start : start + _RUN])) for start in starts]
    shifts = sorted(place - start for start, place in found if place >= 0)
    if not shifts:
        return True
    middle = shifts[len(shifts) // 2]
    near = sum(abs(shift - middle) <= len(shorter) // 4 for shift in shifts)
    return near < _FROM_ONE_PLACE * len(found)

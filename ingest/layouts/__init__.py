"""The page layouts, one module each with `NAME`, `matches(file)` and `parse(file, source)`.

    kcnawatch.py        KCNA Watch in its four variants (listing.py reads its "More From" block)
    kcna_kp.py          kcna.kp's own pages
    pyongyang_times.py  The Pyongyang Times
    voice_of_korea.py   Voice of Korea
    rodong.py           Rodong Sinmun
    plain.py            our own, for data sets
    body.py             what they share: headline, dateline, end mark, credit, paragraphs
    marks.py            the marks by which pages are known

A layout matches by marks of its own. Exactly one has to match; there is no chain of guesses.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ingest.documents import ParsedFile, SavedFile
from ingest.errors import Rejection
from ingest.layouts import kcna_kp, kcnawatch, marks, plain, pyongyang_times, rodong, voice_of_korea


@dataclass(frozen=True, slots=True)
class Layout:
    """A page layout: how it is recognised, and how it is parsed."""

    name: str
    matches: Callable[[SavedFile], bool]
    parse: Callable[[SavedFile, str | None], ParsedFile]


LAYOUTS = {
    module.NAME: Layout(module.NAME, module.matches, module.parse)
    for module in (kcnawatch, kcna_kp, pyongyang_times, voice_of_korea, rodong, plain)
}
BARE = frozenset({pyongyang_times.NAME, voice_of_korea.NAME})  # whose text can come without any mark
_SHOWN = 60  # letters of the file quoted in a rejection
_KEPT = "It is kept, and can be tried again."


def recognise(file: SavedFile, said: str | None = None) -> Layout:
    """The one layout of a file. `said` is the archivist's word, which decides only where no mark does.

    Raises Rejection (layout-none, layout-several, layout-known-unsupported, layout-contradicted, layout-unknown).
    """
    if said and said not in LAYOUTS:
        raise Rejection("layout-unknown", f'There is no layout "{said}". There are: {", ".join(LAYOUTS)}.')
    matching = [layout for layout in LAYOUTS.values() if layout.matches(file)]
    if len(matching) > 1:
        names = " and ".join(layout.name for layout in matching)
        raise Rejection("layout-several", f"The marks of {names} stand in one file; exactly one was expected. {_KEPT}")
    if matching and said and matching[0].name != said:
        message = f"The file carries the marks of {matching[0].name}, but was said to be {said}. {_KEPT}"
        raise Rejection("layout-contradicted", message)
    if matching:
        return matching[0]
    if said in BARE:
        return LAYOUTS[said]
    raise _unrecognised(file, said)


def _unrecognised(file: SavedFile, said: str | None) -> Rejection:
    for what, pattern in marks.NO_ARTICLE:
        if pattern.search(file.text[:400]) and len(file.text) < 20_000:
            return Rejection("not-an-article", f"This looks like {what}, not like an article. {_KEPT}")
    for name, pattern in marks.UNSUPPORTED:
        if pattern.search(file.text):
            return Rejection("layout-known-unsupported", f"A page of {name}, which has no layout yet. {_KEPT}")
    begins = " ".join(file.text[: 4 * _SHOWN].split())[:_SHOWN]
    expected = f"one of the layouts {', '.join(LAYOUTS)} was expected" if not said else f"{said} was said"
    hint = " If it is bare text of one of them, name it with --layout and --source." if not said else ""
    return Rejection("layout-none", f'No layout fits a file that begins "{begins}"; {expected}.{hint} {_KEPT}')

"""The detection of organisations by the form of their names.

The head of a name says what the organisation is ("Factory", "Committee"). Heads are searched first.
Then the words before a head are read (`organisation_heads.py`), and the words after it
(`words_after_head.py`). `shared_heads.py` reads lists of names with one head, `embassies.py`
reads embassies.
"""

from collections.abc import Iterator

from ingest.mentions.embassies import find_embassies
from ingest.mentions.field_text import FieldText
from ingest.mentions.gazetteer import Gazetteer
from ingest.mentions.organisation_heads import read_name
from ingest.mentions.organisation_parts import OrganisationWords, continues_to_head
from ingest.mentions.organisation_words import HEADS
from ingest.mentions.shared_heads import SHARED_HEADS, lower_case_lists, names_of_list


def read_organisations(field: FieldText, gazetteer: Gazetteer) -> Iterator[OrganisationWords]:
    """Yield the organisations detected in a title or body, in text order, without overlaps."""
    done = 0
    for organisation in sorted(
        (
            *_by_head(field, gazetteer),
            *lower_case_lists(field, gazetteer),
            *find_embassies(field, gazetteer),
        )
    ):
        if organisation.start >= done:
            yield organisation
            done = organisation.end


def _by_head(field: FieldText, gazetteer: Gazetteer) -> Iterator[OrganisationWords]:
    """Yield the organisations in a title or body whose head begins with a capital letter."""
    words, text = field.words, field.text
    done = 0
    joined: dict[int, bool] = {}
    for index, word in enumerate(words):
        head = word.lower
        if word.start < done:
            continue
        if head in HEADS or (head == "sub" and text.startswith("-institute", word.end)):
            if name := read_name(words, index, text, gazetteer, joined):
                done = name.end
                yield name
        elif head in SHARED_HEADS and not continues_to_head(words, index, text):
            yield from names_of_list(
                field, gazetteer, index - 1, word.start, word.end, SHARED_HEADS[head]
            )

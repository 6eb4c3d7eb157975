"""The language of an article that a layout is reading."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.layouts.draft_values import DraftValues
from ingest.rules import STAND_IN, language_of_pieces, read
from ingest.values import Paragraph, Problem


def read_language(draft: DraftValues, paragraphs: Sequence[Paragraph]) -> None:
    """Read the language of title and text, and compare it with the tag of the outlet.

    If there is no tag, the language of the text is used. If there is a tag, it is used, unless
    the text is surely in another language: then the language of the text is used, or none if it
    is not one of ours, and the problem language-differs is added.
    """
    tag, title = draft.fields.get("language"), draft.fields.get("title")
    first, last = paragraphs[0].spans[0], paragraphs[-1].spans[-1]
    spans = [(min(first[0], last[0]), max(first[1], last[1]))]
    if title and title.rule != STAND_IN:
        spans = [*title.spans, *spans]
    found = language_of_pieces(tuple(draft.text[slice(*span)] for span in spans))
    tag_code = tag.value.partition("-")[0].casefold() if tag else ""
    if tag and (tag_code == found.code or not found.is_sure):
        return
    if tag:
        del draft.fields["language"]
        language = found.code or "none of the languages that the outlets publish in"
        message = (
            f'The language is given as "{tag.value}", but the text is in another one: {language}.'
        )
        problem = Problem("language-differs", message, words=tag.value, spans=tag.spans)
        draft.problems.append(replace(problem, candidates=(tag.value,)))
    if found.code:
        draft.fields["language"] = read("language-text", draft.text, *spans, confidence=0.9)

"""The words of a question that say nothing about its subject: "what", "the", "did".

They weigh nothing when articles with most of the words are offered. The first list follows the
English stop words of the Snowball project (snowballstem.org, BSD licence), with the auxiliary verbs
that its file mentions only in comments. The second list is ours: words with which people begin a
question or a request.
"""

from archive.search.analysis.words import exact_words

_SNOWBALL = """
i me my myself we us our ours ourselves you your yours yourself yourselves he him his himself she
her hers herself it its itself they them their theirs themselves what which who whom this that these
those am is are was were be been being have has had having do does did doing will would shall should
can could may might must ought a an the and but if or because as until while of at by for with about
against between into through during before after above below to from up down in out on off over
under again further then once here there when where why how all any both each few more most other
some such no nor not only own same so than too very
"""
# "One" and "s", "t", "re" … are what remains of "one's", "don't", "they're".
_OF_QUESTIONS = """
tell show give find please many much called call know want anybody anyone somebody someone one ever
really exactly according now s t d ll re ve m don doesn didn isn aren wasn weren won wouldn whose
"""
SMALL_WORDS = frozenset((_SNOWBALL + _OF_QUESTIONS).split())


def is_small(text: str) -> bool:
    """Return True if a text has only small words: "of the", "What's"."""
    return SMALL_WORDS.issuperset(exact_words(text))


def has_small_word(text: str) -> bool:
    """Return True if one of the words of a text is a small word."""
    return not SMALL_WORDS.isdisjoint(exact_words(text))

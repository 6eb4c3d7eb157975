"""The key of a word, which all forms of the word have."""

import tantivy

_STEMMER = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    .filter(tantivy.Filter.stemmer("english"))
    .build()
)


def word_key(word: str) -> str:
    """Return the key of a word in normal form."""
    return "".join(_STEMMER.analyze(word)) if word.islower() else word


def compound_parts(word: str) -> tuple[str, ...] | None:
    """Return the parts of a word that is also written in two words, or None."""
    return None

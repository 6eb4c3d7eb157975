"""The formats in which citation programs read a list of articles, each declared once."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from archive.exports.article_files import ArticleFormat, checked, gathered
from archive.records.bibtex import bibtex_entry
from archive.records.cited import Cited, cited_articles
from archive.records.csl import csl_item
from archive.records.ris import ris_record


@dataclass(frozen=True, slots=True)
class CitationFormat:
    """A format of citations, with the values of an ArticleFormat.

    `write` makes the text of one citation; its second argument is the address of the site. `first`,
    `between` and `last` stand before, between and after the citations.
    """

    ending: str
    label: str
    about: str
    content_type: str
    write: Callable[[Cited, str], str]
    first: str = ""
    between: str = ""
    last: str = ""

    def file(self, ids: Iterable[int], total: int, origin: str) -> Iterator[bytes]:
        """Yield the pieces of a file with `total` articles. Raises IncompleteExport."""
        return gathered(self._pieces(checked(cited_articles(ids), total), origin))

    def one(self, cited: Cited, origin: str) -> str:
        """Return a file with one citation."""
        return b"".join(self._pieces([cited], origin)).decode()

    def _pieces(self, many: Iterable[Cited], origin: str) -> Iterator[bytes]:
        before = self.first
        for cited in many:
            yield f"{before}{self.write(cited, origin)}".encode()
            before = self.between
        yield f"{before if before == self.first else ''}{self.last}".encode()


def _csl_text(cited: Cited, site: str) -> str:
    return json.dumps(csl_item(cited, site), ensure_ascii=False)


CITATION_FORMATS = {
    one.ending: one
    for one in (
        CitationFormat(
            "ris",
            "RIS",
            "Citations for Zotero, EndNote and other citation programs.",
            "application/x-research-info-systems; charset=utf-8",
            ris_record,
        ),
        CitationFormat(
            "bib",
            "BibTeX",
            "Citations for BibTeX and biblatex.",
            "application/x-bibtex; charset=utf-8",
            bibtex_entry,
        ),
        CitationFormat(
            "csl.json",
            "CSL-JSON",
            "Citations for programs that set them in any style, such as Pandoc and Zotero.",
            "application/vnd.citationstyles.csl+json; charset=utf-8",
            _csl_text,
            *("[\n", ",\n", "\n]\n"),
        ),
    )
}
FileFormat = ArticleFormat | CitationFormat

"""The data dictionary: the columns of a record, each with its type and its meaning.

The columns of a CSV file, the names in JSON Lines, the page of the data dictionary and the metadata
of the files are all made from COLUMNS.
"""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """The type of a value; the value of a member is its name in the page of the dictionary.

    A DATE is as precise as it is known: "2025-04-17", "2025-04", "2025", or empty. A DAY is always
    a whole day, or empty. A LIST has several texts: a list in JSON, and one text with "; " between
    them in CSV.
    """

    NUMBER = "whole number"
    DECIMAL = "decimal number"
    TEXT = "text"
    ADDRESS = "address"
    DATE = "date"
    DAY = "day"
    YES_NO = "true or false"
    LIST = "list of texts"


@dataclass(frozen=True, slots=True)
class Column:
    """One value of a record: its name, its type and, in a sentence, its meaning.

    The long text of an article is not `is_usual`: a CSV file has it only if somebody asks for it.
    """

    name: str
    kind: Kind
    meaning: str
    is_usual: bool = True


COLUMNS = (
    Column("id", Kind.NUMBER, "The number of the article. It never changes."),
    Column("url", Kind.ADDRESS, "The permanent address of the article in this archive."),
    Column("title", Kind.TEXT, "The headline."),
    Column("source", Kind.TEXT, "The short name of the source, as in addresses; empty if unknown."),
    Column("source_name", Kind.TEXT, "The name of the source: who published the saved page."),
    Column("agency", Kind.TEXT, "The news agency that the article credits."),
    Column(
        "date",
        Kind.DATE,
        "The day of publication, as precise as it is known: a day, only a month or only a year.",
    ),
    Column("date_precision", Kind.TEXT, "“day”, “month” or “year”; empty if there is no date."),
    Column(
        "is_date_doubtful",
        Kind.YES_NO,
        "True if the dates in the saved files differ by more than three days.",
    ),
    Column("dateline_place", Kind.TEXT, "The place in the dateline: where it was written."),
    Column("dateline_date", Kind.DAY, "The day in the dateline."),
    Column("language", Kind.TEXT, "The language of the text, as a BCP 47 code: “en”, “ko”."),
    Column("words", Kind.NUMBER, "The number of words of the text."),
    Column(
        "provinces", Kind.LIST, "The provinces and cities of this rank that contain the places."
    ),
    Column("places", Kind.LIST, "The places that the article names, in any of its versions."),
    Column("place_ids", Kind.LIST, "The short names of these places, as in addresses."),
    Column("organisations", Kind.LIST, "The organisations that the article names."),
    Column("organisation_ids", Kind.LIST, "The short names of these organisations."),
    Column("people", Kind.LIST, "The people whom the article names."),
    Column("person_ids", Kind.LIST, "The short names of these people."),
    Column("story", Kind.NUMBER, "The number of the story that the article tells with others."),
    Column("versions", Kind.NUMBER, "How many versions with different words the archive has."),
    Column("saved_files", Kind.NUMBER, "How many saved files contain the article."),
    Column("sha256", Kind.TEXT, "The SHA-256 of the saved file whose text is shown."),
    Column("saved_not_before", Kind.DAY, "This file was saved on this day or later."),
    Column("saved_not_after", Kind.DAY, "This file was saved on this day or earlier (UTC)."),
    Column("original_url", Kind.ADDRESS, "The address of the original page, if the file names it."),
    Column("corrected", Kind.LIST, "The names of the fields that staff corrected."),
    Column("problems", Kind.LIST, "Codes of what the program was not sure of."),
    Column("text", Kind.TEXT, "The text, with a blank line between paragraphs.", is_usual=False),
)
"""All columns, in their order."""

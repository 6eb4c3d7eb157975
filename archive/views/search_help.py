"""The page "How to search": an example of every kind of search, with the number of results.

The numbers of results are true for this archive, because each example is run as a search.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from archive.listing.address import list_url
from archive.models.addresses import address_of
from archive.search import SearchQuery
from archive.views.public_page import Answers, Head, IndexUse, public_page, render_page

# Groups of examples: a heading, a sentence, and pairs of a search text and its meaning in words.
GROUPS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Words",
        (
            "Finds articles with all the words, in title or text, in any English form and spelling."
            " Accents make no difference, and capital letters only for abbreviations that are also"
            " words."
        ),
        (
            ("county factory", "both words: also counties, factories"),
            ("iron-and-steel", "the words side by side"),
            ("well-being", "also wellbeing"),
            ("US", "also U.S., but not the word “us”"),
            ("10000", "also 10,000 and 10 000"),
        ),
    ),
    (
        "Phrases",
        "Quotation marks find the exact words, next to each other and in this order.",
        (
            ('"county factories"', "exactly these two words; “county factory” is not found"),
            ('"factory"', "this word only in this form"),
        ),
    ),
    (
        "Excluding",
        "A minus excludes the word, phrase, field or group right after it; NOT does the same.",
        (
            ("factory -pyongyang", "articles about a factory that do not name Pyongyang"),
            ('factory -"daily necessities"', "without the phrase"),
            ("-factory", "every article without the word"),
        ),
    ),
    (
        "Either, or",
        "OR, in capitals, finds articles with either of the two terms beside it. Parentheses make a"
        " group.",
        (
            ("iron OR steel", "one of the two, or both"),
            ("visit factory OR farm", "“visit”, and one of the other two"),
            ("(iron ore) OR coal", "both “iron” and “ore”, or else “coal”"),
        ),
    ),
    (
        "Fields",
        (
            "Write a word, a “phrase” or a (group) right after the field and its colon. For"
            " sources, places, people and organisations you can type any known spelling, or"
            " “unknown”: place:unknown finds the articles in which no place was found."
        ),
        (
            ("title:factory", "the word in the title"),
            ('title:(factory OR "power station")', "one of these in the title"),
            ('source:"KCNA.kp"', "from this source"),
            ("source:rodong", "short names do the same: rodong, vok, pt, mfa"),
            ("place:kujang", "about Kujang County and what lies in it"),
            ('place:"North Phyongan"', "about the province, with all its counties"),
            ('person:"Kim Jong Un"', "about a person"),
            ('organisation:"Workers\' Party of Korea"', "about an organisation"),
            ("language:korean", "in Korean; a code such as ko does the same"),
            ("place:unknown", "about no known place"),
        ),
    ),
    (
        "Dates",
        (
            "Finds articles that are certainly from this year, month, day or range. If only the"
            " year of an article is known, a search for a month does not find it. Dates can be"
            " written in many ways. If the order of day and month is not sure, the day comes first,"
            " and a note has a link for the other order. For a date without “date:”, a note says"
            " whether the articles of this date were found, too, and has a link to only these."
        ),
        (
            ("date:2025", "of the year 2025"),
            ("factory date:2025-09", "of one month"),
            ("date:2025-09-14", "of one day"),
            ("date:2025-04..2025-09", "of April to September 2025"),
            ("date:..2024", "until the end of 2024"),
            ("date:>2025-04", "after April 2025; also <, >= and <="),
            ("date:14 September 2025", "also 14.9.2025, 2025/9/14, 20250914, 2025년 9월 14일"),
            ("date:Juche 114", "of the year 2025"),
            ("date:*-04-15", "of 15 April of any year"),
            ("date:unknown", "of unknown date"),
        ),
    ),
    (
        "Word beginnings",
        "A * after two letters or more stands for any ending.",
        (
            ("factor*", "factory, factories, factors"),
            ('"light indus*"', "“light”, then a word that begins with “indus”"),
        ),
    ),
    (
        "Near",
        (
            "NEAR finds two words, phrases or beginnings at most 10 words apart, in either order;"
            " NEAR/3 within 3 words. NEAR/1 is side by side."
        ),
        (
            ("factory NEAR county", "at most 10 words apart"),
            ("factory NEAR/3 county", "at most 3 words apart"),
            ('(factory OR farm) NEAR/5 "North Phyongan"', "one of the two near a phrase"),
        ),
    ),
    (
        "Pasted text",
        (
            "Text can be pasted: a headline in capitals has no operators, and the mark or hyphen"
            " before a line is ignored, and so is a dateline. The name of a source beside a"
            " headline finds its articles, too. The original address of an article finds it, and"
            " the address of a page of this archive opens the page."
        ),
        (
            ("- County factories renovated", "the words, without the hyphen"),
            ("KUJANG COUNTY FACTORIES AND FARMS", "the words; “and” is one of them"),
            ("factory,county", "two words"),
            ("‘county factory’", "a phrase"),
        ),
    ),
    (
        "Combining",
        (
            "Terms next to each other must all match. To find two people in one article, use two"
            " fields."
        ),
        (
            ('person:"Kim Jong Un" person:"Jo Yong Won"', "articles that name both"),
            ("place:kujang place:kusong", "articles about both"),
            (
                "factory place:kujang date:2025 -title:visit",
                "a word, a place and a year, but not this title",
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class SearchExample:
    """An example of a search: its text, its meaning, and the address and number of its results."""

    typed: str
    meaning: str
    url: str
    count: int

    @property
    def words(self) -> list[str]:
        """Return the words of the search text, which the template puts into separate elements.

        The style sheet forbids line breaks inside these elements, because a browser would also
        break "-title:visit" after its hyphen.
        """
        return self.typed.split(" ")


@dataclass(frozen=True, slots=True)
class ExampleGroup:
    heading: str
    sentence: str
    examples: tuple[SearchExample, ...]


# A state of the index (generation, version), and how many results each example has in this state.
_cached_totals: tuple[tuple[str, int], dict[str, int]] = (("", 0), {})


@public_page(IndexUse.REQUIRED)
def show_search_help(request: HttpRequest, answers: Answers) -> HttpResponse:
    """Show an example of every kind of search.

    The examples are run again only when the state of the index has changed.
    """
    global _cached_totals
    first = answers.ask(_search_for(GROUPS[0][2][0][0]))
    current_state = (first.generation, first.version)
    state, totals = _cached_totals
    if state != current_state:
        results_by_search = {
            typed: answers.ask(_search_for(typed))
            for _heading, _sentence, rows in GROUPS
            for typed, _ in rows
        }
        totals = {typed: results.total for typed, results in results_by_search.items()}
        states = {(results.generation, results.version) for results in results_by_search.values()}
        if states == {current_state}:
            _cached_totals = current_state, totals
    groups = [
        ExampleGroup(
            heading,
            sentence,
            tuple(
                SearchExample(typed, meaning, list_url(q=typed), totals[typed])
                for typed, meaning in rows
            ),
        )
        for heading, sentence, rows in GROUPS
    ]
    head = Head(
        title="How to search",
        description=(
            "Examples of searches: words, phrases, fields, dates, and words near each other."
        ),
        path=address_of("search-help"),
    )
    return render_page(request, "search_help.html", head, {"groups": groups})


def _search_for(typed: str) -> SearchQuery:
    return SearchQuery(words=typed, page_size=1, with_counts=False, with_snippets=False)

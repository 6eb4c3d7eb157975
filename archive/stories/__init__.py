"""Finds the articles that tell the same story, and keeps the stories up to date.

`ingest.stories` decides about two articles; this package finds the pairs to compare, and stores
what follows. docs/stories.md explains it for readers.

update.py    finds the stories of changed articles, and of all changes since the last time
reading.py   reads and compares changed articles, in this process or in several
marks.py     reads articles and stores their marks
window.py    the marked articles of some days, to look up likely pairs
matches.py   compares likely pairs, and stores the matches
decided.py   the decisions of staff: two articles tell one story, or not
members.py   groups matching articles into stories

    follow_stories     find the stories of these articles again, after they were changed
    find_stories       find the stories of all articles that changed since the last time
    stories_of         the story of each of some articles
    members_of         the articles of a story
"""

from archive.stories.members import members_of, stories_of
from archive.stories.update import find_stories, follow_stories

__all__ = ["find_stories", "follow_stories", "members_of", "stories_of"]

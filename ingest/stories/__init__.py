"""Finds out whether two articles tell the same story: one piece of news, in whatever words.

Nothing here depends on which other articles an archive has: two articles are as alike in every
archive. So stories do not depend on the order of imports.

story_text.py      the words, names and numbers of an article, each with its weight → StoryText
story_marks.py     short marks that articles of one story have in common            → StoryMarks
bounds.py          rules out pairs of texts that certainly tell different stories  → Bounds
occasions.py       what happened, by the first sentence: an arrival, a gift, a meeting
likeness.py        whether two articles tell one story, and how alike they are      → Likeness
formulaic.py       titles of texts that are no stories: press reviews, floral baskets …
common_words.py    how many articles have a word: rare words say more about a story
groups.py          groups articles into stories, from the matches of two
"""

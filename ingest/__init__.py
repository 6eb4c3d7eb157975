"""A library that reads saved articles: bytes in, articles with evidence and mentions out.

It needs only beautifulsoup4, and imports neither Django nor `archive`.

    pipeline.py   all steps for one file                             → FileResult
    workers.py    the same in several processes, in the order of the files
    values.py     the values that pass between the steps; errors.py  what can be wrong with a file
    walk.py       folders → files, in a stable order
    read.py       bytes → text (encoding; html.py for saved pages)   → SavedFile
    parse.py      text → articles, with validation                   → ParsedFile
    layouts/      one module for each page layout
    rules.py      how each field is read
    dates.py, sources.py, clean.py, markup.py  what rules and layouts use
    mentions/     places, organisations and people in a text         → FoundMentions
    columns.py    a parsed file as column values of the archive      → ReadFile
    identity.py   when two texts are the same article
    data/         the lists of sources, places, organisations and people
"""

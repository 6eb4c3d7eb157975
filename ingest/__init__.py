"""The intake: how a saved file becomes an article.

    walk.py       folders to files, in a stable order
    read.py       bytes to text (encoding, HTML)            → SavedFile
    layouts/      recognise the page's layout, parse it     → ParsedFile
    parse.py      the face of both, with validation
    mentions/     names found in an article's text          → FoundMentions
    journey.py    all of this for one file                  → Reading
    identity.py   when two texts are the same article
    store/        rows in the database (the only part here that touches it)
    run.py        one import run over many files

Everything before `store` takes plain values, returns plain values and knows nothing of Django.
"""

"""The intake: how a saved file becomes an article.

    read.py       bytes to text (encoding, HTML)            → SavedFile
    layouts/      recognise the page's layout, parse it     → ParsedFile
    parse.py      the face of both, with validation
    mentions/     names found in an article's text          → FoundMentions
    store.py      rows in the database (the only module here that touches it)
    run.py        one import run over many files

Everything before `store` takes plain values, returns plain values and knows nothing of Django.
"""

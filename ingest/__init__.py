"""The intake: how a saved file becomes an article.

    documents.py  the values that pass between the stages; errors.py what can be wrong with a file
    walk.py       folders to files, in a stable order
    read.py       bytes to text (encoding; html.py)         → SavedFile
    layouts/      recognise the page's layout, parse it     → ParsedFile
    parse.py      the face of both, with validation
    rules.py      how each field is read; dates.py, sources.py, clean.py, markup.py what rules and layouts read with
    mentions/     names found in an article's text          → FoundMentions
    columns.py    a parse as the columns of rows            → ReadFile
    journey.py    all of this for one file                  → Reading
    workers.py    the same in several processes, in the order of the files
    identity.py   when two texts are the same article
    store/        rows in the database (the only part here that touches it)
    ahead.py      what a run reads, some way ahead of what it stores
    run.py        one import run over many files; lock.py one importer at a time; progress.py how far it is
    data/         the lists of sources and places
    management/   the commands import_articles, parse_file and load_gazetteer

Everything before `store` takes plain values, returns plain values and knows nothing of Django.
"""

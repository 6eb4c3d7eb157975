"""Measuring Dateline on generated archives: `make bench`. docs/performance.md says how to read it.

    run.py        one benchmark from the first file to the last figure
    workplace.py  the folder it works in; generating and importing
    processes.py  memory and processor time, from /proc
    serving.py    the real server
    addresses.py  what is asked
    asking.py     asking, one after another and several at once
    engine.py     the index asked without the site
    sql.py        the same counts by SQL
    figures.py    percentiles
    printout.py   the figures for a person
    table.py      the budgets beside them, for docs/performance.md

    files.py      saved files by number, in every layout
    stories.py    what the articles say
    sentences.py  the grammar of their sentences and headlines
    naming.py     names of people, sites and places in them
    words.py      the words, each as often as it deserves
    pages.py      how each site shows an article

`make test` runs only the tests of the generator, of the addresses and of the table.
"""

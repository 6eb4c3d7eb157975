"""Measure Dateline on generated archives: `make bench`. docs/performance.md explains the figures.

    run.py             one benchmark, from the first file to the last figure
    workspace.py       the folder of a benchmark: generate files, import them
    import_course.py   the import command, with its memory and progress while it runs
    process_usage.py   memory and processor time, from /proc
    web_server.py      the real server
    addresses.py       the addresses to request
    client.py          requests these addresses, one after another or several at once
    tantivy_alone.py   the same queries, answered by tantivy without the web pages
    exports.py         takes away whole lists
    sql_counts.py      the same counts, computed by SQL
    mention_speed.py   how quickly names are found
    rows.py            the import of one CSV file with many rows: `make bench-rows`
    corrections.py     how soon a correction is visible during an import
    figures.py         percentiles
    printout.py        the figures as text
    budget_table.py    the figures beside their budgets, for docs/performance.md

    files.py           the saved file for each number, in every layout
    generator.py       the articles in these files
    sentences.py       the grammar of sentences and headlines
    invented_names.py  names of people, sites and places
    words.py           the words and their frequencies
    page_layouts.py    the pages in which each web site shows an article

`make test` runs only the tests of the generator, the figures and the table.
"""

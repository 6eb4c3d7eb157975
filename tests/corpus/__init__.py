"""Import folders of kept articles, and check that nothing is lost: `make corpus`.

    run.py             imports the folders into a scratch archive, and returns all figures
    kept_texts.py      reads the same files independently, with the standard library alone
    found_texts.py     searches each kept text in the articles of the archive
    archive_rows.py    reads the articles and rejections of the archive
    floors.py          the limits that the figures must keep
    printout.py        the figures as text
    day_files.py       a small invented archive of day files, with the numbers it must give

docs/performance.md explains the figures.
"""

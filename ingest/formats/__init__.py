"""The forms in which people keep articles, besides single pages and texts.

entry.py         a page or text, a row of a data set, a file of an archive → Entry
containers.py    what a file is by its content, and the entries in it
data_sets.py     recognises tables and JSON, and gives their rows as entries
table_head.py    the names of the columns of a table, and the lines above them
tables.py        CSV and TSV: one article a row
moved_values.py  rows whose values are moved by a comma that is not quoted
outlets.py       the outlet that the head of a collection names
json_rows.py     JSON and JSON Lines: one article an object
json_objects.py  which objects are rows, and in which objects and lists rows are
json_advice.py   why a value of JSON is no row, and which lists beside articles are not read
json_values.py   the names and values in a row of JSON
json_names.py    what the name of an object or list says about the articles in it
json_blocks.py   the text of a document that an editor keeps as blocks
json_columns.py  JSON that keeps a table by columns, as pandas writes it
json_text.py     reads JSON text value by value, in bounded memory
serial_dates.py  dates that a spreadsheet saved as numbers
extractors.py    the names of the ways in which a text was made
rows.py          a row as a text whose values have places in it
divided_dates.py dates in the columns year, month and day
continued_texts.py texts that are continued in a second column
row_choice.py    chooses among columns that mean the same field
written_values.py values in the spellings of programs, such as lists and formulas
no_text.py       values that are no text of an article, such as paths and notices
other_kinds.py   rows that are no articles, such as comments and reviews
notices.py       notices of servers and programs in the place of a text
text_pieces.py   rows that are only a piece of a text
field_names.py   the field that a name means
known_names.py   the names that people give to titles, dates, texts …
missing_values.py the words that mean that a value is missing
front_matter.py  texts that begin with front matter
markdown.py      Markdown as text
markdown_parts.py Markdown in which several articles are collected
unread_data.py   rejects data sets in formats that are not read, such as SQL, by their names
text_browsers.py pages that browsers saved as text, with the addresses of their links
html_head.py     what the head of a page, and the program that saved it, say about the page
mhtml.py         pages saved as MHTML
warc_records.py  divides a web archive (WARC) into its records
warc.py          the page in a record of a web archive
web_page.py      a page inside a message or a record → WebPage
"""

"""Functions that turn stored values into text, HTML, charts and maps for the pages.

labels.py        names and slugs of sources, places, organisations and people, with a cache
safe_text.py     safe HTML made from saved text, and numbers and dates in words
saved_dates.py   when a file was saved, in words
charts.py        bar charts of articles over time, as finished values
line_charts.py   charts that compare lists over time as lines, as finished values
chart_files.py   charts as SVG and PNG for a report; the letters of the PNG are in data/
arcs.py          a picture of a network: names joined by arcs
province_map.py  the map of the provinces, as finished values; its outlines are in data/
rule_labels.py   the rules of the parser and the name finder, in words
templating.py    the Jinja2 environment of the public pages
"""

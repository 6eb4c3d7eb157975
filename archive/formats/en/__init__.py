"""How times are written in English.

formats.py  the formats, under the names that Django looks for
"""

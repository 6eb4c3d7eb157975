"""How times are written in English.

formats.py  as Django names the formats
"""

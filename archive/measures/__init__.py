"""Measures of articles: numbers that describe and compare them, as the methods page defines them.

association.py  how strongly two things belong together: log-likelihood, log ratio, logDice
dispersion.py   how evenly something is spread over parts
coverage.py     days with articles, and the gaps between them
intervals.py    between which bounds a share probably lies
other_years.py  what is usual for the same dates of other years
"""

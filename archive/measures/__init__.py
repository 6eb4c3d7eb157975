"""Measures of articles: numbers that describe and compare them, as the methods page defines them.

association.py  how strongly two things belong together: log-likelihood and log ratio
intervals.py    between which bounds a share probably lies
"""

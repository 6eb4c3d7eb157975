"""Tests of what a visitor sees and does in a real browser.

chromium.py      which browser, and how it is started
conftest.py      Chromium, the live site, and what every browser test watches
screenshots.py   `make screenshots`: pictures of every page, to be looked at
"""

"""Tests of what a visitor sees and does in a real browser.

chromium.py      which browser, and how it is started
conftest.py      starts Chromium and the live site, and records the errors in a page
screenshots.py   `make screenshots`: pictures of every page, to be looked at
"""

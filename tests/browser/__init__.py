"""What a visitor sees and does in a real browser.

conftest.py      Chromium, the live site, and what every browser test watches
"""

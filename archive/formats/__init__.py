"""The formats of times in the admin, in the packages that Django's `FORMAT_MODULE_PATH` needs.

en/  English, with a 24-hour clock as everywhere else on the site
"""

"""How the admin writes times, in the layout that Django expects for `FORMAT_MODULE_PATH`.

en/  English, with a 24-hour clock as everywhere else on the site
"""

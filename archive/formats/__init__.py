"""How the admin writes times, where Django looks for it.

en/  in English: by 24 hours, as everywhere else on the site
"""

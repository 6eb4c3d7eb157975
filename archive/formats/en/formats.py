"""Times by 24 hours; Django's own English has "12:22 p.m."."""

DATETIME_FORMAT = "j F Y, H:i"
TIME_FORMAT = "H:i"

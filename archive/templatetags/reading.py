"""Numbers and dates in a template read as everywhere else: 1,204 and 14 September 2025."""

from datetime import date

from django import template

from archive import text

register = template.Library()


@register.filter
def thousands(number: int) -> str:
    """1,204."""
    return text.thousands(number)


@register.filter
def long_date(day: date) -> str:
    """14 September 2025."""
    return text.long_date(day)

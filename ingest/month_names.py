"""The names of months and weekdays in the languages of the pages, as patterns of `dates.py`."""

import re

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december",
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
    "||||||||sept|||",
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
    "||||||||setiembre|||",
    "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "|fevrier||||||aout||||decembre",
    "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember",
    "jänner||maerz|||||||||",
    "يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
    "|||ابريل||||اغسطس||اكتوبر||",
    "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول",
)
MONTH_NUMBERS = {
    name: number for names in _MONTHS for number, name in enumerate(names.split("|"), 1) if name
}
"""A dict from the names of months, in lower case and without a full stop, to their numbers."""

_LONGEST_FIRST = sorted(MONTH_NUMBERS, key=len, reverse=True)
ANY_MONTH = "(?:" + "|".join(map(re.escape, _LONGEST_FIRST)).replace(r"\ ", " ") + r")\.?"
"""A pattern for the name of a month. It has to be compiled with re.IGNORECASE."""

_WEEKDAYS = (
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues|tue|wed|thurs|thu|fri|sat|sun",
    "lunes|martes|miércoles|miercoles|jueves|viernes|sábado|sabado|domingo",
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag",
    "понедельник|вторник|среда|четверг|пятница|суббота|воскресенье",
    "월요일|화요일|수요일|목요일|금요일|토요일|일요일",
    "月曜日|火曜日|水曜日|木曜日|金曜日|土曜日|日曜日",
    "星期[一二三四五六日天]|周[一二三四五六日]|礼拜[一二三四五六日天]",
    "(?:يوم )?(?:الاثنين|الإثنين|الثلاثاء|الأربعاء|الاربعاء|الخميس|الجمعة|السبت|الأحد|الاحد)",
)
WEEKDAY = "|".join(_WEEKDAYS)
"""A pattern for the name of a weekday. It has to be compiled with re.IGNORECASE."""

SHORT_WEEKDAY = "[월화수목금토일月火水木金土日]"
"""A pattern for a weekday that is only written in brackets: "5월 6일 (월)"."""

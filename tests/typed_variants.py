"""Pairs of texts that are the same to a reader, and pairs that are not."""

from unicodedata import normalize

APOSTROPHES = "'’‘ʼʹʻ′‵´`＇"
HYPHENS = "-‐‑‒–—―−﹘﹣－"
LETTERS = (
    *((f"Ku{unseen}jang", "Kujang") for unseen in "\u200b\u200d\u2060\ufeff\u00ad"),
    ("평양시", normalize("NFD", "평양시")),
    ("P’yŏngyang", normalize("NFD", "p'yŏngyang")),
    ("x\u0300y", "XY"),
    ("МИД РОССИИ", "мид россии"),
    ("Ёлка Цой", normalize("NFD", "ёлка цой")),
    ("ÖSTERREICH", "österreich"),
    ("Ｋｉｍ　１２", "kim 12"),
    ("ﾃﾎﾟﾄﾞﾝ", "テポドン"),
    ("Straße", "STRASSE"),
    ("Łódź Øst Đà ılık", "lodz ost da ilik"),
    ("İstanbul", "istanbul"),
    ("Æsir Cœur", "aesir coeur"),
    ("ㅍㅏ", "파"),
    ("평\u3164양", "평양"),
    ("ΟΔΟΣ", "οδος"),
    ("ﬁrst ㎏", "first kg"),
)
SAME = (
    *((f"P{mark}yongyang", "Pyongyang") for mark in APOSTROPHES),
    *((f"Chong{mark}nyon", "Chong-nyon") for mark in HYPHENS),
    *LETTERS,
)
DIFFERENT = (("하나", "한"), ("한나", "하나"), ("мид", "мед"), ("Kujang", "Kujong"), ("10", "１1"))

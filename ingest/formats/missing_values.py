"""The words that people and programs write where a value is missing: "n/a", "unknown", "미상".

One list serves the cells of tables, JSON, front matter and the headers of texts.
"""

from ingest.formats.field_names import field_of

_LONGEST = 40  # letters of such words; a longer value is not looked at
_AROUND = " \t\n\"'“”„«»‹›()[]{}<>（）［］【】〔〕「」*_.:;,!?#-–—/\\|=~"


def _listed(words: str) -> frozenset[str]:
    return frozenset(" ".join(word.split()) for word in words.split(","))


# Written by programs, with these marks.
_MARKED = _listed(r"\n, #n/a, #na, #value!, #ref!, #name?, #div/0!, #num!, #null!")
_WORDS = _listed("""
    nan, nat, none, null, nil, n/a, na, undefined, unknown, not available, not known, not given,
    not stated, not specified, not found, not applicable, not provided, none given, none stated,
    none available, unnamed, unspecified, unidentified, missing, blank, empty, no data, no value,
    n. a, n.a, n.d, tbd, tba, to be determined, to be added, 미상, 없음, 알 수 없음, 알수없음,
    불명, 미확인, 해당 없음, 해당없음, 모름, 미정, 자료 없음, 정보 없음, 不明, 不详, 不詳, 未知,
    无, 無, 暂无, 暫無, 佚名, なし, 無し, 未詳, 該当なし, 未定, неизвестно, неизвестен, неизвестна,
    не указано, не указан, не указана, нет, нет данных, отсутствует, н/д, desconocido, desconocida,
    ninguno, ninguna, sin datos, no disponible, s/d, inconnu, inconnue, aucun, aucune,
    non disponible, non précisé, n/d, unbekannt, keine, keiner, keine angabe, k. a, k.a,
    nicht bekannt, nicht verfügbar, fehlt, sconosciuto, sconosciuta, desconhecido, desconhecida,
    nenhum,
    0, 00/00/0000, 0000-00-00, 0000-00-00 00:00:00, entfällt, false, indisponible, indisponível,
    kein, keine angaben, missing value, nessuno, nicht angegeben, nicht vorhanden, no consta, no
    especificado, no info, no information, no name, non disponibile, non indiqué, non renseigné,
    non spécifié, none listed, none provided, none.none, not listed, not recorded, not set,
    néant, object object, ohne angabe, se desconoce, sin especificar, sin información, tbc,
    unavailable, undetermined, void, не известно, неизвестное, неизвестный, غير متوفر, غير محدد,
    غير معروف, لا يوجد, مجهول, データなし, 不明です, 待定, 未提供, 未設定, 未记载, 沒有, 没有, 무,
    자료없음, 정보없음
""")
_OF_FIELD = {
    "title": _listed("""
        untitled, untitled document, untitled article, no title, notitle, no headline,
        title missing, missing title, headline missing, missing headline, without title,
        title unknown, unknown title, title not available, 제목없음, 제목 없음, 무제, 无标题,
        無標題, 无题, 無題, タイトルなし, 題名なし, без названия, без заголовка, sin título,
        sin titulo, sans titre, ohne titel, kein titel, senza titolo, sem título, true
    """),
    "source": _listed("""
        various, various sources, other, others, misc, miscellaneous, unattributed, 기타, 其他,
        その他, другое, прочее, otros, otras, autres, sonstige, verschiedene, varios, divers,
        no source, unknown source, source unknown, source missing, missing source,
        source not available, no publisher, unknown publisher, publisher unknown, no outlet,
        unknown outlet, unknown newspaper, 출처없음, 출처 없음, 출처미상, 출처 미상, 출처불명,
        출처 불명, 来源不明, 來源不明, 来源未知, 出典不明, 出典なし, источник неизвестен,
        нет источника, без источника, fuente desconocida, sin fuente, source inconnue, sans source,
        quelle unbekannt, ohne quelle, keine quelle, unbekannte quelle, true
    """),
    "date": _listed("""
        no date, undated, unknown date, date unknown, date missing, missing date, without date,
        날짜없음, 날짜 없음, 날짜미상, 날짜 미상, 日期不明, 日期不详, 日付なし, 日付不明, без даты,
        дата неизвестна, sin fecha, s.f, sans date, ohne datum, kein datum, datum unbekannt, o. d,
        o. j, undatiert, s/f, s.d, б/д, true, yes, no
    """),
    "language": _listed("und, mul, zxx, mis, xx, auto, other, multi, multiple, mixed"),
}
# Such a word and a name of the field: "No publisher", "unbekannte Quelle", "매체 미상".
_NO = (
    *("no ", "unknown ", "missing ", "without ", "undefined ", "unspecified ", "sin ", "sem "),
    *("sans ", "ohne ", "kein ", "keine ", "unbekannte ", "unbekannter ", "без ", "нет "),
)
_NONE = (
    *("unknown", "missing", "unavailable", "not available", "not found", "not given", "undefined"),
    *("desconocido", "desconocida", "inconnu", "inconnue", "unbekannt", "неизвестен", "неизвестна"),
    *("неизвестно", "없음", "미상", "불명", "不明", "未知", "不详", "不詳", "なし", "無し"),
)


def is_missing(value: str, field: str = "") -> bool:
    """Return True if a value is empty, has no letter or digit, or says only that it is missing.

    Brackets, quotation marks and other punctuation around the words do not matter. `field` is a key
    of `FIELDS`: some words, such as "untitled", mean a missing value only in their field.
    """
    if len(value) > _LONGEST and len(value := value.strip()) > _LONGEST:
        return False
    words = " ".join(value.strip(_AROUND).split()).casefold()
    if (
        not any(map(str.isalnum, words))
        or words in _WORDS
        or words in _OF_FIELD.get(field, ())
        or value.strip().casefold() in _MARKED
    ):
        return True
    if field in ("source", "byline") and not any(map(str.isalpha, words)):
        return True  # the number of a source is not its name
    if field and words.startswith(_NO) and field_of(words.partition(" ")[2]) == field:
        return True
    return words.endswith(_NONE) and any(
        words.endswith(end) and field_of(words.removesuffix(end)) == field != "" for end in _NONE
    )

"""Values that are no text of an article, though they stand in the column for it.

Crawls write notices such as "[removed]" and "Access denied" there, or the words of a link, tables
the path or address of a text. Only whole values are compared: the same words in a longer text have
no effect.
"""

import json
import re

from ingest.dates import read_any_date
from ingest.formats.notices import AROUND_NOTICE, is_notice

WHOLE_PAGE = "a whole HTML page"
"""What `why_no_text` returns for a page with its head or body."""

_LONGEST = 300  # letters; a longer value is text, unless it is mark-up or JSON
_LONGEST_NOTICE = 150
_LONGEST_WORD = 200
_PAGE = re.compile(r"(?:<\?xml\b|<!--|\s)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_IN_JSON = re.compile(r"""\{\s*["']|\[\s*[\[{]""")
_OF_PYTHON = re.compile(r"\[?\{\s*'\w+'\s*:.*\}\s*\]?", re.DOTALL)
_ADDRESSES = re.compile(r"(?:(?:(?:https?|ftp|file)://|www\.)\S++[\s,;|]*+)+", re.IGNORECASE)
_PATH = re.compile(
    r"(?:[A-Za-z]:)?(?:[^\\/:*?\"<>|\n]*[\\/])*[^\\/:*?\"<>|\n]+\.(?:te?xt|x?html?|pdf|docx?|odt"
    r"|rtf|json|xml|md|csv|jpe?g|png|gif|webp|mp[34]|zip|gz|warc)",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"=\s?[A-Z][A-Z0-9.]*\(.*|=\$?[A-Z]{1,3}\$?\d{1,7}(?:[-+*/:].*)?|=-?[\d.]+")
_ONE_WORD = re.compile(r"[^\s\u1100-\U0010ffff]+")  # Korean, Chinese and Japanese need no spaces


def _any_of(lines: str) -> re.Pattern[str]:
    """Return the pattern of which each line is one form."""
    return re.compile("|".join(filter(None, map(str.strip, lines.split("\n")))), re.IGNORECASE)


_COUNTED = (
    "articles?|rows?|records?|items?|words?|texts?|documents?|entries|results?|characters?|pages?"
    "|files?|artikel|zeilen|einträge|wörter|texte|artículos|registros|filas|palabras|textos|lignes"
    "|mots|textes|статей|статьи|записей|строк|слов|건|개|편|자|기사|篇|条|條|件|行|字"
)
_IN_ALL = "grand total|totals?|sum|count|in total|insgesamt|gesamt|summe|en total|au total"
_IN_ALL += "|합계|총계|총|合計|总计|總計|共|итого|всего"
_COUNT = re.compile(
    rf"(?:(?:{_IN_ALL})[:：]? ?)?\d[\d., ]{{0,15}} ?(?:{_COUNTED})(?: ?(?:{_IN_ALL}))?",
    re.IGNORECASE,
)
_NOTICE = _any_of(
    r"""
    (?:removed|deleted|redacted|withheld|hidden)(?: (?:by|on|at) .{1,40})?
    (?:(?:the|this|full|article) )*(?:text|content|body|article|page|story|post|document)(?: (?:is\
|was|has|been|could|can|currently|temporarily|no longer|not|be|yet))* (?:available|unavailable\
|removed|deleted|missing|empty|found|extracted|loaded|retrieved)
    (?:no|missing|empty|without) (?:text|content|body|article|data|results?|full text)(?: (?:\
available|found|yet|here|given|provided|extracted|returned))?
    (?:the |this )?(?:article|content|page|story) is .{0,20}(?:subscribers|members|premium).{0,40}
    (?:http[ /:]?)?(?:status |error |code )*[345]\d\d:?(?: (?:not found|error|forbidden|gone|bad\
|un|server|internal|service|gateway|too many|time).{0,60})?
    (?:\w{0,30}(?:error|exception)|traceback)(?:: ?.{0,120}| ?\(.{0,120}| \d{3}.{0,60})?
    warning(?::? .{0,80}(?:\w\(|\b(?:undefined|deprecated|failed to|line \d|timed? ?out|javascript\
|cookies|browser|connection|certificate|encoding|parser?|truncated)\b).{0,80})?
    (?:(?:request|connection|server|gateway|read|operation) )?(?:timed out|time-?out|refused|reset)
    (?:access|permission) (?:is )?(?:denied|forbidden|restricted)
    access to (?:(?:this|the|requested) (?:requested )?(?:page|article|content|site|website\
|resource|server|file|document|url)|\S+[./]\S+)(?: (?:has|been|was|is))* (?:denied|blocked\
|forbidden)
    forbidden|unauthori[sz]ed|bad (?:request|gateway)|(?:service|server) unavailable|gone
    too many requests|internal server error|(?:page |file )?not found|no longer available
    https?connectionpool.{0,120}|max retries exceeded.{0,80}
    (?:sorry|oops|whoops)(?:\b.{0,60}\b(?:page|site|website|article|content|text|link|file|url|wrong\
|error|unavailable|browser|try again|blocked)\b.{0,60})?
    you (?:do not|don't|are not) (?:have|allowed|authori[sz]ed|permitted).{0,80}
    your browser .{0,60}
    this (?:video|content|page|account|article|post|site) (?:(?:is|has been|was|requires)\b.{0,30}\
\b(?:private|unavailable|not available|no longer available|removed|deleted|blocked|restricted\
|subscription|(?:only|not) available .{1,40}|not found)|(?:is not|is no longer|cannot|could not\
|does not)\b.{0,30}\b(?:available|exist|displayed|shown|loaded|found|accessible))
    (?:see|as|same as) (?:above|below|abstract|title|attached|previous|note)\b.{0,40}|ditto|idem|dto
    (?:photo|picture|image|video|caption|scan|audio)s?(?: only)?|paywall(?:ed)?|truncated|skipped
    loading(?:\W*|,? (?:the |more )?(?:page|article|content|text|data|images?|comments|please|\d)\
.{0,20})
    please wait(?:\W*|,? (?:while|a (?:moment|few|second|minute)|until|for the (?:page|site))\
.{0,40})
    just a moment(?: please)?|redirecting.{0,40}
    .{0,60}\b(?:enable|turn on|requires|disabled) (?:your )?(?:javascript|cookies)\b.{0,60}
    javascript is .{0,80}|checking your browser.{0,80}|verify(?:ing)? .{0,20}human.{0,40}
    (?:please )?(?:log|sign) ?in(?: (?:to|or|now)\b.{0,60})?
    (?:please )?subscribe(?: (?:to|now)\b.{0,80})?
    (?:to )?continue reading.{0,60}|read (?:more|on|the full .{1,40})|click here.{0,60}
    share this(?: (?:page|article|story|post|link|news|on|via|with)\b.{0,30})?
    share on \w+|advertisement|coming soon|under construction|to be translated
    (?:see|view|open) (?:the )?(?:attach\w+|pdf|image|photo|video|link|original)
    (?:failed|unable) to (?:load|fetch|extract|parse|read|retrieve|download|open|connect|get).{0,90}
    (?:could|can) ?not (?:be )?(?:load|fetch|extract|pars|retriev|download|access|connect)\w*.{0,80}
    .{0,30}\b(?:extraction|download|parsing) failed.{0,60}
    just a moment\W{1,5}checking your browser.{0,120}
    attention required\W{1,5}cloudflare.{0,120}
    .{0,20}불법.{0,3}유해 ?정보.{0,40}차단.{0,120}|.{0,60}접속이 ?차단되었음.{0,40}
    (?:(?:the|this|service|server|site|website|page|is) )*temporarily una(?:vailabl|bl)e\b.{0,110}
    you (?:need|have|must)(?: to)? (?:be logged|log|sign|subscribe|register)\b.{0,80}
    (?:hrm\W{1,4})?(?:the )?wayback machine (?:has not|hasn['’]?t|does not|doesn['’]?t).{0,100}
    this (?:url|page|address|site) has (?:not )?been (?:archived|excluded|blocked).{0,80}
    .{0,60}\bunusual traffic\b.{0,80}
    the (?:article|page|content|document|file|story|resource) (?:that )?you (?:have )?(?:requested\
|(?:are|were) looking for|tried to open)\b.{0,60}\b(?:removed|deleted|found|exists?|available\
|moved|expired)
    (?:i['’]?m sorry|sorry|unfortunately|i apologi[sz]e)\b,? ?.{0,20}\bi (?:cannot|can['’]?t\
|am unable|am not able|don['’]?t have)\b.{0,110}
    i (?:cannot|can['’]?t|am unable to|am not able to) (?:access\
|browse|open|visit|retrieve|view)\b.{0,110}|as an (?:ai|artificial intelligence)\b.{0,120}
    (?:您|你)?(?:所)?(?:访问|访問|查看|请求)的(?:页面|頁面|内容|网页|文章).{0,4}(?:不存在|已删除|无法访问|未找到)
    no se (?:encontró|encuentra|pudo encontrar) .{0,12}(?:página|artículo|contenido|texto).{0,30}
    (?:text|content|article|page|full text|translation)(?: is| was)? not available\b.{0,40}
    (?:사진|화보|동영상|영상|그림|图片|照片|图|写真|画像|фото|foto|imagen)(?:만| 기사| ?뉴스)?
    .{0,60}\baccept all cookies\b.{0,60}
    paste (?:the )?.{0,30}\bhere
    lorem ipsum.{0,120}|test|sample text|placeholder
    (?:본문|내용|기사|페이지)(?:이|가|을|를|은|는)? ?(?:없음|없습니다|삭제.{0,12}|찾을 수 없.{0,6})
    삭제(?:됨|된 (?:기사|글|게시물|페이지|본문).{0,6})
    접근 ?(?:이|거부|금지).{0,12}|로그인이 .{0,12}
    (?:내용|본문) ?준비 ?중.{0,6}|로딩 ?중|불러오는 중
    (?:内容|文章|正文|页面|內容|頁面|网页|網頁)?(?:已(?:被)?(?:删除|刪除)|不存在|未找到|找不到|无法(?:显示|访问))
    (?:无权|拒绝|禁止)访问|访问被拒绝|(?:正在)?加载中?|載入中|请登录.{0,20}|无(?:正文|内容)
    (?:本文|記事|ページ|内容)?(?:は|が)?(?:削除(?:済み|されました)|見つかりません.{0,6}|ありません)
    読み込み中|アクセスが拒否されました|本文なし|ログインしてください
    удален[оаы]?|(?:текст|страница|статья) (?:не ?доступ\w+|не найден\w?|удален\w?|отсутствует)
    доступ (?:запрещ[её]н|закрыт)|загрузка|ошибка(?: \d{3})?
    eliminad[oa]|borrad[oa]|acceso (?:denegado|prohibido)|cargando
    (?:texto|contenido|página|artículo) (?:no (?:disponible|encontrad[oa])|eliminad[oa])
    supprimé|accès (?:refusé|interdit)|chargement(?: en cours)?|erreur(?: \d{3})?
    (?:texte|contenu|page|article) (?:non (?:disponible|trouvée?)|introuvable|indisponible)
    gelöscht|entfernt|zugriff verweigert|wird geladen|fehler(?: \d{3})?
    (?:text|inhalt|seite|artikel) (?:ist |wurde )?(?:nicht (?:verfügbar|gefunden)|gelöscht)
""".replace("\\\n", "")
)

_READERS = "(?:people|readers|users|visitors|comrades)"
_LANGUAGE = (
    "(?:spanish|english|korean|japanese|chinese|russian|french|german|arabic|foreign|español"
    "|inglés|coreano|français|русск(?:ая|ий|ом)|английск(?:ая|ий|ом))"
)
_LINK = _any_of(
    rf"""
    (?:for )?{_LANGUAGE}[- ]speaking {_READERS}|for {_READERS} (?:of|who (?:speak|read)) {_LANGUAGE}
    para (?:(?:los|las) )?(?:(?:lectores|usuarios|personas) )?(?:hispanohablantes|de habla hispana)
    (?:{_LANGUAGE}|full|printable|print|printer[- ]friendly|mobile|pdf) (?:version|edition|page)
    (?:versión|edición|en) (?:en )?{_LANGUAGE}|{_LANGUAGE} версия|версия для печати
    (?:(?:go|return) )?(?:back|home)|(?:go |return )?back(?: to)?(?: the)? (?:home|top|index|list\
|main|front|previous|start|news|contents|articles)(?: page)?|to (?:the )?(?:top|index|home ?page)
    (?:home|top|main|front|index|next|previous|prev) (?:page|article|news|story)
    (?:print|e-?mail|share|save|bookmark|download|send|copy)(?: (?:this|the))?(?: (?:page|article\
|story|link|text|pdf|to a friend))+
    (?:volver|regresar|ir) (?:al?|a la|atrás)(?: (?:inicio|índice|principal|portada|página\
 principal|lista))?|página (?:principal|siguiente|anterior)|imprimir (?:esta página|artículo)
    (?:맨 ?)?(?:처음|위|우|뒤|목록|홈|첫 ?페지)(?:으로|로)?(?: ?(?:가기|보기|돌아가기))?
    (?:이전|다음) ?(?:기사|글|페지|페이지|목록)
    인쇄(?:하기)?|(?:기사|본문) ?(?:인쇄|복사|목록)
    (?:返回|回到)(?:首页|顶部|列表|上一页|主页|頂部|首頁)|上一[页篇頁]|下一[页篇頁]|打印(?:本页)?
    (?:ページの?)?(?:トップ|一覧|前|ホーム|先頭)(?:の?ページ)?(?:[へに](?:戻る)?)?|次の?ページ(?:へ)?|印刷(?:する)?
    (?:вернуться )?(?:назад|наверх|на главную(?: страницу)?|к списку|к началу)
""".replace("\\\n", "")
)
_BETWEEN_LINKS = re.compile(r"\s*[|/·•«»<>\[\]]+\s*")


def why_no_text(text: str) -> str:
    """Return what a value is if it cannot be the text of an article: "a path"; otherwise "".

    The result ends a sentence that begins with "It is".
    """
    start = text[:_LONGEST].lstrip()
    if start.startswith("<") and _PAGE.match(text[:2_000]):
        return WHOLE_PAGE
    if _IN_JSON.match(start) and _is_json(text):
        return "an object of JSON"
    if len(text) > _LONGEST and len(text := text.strip()) > _LONGEST:
        return "a notice" if is_notice(text, _NOTICE) else ""
    whole, text = text, " ".join(text.split())
    if not any(map(str.isalpha, text)):
        return "a number" if any(map(str.isdigit, text)) else "no words"
    for what, form in (("an address", _ADDRESSES), ("the name of a file", _PATH)):
        if form.fullmatch(text):
            return what
    if _FORMULA.fullmatch(text):
        return "a formula"
    if _ONE_WORD.fullmatch(text) and len(text) < _LONGEST_WORD:
        return "one word"
    if read_any_date(text):
        return "a date"
    if is_notice(whole, _NOTICE):
        return "a notice"
    return _what_words_are(text.strip(AROUND_NOTICE))


def is_file_name(value: str) -> bool:
    """Return True for the name or the path of a file."""
    stem, dot, ending = value.rpartition(".")
    is_likely = bool(stem and dot) and ending.isalnum() and len(value) <= _LONGEST_WORD
    return is_likely and _PATH.fullmatch(value) is not None


def _what_words_are(words: str) -> str:
    """Return "a count" or "the words of a link"; "" for other words."""
    if _COUNT.fullmatch(words):
        return "a count"
    if len(words) > _LONGEST_NOTICE:
        return ""
    links = (link.strip(AROUND_NOTICE) for link in _BETWEEN_LINKS.split(words))
    return "the words of a link" if all(map(_LINK.fullmatch, filter(None, links))) else ""


def _is_json(text: str) -> bool:
    """Return True for JSON, and for a dict of Python, which has single quotation marks."""
    try:
        return isinstance(json.loads(text), (dict, list))
    except (ValueError, RecursionError):
        return bool(_OF_PYTHON.fullmatch(text.strip()))

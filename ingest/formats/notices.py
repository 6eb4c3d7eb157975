"""Notices that crawls keep in the place of a text: "Access denied", "Page not found".

They come from servers, from pages that ask for cookies or a subscription, from web archives, from
the censors of a country, and from language models that could not open a page.
"""

import re

AROUND_NOTICE = " \t\n\"'“”«»()[]{}<>（）［］【】*_.…:;!?！？。—–-"
"""The marks around a notice, which do not matter."""

_LONGEST = 150  # letters of one notice
_LONGEST_SENTENCE = 250
_LONGEST_OF_SEVERAL = 500  # letters of several notices one after another
_LONGEST_PAGE = 1_500  # letters of a page that begins with a notice that stands in no article
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])\s*|[|\n]")


# Words that several forms have in common.
_WORDS = {
    "KOPAGE": "(?:페이지|기사|게시물|게시글|문서|사이트|주소)",
    "ZHPAGE": "(?:页面|頁面|网页|網頁|文章|内容|內容|网站|網站|资源|网址|網址)",
    "JAPAGE": "(?:ページ|記事|URL|サイト)",
    "ESPAGE": "(?:página|artículo|contenido|sitio|texto|documento)",
    "FRPAGE": "(?:page|article|contenu|site)",
    "DEPAGE": "(?:seite|artikel|inhalt|website)",
    "DEGONE": "(?:nicht gefunden|existiert nicht|nicht (?:mehr )?verfügbar|nicht vorhanden)",
    "RUPAGE": "(?:страница|статья|публикация)",
    "PAGE": "(?:article|page|story|content|document|url|file|resource|website|link)",
    "YOUWANT": r"(?:that )?you(?:['’]re| are| were| have)? (?:request|look|want|try|tried)\w*"
    r"(?: for| to \w+)?",
    "BE": "(?:has|have|is|was|been|may|might|either|temporarily|permanently|currently|no longer)",
    "GONE": "(?:removed|deleted|moved|expired|unavailable|blocked|rejected)",
    "ISNT": "(?:CANNOT|is not|was not|does not|doesn['’]t|no longer|has not been|is no longer)",
    "CANNOT": "(?:cannot|can not|can['’]t|could not|couldn['’]t)",
    "THERE": "(?:be )?(?:found|available|exists?|accessible|displayed|shown|loaded)",
    "WHY": r"(?:or .{1,40}|(?:from|on|at|due|by|in) (?:this|the|our|to|your|its) \w+.{0,30})",
    "LIMITED": "(?:not|only|currently not|no longer|not yet|currently only)",
}


def _any_of(lines: str) -> re.Pattern[str]:
    """Return the pattern of which each line is one form; a line can continue after a backslash."""
    for word, form in _WORDS.items():
        lines = lines.replace(word, form)
    lines = re.sub(r"\\\n *", "", lines)
    return re.compile("|".join(filter(None, map(str.strip, lines.split("\n")))), re.IGNORECASE)


_FURTHER = _any_of(
    r"""
    (?:(?:share|tweet|print|e-?mail|facebook|twitter|whatsapp|telegram|linkedin|copy link|save\
|pin it|like|pdf)\b[ |/,·•]*){2,12}
    (?:you )?(?:please |need to |must |have to |are required to )+(?:log|sign) ?in\b.{0,80}
    (?:you )?(?:need to |must |have to )be (?:logged|signed) ?in\b.{0,80}
    this process is automatic|(?:your|the) (?:browser|page) will (?:redirect|reload).{0,60}
    please allow up to .{0,40}|(?:please )?(?:try again|check back) later.{0,40}
    (?:please )?(?:complete|solve|confirm|verify)\b.{0,30}(?:captcha|security check|robot|\
    human).{0,80}
    verify(?:ing)? (?:that )?you are (?:a )?human.{0,60}|are you a (?:robot|human)|one more step
    .{1,60} needs to review the security of your connection.{0,40}|ray id.{0,60}
    (?:performance & security|ddos protection) by .{0,40}|why have i been blocked.{0,200}
    attention required.{0,40}|you (?:are|were|have been) (?:unable to access|blocked)\b.{0,60}
    our systems? (?:has|have) detected .{0,90}|pardon our interruption.{0,60}
    (?:the |this |that |your )?(?:requested )?PAGE(?: \S{1,60}\
    )?(?: YOUWANT)?,? (?:BE )+GONE(?: WHY)?
    (?:the |this |that |your )?(?:requested )?PAGE(?: \S{1,60})?(?: YOUWANT)?,? ISNT THERE(?: WHY)?
    (?:we |it |i )?(?:CANNOT|are unable to|were unable to) find (?:the|that|this) PAGE\b.{0,60}
    nothing (?:was |has been )?found(?: here| at this .{0,20})?
    (?:the |this |http error \d{3}[. ]+)?(?:service|server|site|website) (?:is )?(?:temporarily |\
    currently )?\
    (?:unavailable|down|offline|(?:under|undergoing) maintenance|\
    unable to service)\b.{0,90}
    (?:we|this (?:web)?site|the (?:web)?site) (?:and our partners )?uses? cookies(?: (?:to|and|\
    for|on|in|from|so|that|which)\b.{0,150})?
    by (?:continuing|using|clicking|browsing|closing)\b.{0,90}(?:cookies|terms|polic).{0,60}
    (?:accept|reject|allow|decline) (?:all|cookies)\b.{0,80}|we value your privacy.{0,40}
    cookie (?:settings|policy|preferences|consent)|manage (?:cookies|preferences|choices|options)
    privacy policy|learn more|before you continue(?: to .{1,40})?
    (?:the |this |full )*(?:PAGE|text|translation|it) (?:is |are )?LIMITED available (?:in|for|to|\
    as) .{1,60}
    (?:hrm\.? )?(?:the )?wayback machine (?:has|does|doesn).{0,80}|this snapshot cannot be .{0,60}
    (?:this|that) (?:url|page) has (?:been excluded|not been archived).{0,60}
    (?:i['’]m|i am|we['’]re|we are) (?:very |so |really )?sorry\b.{0,150}|(?:my |\
    our )?apologies\b.{0,100}
    (?:as|i am|i['’]m) an? (?:ai|artificial intelligence|large language|language model)\b.{0,200}
    (?:unfortunately,? |sorry,? )?i (?:CANNOT|am unable to|am not able to|do not have|\
    don['’]t have)\b\
    .{0,60}\b(?:website|web|page|url|link|internet|browse|article|content|image|file)s?\b.{0,120}
    you(?:['’]ve| have) (?:reached|read|used) .{0,20}(?:limit|last|free|all)\b.{0,60}
    already (?:an? (?:member|subscriber)|have an account|registered|subscribed)\b.{0,60}
    (?:create|register for|start) (?:an? |your )?(?:free )?(?:account|trial)\b.{0,60}
    this (?:account|domain)(?: name)? (?:has been |is |may be )(?:suspended|for sale|parked|\
    expired).{0,60}
    error establishing .{0,40}|bandwidth limit exceeded|no input file specified|request rejected
    (?:this|your) (?:site|page|connection) (?:can['’]?t be reached|isn['’]t (?:working|private|\
    available))
    your connection is not private|\S{3,60} (?:took too long to respond|refused to connect)
    unable to connect|server not found|secure connection failed|\
    an appropriate representation of .{0,80}
    (?:please )?consult with your administrator|your support id.{0,60}
    (?:사진|그림|화보|영상|동영상|록화|녹화|음성|写真|画像|動画|映像|图片|照片|组图|视频|圖片|\
    影片)(?: ?\d{1,3} ?(?:장|건|枚|张|張))?
    (?:фото|фотография|видео|fotos?|vídeo|imagen|bild|vidéo)
    불법[·.ㆍ・･, ]*유해 ?.{0,60}|지금 접속하려고 하는 .{0,160}|.{0,40}(?:접속|\
    접근)이 차단되(?:었|였).{0,40}
    .{0,30}KOPAGE(?:를|을|가|이|에|은|는) ?(?:찾을|연결할|열|접근할|표시할) ?수 ?없.{0,20}
    .{0,30}KOPAGE(?:가|이|은|는) ?(?:존재하지 ?않|삭제되|만료되).{0,20}
    (?:존재하지 않는|삭제된|잘못된) (?:KOPAGE|접근|경로).{0,12}|권한이 없습니다|.{0,20}\
    점검 ?중입니다
    로그인 ?(?:후|이 필요).{0,24}|잠시만 기다려.{0,10}|등록된 (?:내용|글|기사)이 없습니다
    .{0,16}(?:유료|회원) ?전용.{0,24}|(?:죄송합니다|죄송하지만|미안하지만).{0,80}|(?:对不起|\
    對不起|抱歉|很抱歉).{0,40}
    (?:您|你)?(?:所)?(?:访问|訪問|请求|請求|查看|浏览|瀏覽|要找|查找|打开|输入|輸入)的ZHPAGE.{0,4}\
    (?:不|未|无|無|没|沒|已|被).{0,20}
    (?:该|此|本|該)?ZHPAGE(?:不存在|未找到|找不到|无法(?:显示|访问|打开)|已(?:被)?删除|正在维护|\
    维护中).{0,10}
    无法(?:访问|显示|打开)(?:此|该|本)?ZHPAGE.{0,10}
    (?:お探しの|指定された|この|ご?要求の)JAPAGE(?:は|が|を)?、?.{0,24}(?:見つかりません|\
    存在しません|削除されました).{0,16}
    (?:この)?JAPAGEは(?:ありません|移動しました|表示できません).{0,10}|申し訳(?:ありません|\
    ございません).{0,60}
    (?:この記事は)?(?:会員|有料)(?:会員)?限定.{0,20}|.{0,16}メンテナンス中(?:です)?
    (?:lo sentimos|disculpe|désolée?|извините|простите|entschuldigung|es tut uns leid|\
    spiacenti)\b.{0,100}
    no se (?:ha |han |pudo |puede )?(?:encontr|pud|carg|mostr|acced)\w*.{0,30}ESPAGE.{0,40}
    (?:la|esta|el|este) ESPAGE(?: (?:que|solicitad).{0,30})? (?:no existe|\
    no está disponible).{0,30}
    (?:la|esta|el|este) ESPAGE(?: (?:que|solicitad).{0,30})? (?:no se encontró|\
    ha sido eliminad).{0,30}
    (?:la|cette|le|cet|l['’]) ?FRPAGE(?: (?:demandée?|que vous).{0,30})? (?:n['’]existe|\
    est introuvable).{0,30}
    (?:la|cette|le|cet|l['’]) ?FRPAGE n['’](?:a pas été trouvée?|est (?:pas|\
    plus) disponible).{0,30}
    article réservé aux abonnés.{0,40}|(?:die|diese|der|dieser) (?:\w+ )?DEPAGE (?:.{0,20}\
     )?DEGONE.{0,30}
    (?:utilizamos|usamos|nous utilisons|wir verwenden|мы используем|usiamo) .{0,20}cookies?.{0,120}
    (?:запр[ао]ш\w+ |данная |эта )?(?:вами )?RUPAGE (?:не найден|не существует|удал[её]н|\
    недоступ)\w*.{0,30}
    (?:к сожалению,? )?.{0,30}страниц[ыау] не (?:существует|найден)\w*.{0,30}
    доступ к .{1,50} (?:ограничен|заблокирован|запрещ[её]н).{0,60}|\
    сайт (?:временно )?недоступен.{0,30}
"""
)
# What stands only at the beginning of a page without an article.
_BEGINNING = re.compile(
    r"just a moment\.\.\.|attention required! ?\| ?cloudflare|sorry, you have been blocked"
    r"|checking (?:your browser before|if the site connection)|verify(?:ing)? you are human"
    r"|불법[·.ㆍ・･]?유해 ?(?:정보|사이트)|as an ai (?:language model|assistant)"
    r"|as a(?:n artificial intelligence| large)? language model|our systems have detected unusual"
    r" traffic|before you continue to \w+|(?:hrm\.? )?the wayback machine has not archived"
    r"|pardon our interruption"
    r"|this url has been excluded from the wayback|error establishing a database"
    r"|traceback \(most recent call|welcome to nginx!",
    re.IGNORECASE,
)


def is_notice(text: str, known: re.Pattern[str]) -> bool:
    """Return True if a value has nothing but notices, or begins as no article does.

    `known` is the pattern of further notices.
    """
    if len(text) > _LONGEST_PAGE:
        return False
    if _BEGINNING.match(text.lstrip(AROUND_NOTICE)):
        return True
    if len(text) > _LONGEST_OF_SEVERAL:
        return False
    words = _stripped(text)
    if len(words) <= _LONGEST and _is_one(words, known):
        return True
    sentences = (_stripped(one) for one in _SENTENCE.split(text))
    return bool(words) and all(_is_one(one, known) for one in sentences if one)


def _is_one(sentence: str, known: re.Pattern[str]) -> bool:
    if len(sentence) > _LONGEST_SENTENCE:
        return False
    return bool(known.fullmatch(sentence) or _FURTHER.fullmatch(sentence))


def _stripped(text: str) -> str:
    return " ".join(text.strip(AROUND_NOTICE).split())

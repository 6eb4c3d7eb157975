"""Words of menus, buttons and feet: names of sections and of languages, "Home", "Share".

Some of them can be headlines or text, too, so a line of them is left out only beside others.
"""

import re
from collections.abc import Iterable

_LANGUAGES = (
    r"english|korean|chinese|japanese|russian|spanish|french|german|arabic|조선어|조선말|한국어|우리말"
    r"|中文|中国语|中國語|汉语|日本語|日本语|русский|español|français|deutsch|العربية"
)
LANGUAGE = f"(?:{_LANGUAGES})"
HOME = (
    "(?:home ?page|home|홈페지|홈|첫페지|首页|首頁|ホーム|トップ|главная|inicio|accueil|startseite)"
)
SHARE = (
    r"(?:share|tweet|print|e-?mail|save|report|listen|copy link|facebook|twitter|telegram|whatsapp"
    r"|linkedin|reddit|pinterest|kakaotalk|line|vk)"
)
# Sentences that a site says about itself, above the headline.
NOTICE = re.compile(
    r"\b(?:cookies?|javascript|browser|subscrib|newsletter|this (?:site|page|website))",
    re.IGNORECASE,
)
_LEADER = (
    r"(?:(?:respected |dear )?(?:comrade |marshal )?kim (?:jong (?:un|il)|il sung)"
    r"|(?:supreme |great )?leader|wpk general secretary)"
)
BUTTON = (
    r"(?:home|news|photos?|videos?|movies?|music|mobile|login|log ?in|sign (?:in|up)|register"
    r"|subscribe|donate|contact(?: us)?|about(?: us)?|archives?|rss|faq|help|links?|back"
    r"|prev(?:ious)?|next|list|top|close|advertisement|article|view|detail|latest|headlines|press"
    rf"|newsletter|(?:top|latest|breaking|all|more) news|{SHARE}|{LANGUAGE}|홈|첫페지|메뉴|검색"
    r"|목록|공유|인쇄|뉴스|首页|新闻|搜索|分享|打印|ホーム|ニュース|検索|меню|главная|новости|поиск|inicio"
    r"|noticias|menú|buscar|accueil|actualités|imprimer|(?:www\.)?kcna\.kp|kcna watch)"
)
_SECTIONS = (
    rf"{HOME}|menu|search|site ?map|past news|for spanish-speaking people|politics|economy|culture"
    r"|society|tourism|travel|international|world|sports?|science|technology|education|health"
    r"|history|art|arts|literature|magazines?|books?|newspapers?|publications?|documents?"
    r"|statements?|speeches|editorials?|commentar(?:y|ies)|opinion|features?|special|weather"
    r"|programmes?|programs?|broadcast|gallery|multimedia|media center|media|shop|events?"
    r"|reunification|human rights|foreign policy|external relations|inter-korean relations|notice"
    r"|download"
    rf"|(?:{_LEADER}(?:['’]s)?|revolutionary)(?: revolutionary)? activit(?:y|ies)|{_LEADER}"
    r"|(?:경애하는 |위대한 )?(?:김정은동지|총비서동지|수령님들?|장군님)(?:의)?"
    r"(?: ?혁명활동(?:소식|보도)?)?|혁명활동|(?:최신|주요)?소식|(?:최신|주요)보도|보도"
    r"|정치|경제|문화|사회|국제|과학|과학기술|교육|보건|체육|관광|력사"
    r"|음악|영화|도서|잡지|신문|사진|동영상|화보|특집|당보|사설|정론|론평|론설|성명|담화|기사|자료|련재|알림|방송"
    r"|대외관계|조국통일|주체사상|회원가입|가입|로그인|내려받기|설치방법"
    r"|政治|经济|経済|文化|社会|国际|国際|科学|科技|教育|体育|スポーツ|旅游|観光|历史|歴史|音乐|音楽|电影|映画|图书|図書"
    r"|杂志|雑誌|图片|照片|写真|视频|動画|声明|谈话|談話|论评|社论|要闻|专题|下载|登录"
    r"|политика|экономика|культура|общество|спорт|туризм|фото|видео|музыка|журналы|книги|заявления"
    r"|política|economía|cultura|sociedad|deportes?|turismo|fotos?|vídeos?|música|revistas|libros"
    r"|politique|économie|société|sports|tourisme|photos?|musique|livres|revues"
    r"|nachrichten|politik|wirtschaft|kultur|gesellschaft|tourismus|bilder|musik|bücher|sendungen"
)
_WORD = rf"[\[<«]? ?(?:{_SECTIONS}|{BUTTON}) ?[\]>»]?"
# A word is never read in a second way, so that the time is proportional to the length. A comma is
# in a headline: "Science, Education, Health".
_MENU = re.compile(rf"(?>{_WORD}(?:\s?[|>/·•»]\s?|\s|$)){{1,14}}", re.IGNORECASE)
# Below such a line on a blog there are only the beginnings of other articles.
OTHERS = (
    r"related (?:posts?|articles|stories|news|content|topics)\b:?|you (?:may|might) also like:?"
    r"|(?:recent|latest|popular|more) (?:posts?|articles|stories)\b:?"
)
# Lines below an article on pages with a form for replies or with links to share the page.
FOOT = (
    r"(?:leave|post|add) a (?:reply|comment).{0,60}|cancel reply|(?:no|\d{1,4}) comments?:?"
    r"|\d{1,4} (?:responses?|repl(?:y|ies)|thoughts?)(?: (?:to|on) .{0,120})?"
    r"|your e-?mail address will not be published.{0,60}|this site uses akismet.{0,120}"
    r"|share (?:this|on|to|via)\b.{0,40}|sharedaddy|like this:?|like loading.{0,5}"
    r"|loading(?:\.{3}|…)"
    r"|click to (?:share|email|print) .{0,60}|e-?mail ?this ?blogthis.{0,80}"
    r"|post navigation|(?:previous|next|older|newer) (?:post|article|entry|posts|entries)\b.{0,80}"
    r"|this entry was posted .{0,180}|blog at wordpress\.com.{0,40}"
    r"|(?:proudly )?powered by (?:blogger|wordpress).{0,60}|retrieved from .{0,180}"
    r"|back to top(?: button)?"
    r"|subscribe to:? post comments.{0,20}|%d bloggers like this.{0,10}|trackbacks?.{0,40}"
)
# A heading above links to other articles, below the text.
OTHERS_BELOW = re.compile(
    r"(?:related|recommended|similar)(?: (?:posts?|articles?|stories|news|content|topics|links?))?"
    r" ?[:：]?|(?:see|read) also ?[:：]?|you (?:may|might) also like ?[:：]?"
    r"|(?:recent|latest|popular|more|other|trending|top) (?:posts?|articles|stories|news) ?[:：]?"
    r"|(?:the )?(?:most|best)[ -](?:read|viewed|popular|shared|commented|clicked|visited)"
    r"(?: (?:posts?|articles|stories|news|pages))? ?[:：]?|editor['’]?s (?:picks?|choice) ?[:：]?"
    r"|latest ?[:：]?|trending ?[:：]?|also in (?:this section|the news) ?[:：]?"
    r"|(?:가장 ?)?많이 ?본 ?(?:기사|소식|뉴스|글) ?[:：]?|(?:인기|최신) ?(?:기사|소식|글) ?[:：]?"
    r"|(?:热门|熱門|推荐|最新)(?:新闻|文章|报道|阅读|消息)[:：]?"
    r"|(?:人気|最新|新着|おすすめ)(?:の?記事|ニュース)[:：]?"
    r"|(?:lo|las?|los) más (?:leíd[oa]s?|vist[oa]s?) ?:?|últimas noticias ?:?"
    r"|(?:articles )?(?:les )?plus lus ?:?|dernières (?:nouvelles|actualités) ?:?"
    r"|meist ?gelesen ?:?"
    r"|(?:самое (?:популярное|читаемое)|популярное|последние новости) ?:?"
    r"|(?:관련|련관|다른|최근|추천) ?(?:기사|소식|글)(?:들)? ?[:：]?"
    r"|(?:相关|相關|其他)(?:新闻|文章|报道|阅读|链接)[:：]?"
    r"|関連(?:記事|ニュース)[:：]?|(?:читайте также|по теме|похожие статьи|другие новости) ?:?"
    r"|(?:noticias|artículos) relacionad[ao]s ?:?|articles? (?:liés|similaires) ?:?"
    r"|(?:ähnliche|verwandte) (?:artikel|beiträge) ?:?",
    re.IGNORECASE,
)
# Those of these headings that a text can have, too: "Other news", "More stories".
HEADING_IN_TEXT = re.compile(
    r"(?:recent|latest|popular|more|other|trending|top) (?:stories|news) ?[:：]?"
    r"|latest ?[:：]?|trending ?[:：]?|also in the news ?[:：]?|최신 ?소식 ?[:：]?"
    r"|últimas noticias ?:?|dernières (?:nouvelles|actualités) ?:?"
    r"|(?:популярное|последние новости) ?:?|(?:最新|热门|熱門)(?:新闻|消息|ニュース)[:：]?"
    r"|(?:다른|최근) ?(?:소식|글)(?:들)? ?[:：]?|其他(?:新闻|文章|报道)[:：]?|другие новости ?:?",
    re.IGNORECASE,
)
BYLINE = re.compile(r"(?:by|von|par|por) .{2,60}|(?:.{0,20} )?기자 .{2,20}", re.IGNORECASE)
_HOME = re.compile(rf"[\[<«]? ?(?:{HOME}|menu|메뉴|меню)\b", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s?[|>/·•»\]]\s?\[?")


def is_menu(text: str) -> bool:
    """Return True if a line has only words of menus: "Photo", "Home | Politics | Books"."""
    return len(text) <= 200 and _MENU.fullmatch(text) is not None


def count_items(texts: Iterable[str]) -> int:
    """Return how many items of a menu are in lines that are menus."""
    return sum(len([part for part in _SEPARATOR.split(text) if part]) for text in texts)


def begins_with_home(text: str) -> bool:
    """Return True if a line begins with the link to the first page of a site, or with a menu."""
    return _HOME.match(text) is not None

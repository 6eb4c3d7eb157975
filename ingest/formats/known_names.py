"""The names that people give to the values of an article, in the languages of the field.

Case, spaces, hyphens and underscores do not matter (`field_names.name_key`).
"""


def _listed(names: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in names.split(","))


FIELDS = {
    "title": _listed("""
        title, headline, heading, article title, news title, subject, 제목, 기사제목, título,
        titulo, titre, titel, titolo, überschrift, название, 標題, 표제, 기사명, заголовок,
        标题, 題名, 見出し, art title, headline text, title text, heading text, post title,
        web title, item title, document title, doc title, story title, story headline,
        main title, main headline, news headline, article headline, article heading,
        title of article, title of the article, article name, h1, hed, head, dc title, 뉴스제목,
        글제목, 타이틀, 題目, 题目, 文章标题, 新闻标题, 文章標題, 新聞標題, タイトル,
        記事タイトル, 記事名, titular, encabezado, título del artículo, título de la noticia,
        titre de l'article, titre article, intitulé, schlagzeile, artikeltitel,
        titel des artikels, заголовок статьи, заголовок новости, название статьи,
        título da notícia, manchete, original title, title original, og title, meta title,
        headline title, dublin core title, 원제목, العنوان, عنوان, عنوان الخبر, عنوان المقال,
        headlines basic
    """),
    "date": _listed("""
        published, publication date, published date, date published, pub date, published at,
        published on, publish date, publish time, published time, date of publication, date,
        article date, issue date, post date, posted, posted on, datetime, timestamp, day,
        news date, date posted, date issued, date of issue, release date, 보도일자, 보도날짜,
        게재일자, 게재날짜, 발행일자, 작성일, 작성일자, 등록일, 기사일자, 날자,
        fecha de publicación, fecha de publicacion, fecha publicación, date de publication,
        date de parution, date publication, veröffentlicht, veröffentlichungsdatum,
        erscheinungsdatum, publikationsdatum, publié le, дата публикации, опубликовано,
        发布日期, 发布时间, 發布日期, 发表日期, 日時, 掲載日, 公開日, 配信日, 発行日,
        data de publicação, 날짜, 일자, 게재일, 발행일, 보도일, fecha, datum, дата, 日期, 日付,
        date publish, first published, first published at, first publication date,
        web publication date, display date, seen date, publication datetime, publish datetime,
        published datetime, publication time, publish at, pub time, publication day,
        day of publication, published utc, published timestamp, date of article,
        date of the article, article published, article published time, posting date, posted at,
        posted date, issued, issued on, print date, air date, broadcast date, iso date,
        date iso, original date, original publication date, dateline date, dt, ymd, dc date,
        dublin core date, date kst, date of pub,
        게시일, 게시일자, 게시일시, 게시날짜, 입력일, 입력일자, 입력일시, 등록일자, 등록일시,
        작성일시, 작성날짜, 일시, 보도일시, 기사날짜, 뉴스일자, 발행날짜, 발간일, 발표일,
        기사입력, 出版日期, 出版时间, 发表时间, 發表日期, 發表時間, 發布時間, 發佈日期, 发布于,
        刊登日期, 刊发日期, 刊载日期, 报道日期, 報道日期, 报道时间, 新闻日期, 发稿时间,
        公開日時, 配信日時, 掲載日時, 投稿日, 投稿日時, 発表日, 発表日時, 報道日, 記事日付,
        fecha_publicacion, fecha de la noticia, fecha del artículo, fecha de emisión, publicado,
        publicado el, date de diffusion, date de l'article, date parution, paru le, publié,
        veröffentlicht am, publiziert, publiziert am, erschienen, erschienen am,
        datum der veröffentlichung, artikeldatum, дата выхода, дата новости, дата статьи,
        дата выпуска, дата издания, дата размещения, дата и время, время публикации,
        опубликован, опубликована, data di pubblicazione, data pubblicazione, data publicação,
        publicado em, news time, doc date, document date, date pub, التاريخ, تاريخ, تاريخ النشر
    """),
    "source": _listed("""
        source, outlet, publisher, publication, newspaper, media, medium, site, site name,
        source name, news source, news outlet, publisher name, journal, media outlet,
        media name, media source, outlet name, publication name, newspaper name, source outlet,
        article source, 매체명, 신문사, 언론, 보도매체, medio, medio de comunicación, periódico,
        journal name, média, zeitung, издание, газета, сми, 來源, 媒體, 媒体名, 新聞, 出典,
        fonte, 출처, 매체, 언론사, 신문, fuente, quelle, источник, 来源, 媒体,
        publication title, origin title, container title, pub title, source title,
        newspaper title, press name, paper name, source site, source website, news site, 신문명,
        신문사명, 언론사명, 매체이름, 출처명, 언론매체, 발행처, 발행사, 新聞名, 新聞社,
        新聞社名, 掲載紙, メディア, 情報源, 発行元, 報紙, 报纸, 报纸名, 报纸名称, 报社,
        媒体名称, 媒體名稱, 来源媒体, 來源媒體, 来源网站, 新闻来源, 新聞來源, 文章来源,
        信息来源, fuente de la noticia, nombre del medio, diario, publicación, nom du journal,
        titre du journal, éditeur, zeitungsname, publikation, medienname, herausgeber,
        название издания, название сми, источник новости, jornal, veículo, testata, giornale,
        doc source, document source, name of newspaper, name of the newspaper,
        published by, dublin core publisher, newspaper agency, press, paper, channel, المصدر,
        مصدر, الصحيفة, الوكالة
    """),
    "url": _listed("""
        url, link, href, permalink, web address, address, article url, news url, original url,
        source url, canonical url, page url, original link, uri, index link, web url, 링크,
        주소, 원문링크, enlace, 链接, lien, web link, article link, news link, source link,
        page link, link url, link to article, final url, canonical, canonical link,
        permalink url, 원문주소, 기사주소, 기사링크, 网址, 網址, 連結, 鏈接, 链接地址, 原文链接,
        原文連結, リンク, 記事url, ссылка, адрес, enlace original, lien de l'article,
        adresse web, webadresse
    """),
    "text": _listed("""
        text, content, body, full text, article text, article body, article content, body text,
        main text, news text, news content, story, paragraphs, contents, plain text, raw text,
        transcript, 본문, 내용, 기사본문, 본문내용, 기사내용, texto, contenido, cuerpo, texte,
        текст, 正文, 本文, 内容, 內容, содержание, текст статьи, contenu, corps, inhalt,
        volltext, testo, conteúdo, content text, content content, summary content, body plain,
        content html, body html, text html, article html, html,
        text of article, text of the article,
        story text, story body, text content, text body, post content, page content, self text,
        content encoded, full article, article full text, full content, full body, whole text,
        complete text, full text of article, full text of the article, statement text,
        speech text, transcription, 텍스트, 원문내용, 기사본문전체, news body, news article,
        document text,
        doc text, body content,
        main content, main body, txt, 기사원문, 기사전문, 원문, 전문, 뉴스본문, 뉴스내용,
        글내용, 본문텍스트, 기사텍스트, 內文, 内文, 全文, 文章内容, 文章內容, 文章正文,
        新闻内容, 新聞內容, 新闻正文, 正文内容, 报道内容, 报道全文, 記事本文, 記事全文,
        記事内容, texto completo, texto íntegro, texto del artículo, texto de la noticia,
        cuerpo del texto, cuerpo de la noticia, contenido completo, texte intégral,
        texte integral, texte complet, texte de l'article, corps du texte, corps de l'article,
        contenu complet, artikeltext, wortlaut, text des artikels, haupttext, gesamttext,
        artikelinhalt, полный текст, текст новости, текст публикации, основной текст,
        тело статьи, содержимое, testo completo, testo articolo, texto da notícia,
        conteúdo completo, item text, page text, النص, نص, نص المقال,
        نص الخبر, المحتوى, 記事, item type metadata text, ocr text, text ocr
    """),
    "language": _listed("""
        language, lang, in language, language code, locale, lengua, 언어, idioma, langue,
        sprache, язык, 语言, 言語, lang code, 언어코드, 语种, 語種, 語言, 言語コード,
        язык статьи, lingua, língua
    """),
    "section": _listed("""
        section, category, rubric, column, desk, section name, article section, categories,
        분류, 섹션, sección, rubrik, рубрика, 카테고리, 版面, 版, 栏目, 欄目, 分類, 分类,
        カテゴリ, カテゴリー, セクション, раздел, категория, categoría, categoria, rubrique,
        ressort, kategorie
    """),
    "topic": _listed("""
        topic, topics, theme, tag, tags, keywords, 주제, 키워드, 关键词, 關鍵詞, キーワード,
        主题, 主題, тема, ключевые слова, tema, palabras clave, sujet, mots clés, thema,
        schlagwörter
    """),
    "byline": _listed("""
        byline, author, authors, writer, reporter, by, author name, journalist, 기자, 저자,
        글쓴이, autor, auteur, verfasser, автор, 作者, 記者, author names, written by, creator,
        dc creator, byline text, 기자명, 작성자, 記者名, 執筆者, 著者, 撰文, 撰稿人,
        автор статьи, корреспондент, autores, redactor, auteurs, journaliste, autorin, redakteur
    """),
    "saved": _listed("""
        saved, retrieved, accessed, scraped, crawled, downloaded, captured, saved at, saved on,
        retrieved at, retrieved on, access date, accessed on, accessed at, scraped at,
        date scraped, scrape date, crawl date, crawled at, date accessed, date retrieved,
        retrieval date, download date, fetched, fetched at, captured at, date saved,
        access time, retrieval time, crawl time, crawled on, crawled date, date crawled,
        scraped on, scraped date, scrape time, downloaded at, date downloaded, download time,
        수집일, 수집일자, 수집일시, 수집날짜, 采集时间, 采集日期, 抓取时间, 抓取日期, 取得日,
        取得日時, 収集日, дата сбора, дата обращения, дата скачивания, fecha de acceso,
        fecha de consulta, consultado el, consulté le, date de consultation, abgerufen am,
        abrufdatum, zugriffsdatum
    """),
    "subtitle": _listed("subtitle, subheadline, subheading, deck"),
    "lead": _listed("""
        lead, standfirst, intro, lead paragraph, lede, first paragraph, 리드, 리드문,
        entradilla, chapeau, chapô, vorspann, лид, 导语, リード文, 導語, вводка, bajada, copete,
        introtext, hometext
    """),
    "agency": _listed("agency, news agency, wire, credit"),
    "id": _listed("id, article id, news id, uuid, guid, slug"),
}
"""A dict from each field to the names that people give to it; the first name is tried first."""

IN_TABLES = {
    "title": _listed("name, hd, hl"),
    "date": _listed("data, pd"),
    "source": _listed("provider, domain, website, feed, origin, sn, src, support"),
    "text": _listed("article, document, doc, speech, statement, 기사, 記事, artikel, td"),
    "lead": _listed("lp"),
}
"""Names that mean a field only in a table. In JSON, other objects often have them.

The names with two letters are those of Factiva.
"""

LOOSE = frozenset(
    _listed("""
        timestamp, day, datetime, date time, original date, dt, subject, heading, head,
        original title, title original, og title, meta title, name, media, medium, site,
        journal, domain, channel, provider, website, feed, origin, contents, story, transcript,
        raw text, html, summary content, content html, body html, text html, article html, 원문,
        전문, document, message, press, paper, transcription, speech, statement, 원제목
    """)
)
"""Names that often mean something else beside a more usual name of their field."""

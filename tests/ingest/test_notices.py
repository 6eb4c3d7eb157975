"""Tests of the notices that crawls keep in the place of a text."""

import pytest

from ingest.formats.no_text import why_no_text


@pytest.mark.parametrize(
    "text",
    [
        "Page not found\nPlease try again later",
        "Just a moment... Checking your browser before accessing example.org.",
        "Attention Required! | Cloudflare. Sorry, you have been blocked.",
        "Please complete the security check to access example.org. Ray ID: 7c1",
        "불법·유해 정보(사이트)에 대한 차단 안내. 접속이 차단되었음을 알려드립니다.",
        "요청하신 페이지를 찾을 수 없습니다.",
        "존재하지 않는 게시물입니다.",
        "서비스 점검 중입니다.",
        "Service Temporarily Unavailable. The server is temporarily unable to service.",
        "HTTP Error 503. The service is unavailable.",
        "The requested URL /news/7 was not found on this server.",
        "The page you are looking for does not exist or has been moved.",
        "The article you requested has been removed.",
        "We can't find the page you're looking for. Learn more",
        "You need to log in to read this article.",
        "You must be logged in to view this page. Already a member? Log in.",
        "You have reached your limit of free articles.",
        "Hrm. The Wayback Machine has not archived that URL.",
        "This URL has been excluded from the Wayback Machine.",
        "Our systems have detected unusual traffic from your computer network.",
        "I'm sorry, but I cannot access this website.",
        "As an AI language model, I can't browse the internet.",
        "Unfortunately, I am unable to open the link that you gave.",
        "I do not have access to the text of this article.",
        "We use cookies to improve your experience. Accept all cookies",
        "We use cookies and data to run the site. Accept all or reject all. Privacy policy",
        "Before you continue to Example",
        "Text not available in English.",
        "This article is only available in Korean.",
        *("(사진)", "[사진 3장]", "【写真】", "(фото)", "This domain is for sale!"),
        *("您访问的页面不存在。", "抱歉，您要找的文章已被删除。", "该页面不存在"),
        *("お探しのページは見つかりません。", "申し訳ございません。ページは移動しました。"),
        *("No se encontró la página.", "Lo sentimos, la página que busca no existe."),
        *("La page demandée n'existe pas.", "Die angeforderte Seite existiert nicht."),
        *("Запрашиваемая страница не найдена.", "К сожалению, такой страницы не существует."),
        "Доступ к сайту ограничен по решению суда.",
        "This site can’t be reached. example.org took too long to respond.",
    ],
)
def test_notices_are_recognised(text: str) -> None:
    assert why_no_text(text) not in ("",)


@pytest.mark.parametrize(
    "text",
    [
        "The document was found in a tomb at Kaesong.",
        "The site was moved to Wonsan in spring.",
        "The page of history was turned, and it cannot be turned back.",
        "You need to oil a mill twice a year.",
        "I cannot read the letter of my son without tears.",
        "We use cookies of millet flour as bait. The carp like them.",
        "Access denied. The guards of the mill rested nevertheless.",
        "Just a moment was enough to paint the gate.",
        "The service was unavailable for a day because the ferry was painted.",
        "A moment of rest. Page after page was read by the light of a lamp.",
        "The website of the mill cannot be opened from abroad, its owner said on Monday.",
        "사진전람회가 개막되였다.",
        "공장의 문을 찾을 수 없을만큼 안개가 짙었다.",
        "写真展が開幕した。",
        "このページは水車の歴史を語る。",
        "视频会议在平壤举行。",
        "La página más bella de su vida se escribió en el molino.",
        "Страница истории перевёрнута.",
        "Sorry was the state of the mill. " * 20,
    ],
)
def test_short_texts_are_no_notices(text: str) -> None:
    assert not why_no_text(text)

"""The page of the articles that are most similar to an article."""

from django.http import HttpRequest, HttpResponse

from archive.models.addresses import address_of
from archive.search import find_similar
from archive.views.article import find_public_article
from archive.views.parts.article_rows import rows_on_page
from archive.views.public_page import Answers, Head, IndexUse, public_page, render_page


@public_page(IndexUse.REQUIRED)
def list_similar(request: HttpRequest, answers: Answers, pk: int) -> HttpResponse:
    """Show up to 20 articles whose words are most similar to those of article `pk`."""
    article = find_public_article(pk)
    results = answers.note(find_similar(article.pk, article.title, article.body))
    head = Head(
        title=f"Articles similar to “{article.title}”",
        description="The articles that share the most characteristic words with this article.",
        path=address_of("article-similar", article.pk),
        section="articles",
    )
    context = {"article": article, "rows": rows_on_page(request, results.ids), "ids": results.ids}
    return render_page(request, "similar.html", head, context)

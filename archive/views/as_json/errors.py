"""Why there is no answer, as JSON: the sentences of the error pages."""

from archive.api.values import Error, WrongValue
from archive.views.as_json.page_values import PageValues

BAD_REQUEST = "The address or the host name of this request is not valid."
GONE = "It was in the archive, but is no longer shown."


def wrong_values(page: PageValues) -> Error:
    """Return the error about values in the address that are not valid."""
    wrong = [
        WrongValue(sentence=error.sentence, url_without=page.addresses.json(error.drop_url))
        for error in page["errors"]
    ]
    return Error(
        status=page.status,
        title=page.title,
        message=" ".join(error.sentence for error in wrong),
        wrong_values=wrong,
    )


def not_found(page: PageValues) -> Error:
    """Return the error about an address that has no page."""
    last = page.addresses.json(page["last_url"])
    return Error(status=page.status, title=page.title, message=page["message"], url=last)


def read_only(page: PageValues) -> Error:
    """Return the error about a method that would change something."""
    message = f"It answers only GET and HEAD requests, not {page['method']}."
    return Error(status=page.status, title=page.title, message=message)


def withdrawn(page: PageValues) -> Error:
    """Return the error about a withdrawn article or saved file, with the reason of staff."""
    return Error(status=page.status, title=page.title, message=page["reason"] or GONE)


def too_large(page: PageValues) -> Error:
    """Return the error about a request with a large body."""
    message = f"This address accepts at most {page['limit']} MB in one request. Nothing was stored."
    return Error(status=page.status, title=page.title, message=message)


def unavailable(page: PageValues) -> Error:
    """Return the error about an index or a disk that cannot be used at the moment."""
    return Error(status=page.status, title=page.title, message=page["reason"])


def bad_request() -> Error:
    """Return the error about a request that Django rejects, such as one with an unknown host."""
    return Error(status=400, title="Bad request", message=BAD_REQUEST)

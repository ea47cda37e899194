"""Pages: templates with everything escaped, in the one frame of the site.

Whatever is put into a template is text: Jinja escapes it, and what no page may hold (control characters, marks
that turn the direction of writing) is replaced before. A template needs no script, and no style of its own: the
Content-Security-Policy of `outer` allows none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from ..description import LICENCE, RIGHTS
from ..printable import printable
from .interface import ServerError
from .respond import about_data, engines_of, settings_of

HTML = "text/html"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_text,
    )
    environment.filters["close"] = _close
    return environment


def _close(words: str) -> str:
    """Words of a report with one empty line at most where it leaves several."""
    return re.sub(r"\n\s*\n", "\n\n", words)


def _text(value: object) -> object:
    """A value as it may stand on a page; nothing for None."""
    if value is None:
        return ""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def rendered(
    request: Request, template: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: object
) -> Response:
    """A page.

    Every template can use ``url(path)``, the address of a page of this server, whose path begins with a slash;
    `values` may name the ``here`` of the navigation.

    Args:
        request: what is answered.
        template: its file in ``templates``, which extends ``base.html``.
        status: of HTTP.
        headers: besides those that say which data the page is made of.
        values: for the template.
    """
    engines, base_path = engines_of(request), settings_of(request).base_path
    ready = {
        "url": lambda path: base_path + path,
        "here": "",
        "licence": LICENCE,
        "rights": RIGHTS,
        "version": engines.version,
        "published": engines.published,
        **values,
    }
    content = _environment().get_template(template).render(ready)
    return Response(content, status, {**about_data(request), **(headers or {})}, HTML)


def error_page(request: Request, error: ServerError, headers: Mapping[str, str]) -> Response:
    """A refusal as a page."""
    heading = HTTPStatus(error.status).phrase.capitalize()
    return rendered(
        request,
        "error.html",
        status=error.status,
        headers=headers,
        heading=heading,
        sentence=str(error),
        retry_after=error.retry_after,
    )

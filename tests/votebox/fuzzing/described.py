"""What Schemathesis makes of votebox's own OpenAPI document: requests that it allows, and others."""

from typing import Any

import requests
import schemathesis
from hypothesis import strategies as st
from requests.adapters import HTTPAdapter
from schemathesis import Case as _Case
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from urllib3 import Retry

from tests.votebox.fuzzing.exchange import Answer, Request
from tests.votebox.fuzzing.votes import Strategy
from tests.votebox.sharing import PAGES
from votebox import openapi

Case = _Case[Any]

# A schema does not say how many bytes a body may have.
_OF_DATA: list[Any] = [negative_data_rejection, positive_data_acceptance]

_PAGE = "en/order-status"
"""A page that has all statuses of the site."""


def _document() -> dict[str, Any]:
    """Return the document with a page and its statuses, which are the site's and not in it."""
    document = openapi.document()
    vote, form = (document["components"]["schemas"][name] for name in ("Vote", "Form"))
    for known in (vote, form):
        known["properties"]["page"]["enum"] = [_PAGE]
    for status in (vote["properties"]["status"], form["then"]["properties"]["status"]):
        status["anyOf"][0]["enum"] = PAGES[_PAGE]["statuses"]
    return document


_SCHEMA = schemathesis.openapi.from_dict(_document())
_VOTE = _SCHEMA["/votes"]["POST"]

CASES: Strategy[Case] = st.one_of(
    _VOTE.as_strategy(generation_mode=GenerationMode.POSITIVE),
    _VOTE.as_strategy(generation_mode=GenerationMode.NEGATIVE),
)
"""Votes that the document allows, and some that it does not."""

OTHERS: Strategy[Case] = st.one_of(
    _SCHEMA["/votes"]["OPTIONS"].as_strategy(),
    *(_SCHEMA[path]["GET"].as_strategy() for path in ("/health", "/ready", "/metrics")),
)
"""Everything else that can be asked, which is little."""


class Described:
    """Sends what Schemathesis made, and has it look at the answers."""

    def __init__(self, host: str, port: int) -> None:
        self._address = f"http://{host}:{port}"
        self._session = requests.Session()
        # A server may close a connection at the moment at which it is used again.
        self._session.mount("http://", HTTPAdapter(max_retries=Retry(1, allowed_methods=None)))

    def close(self) -> None:
        """Let the connection go."""
        self._session.close()

    def exchange(self, case: Case) -> tuple[Request, Answer]:
        """Send a case; return it as a request, and the answer.

        Raises:
            FailureGroup: The answer is not as the document has it, or one that should be refused is taken.
        """
        response = case.call(self._address, self._session, allow_redirects=False)
        case.validate_response(response, excluded_checks=_OF_DATA if response.status_code == 413 else None)
        answer = Answer(
            status=response.status_code,
            headers=tuple((name, value) for name, values in response.headers.items() for value in values),
            body=response.content,
        )
        form = case.media_type is not None and "form" in case.media_type
        filled = isinstance(case.body, dict) and bool(case.body.get("website"))
        return Request(data=b"", method=case.method, path=case.path, form=form, trapped=filled), answer

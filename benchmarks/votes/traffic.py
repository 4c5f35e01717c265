"""What is sent, request by request, and what its answers mean."""

import itertools
import json
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.common import languages

REVISIONS = [f"{number:012x}" for number in range(0x5F2C9A1B03DE, 0x5F2C9A1B03DE + 4)]
PAGES = [f"{language['locale']}/page-{number}" for language in languages() for number in range(10)]
STATUSES = ["pending", "processing", "payment-received", "packaging", "shipped", "cancelled"]
"""What the votebox has to know: ten pages in each of our languages, and the statuses on each of them."""

COMMENTS = 200
"""How many comments Isso must have: it takes 142 votes on each at most, hence 28,400 on all of them."""

_REASONS = ["not-found", "hard-to-understand", "out-of-date", "wrong", "translation"]
_SENTENCES = [
    "I only want to know where my parcel is; this page has everything but that.",
    "Mein Paket hängt seit Tagen fest und hier steht nichts dazu. Meine Nummer: +49 30 901820.",
    "Я не понял, что значит «комплектуется», и сколько ещё ждать.",
    "لم أجد كم يوما يستغرق الدفع بالتحويل البنكي.",
    "注文番号を入力する場所がわかりません。",
    "¿Por qué no puedo cancelar? Escríbanme a ana.lopez@example.com, por favor.",
    "La traduction est maladroite : « emballage » n'est pas un statut.",
    "הטלפון בדף לא עונה.",
    "Ok.",
]


@dataclass(frozen=True, kw_only=True)
class Traffic:
    """Requests without an end, and the word for each answer."""

    requests: Iterator[bytes]
    outcome: Callable[[int, bytes], str] = lambda status, _: str(status)


def votes(path: str = "/votes") -> Traffic:
    """Return votes that all say the same, each with an id of its own."""
    vote = {"page": PAGES[0], "revision": REVISIONS[0], "helpful": "yes"}
    first, last = _post(path, json.dumps({"id": "0" * 36, **vote}).encode()).split(b"0" * 36)
    return Traffic(requests=(b"%s%s%s" % (first, _new_id(), last) for _ in itertools.repeat(None)))


def noop() -> Traffic:
    """Return the same requests for the route that does nothing with them."""
    return votes("/noop")


def readers() -> Traffic:
    """Return votes as readers give them: on each page at each revision, each from a network of its own.

    Four of five say Yes. Those who say No name a reason (70 %), a status that they were looking for (60 %)
    and write a comment (25 %). The choices are the same in each run; the ids are not.
    """
    return Traffic(requests=map(_from_reader, itertools.repeat(random.Random(1)), itertools.count()))


def likes() -> Traffic:
    """Return votes for Isso: on its comments in turn, each from a network of its own.

    Isso looks at the first three numbers of an address alone. It answers 200 to a vote that it does not
    store, too, and then with a message.
    """
    return Traffic(requests=map(_like, itertools.count()), outcome=_liked)


TRAFFICS = {"votes": votes, "noop": noop, "readers": readers, "likes": likes}
GOOD = {"votes": "201", "noop": "204", "readers": "201", "likes": "200"}
"""The answer that each of them wants."""


def network(number: int) -> str:
    """Return an address in the /24 network of a number below 12 million; each number has another one."""
    return f"{11 + (number >> 16)}.{number >> 8 & 255}.{number & 255}.7"


def _from_reader(choose: random.Random, number: int) -> bytes:
    vote: dict[str, str] = {"id": _new_id().decode(), "page": choose.choice(PAGES)}
    vote["revision"] = choose.choice(REVISIONS)
    vote["helpful"] = "yes" if choose.random() < 0.8 else "no"
    if vote["helpful"] == "no":
        vote |= _details(choose)
    body = json.dumps(vote, ensure_ascii=False).encode()
    return _post("/votes", body, {"x-forwarded-for": network(number), "user-agent": f"Reader/{number % 97}"})


def _details(choose: random.Random) -> dict[str, str]:
    details = {}
    if choose.random() < 0.7:
        details["reason"] = choose.choice(_REASONS)
    if choose.random() < 0.6:
        details["status"] = choose.choice(STATUSES)
    if choose.random() < 0.25:
        details["comment"] = " ".join(choose.sample(_SENTENCES, choose.choice((1, 1, 2, 3))))
    return details


def _like(number: int) -> bytes:
    return _post(f"/id/{number % COMMENTS + 1}/like", b"", {"x-forwarded-for": network(number)})


def _liked(status: int, body: bytes) -> str:
    return "not stored" if status == 200 and b'"message"' in body else str(status)


def _new_id() -> bytes:
    key = os.urandom(16).hex()
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}".encode()


def _post(path: str, body: bytes, more: dict[str, str] | None = None) -> bytes:
    headers = {"host": "127.0.0.1", "content-type": "application/json", "user-agent": "benchmark"}
    headers |= {"content-length": str(len(body)), **(more or {})}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + body

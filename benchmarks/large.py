"""A large project: the shop's, with 500 statuses and stages more, translated into each of its languages."""

import datetime
import itertools
import random
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog as Gettext

from statusbook.catalogs import locales_of, merge, read_catalog, write_catalog
from statusbook.checks.glossary import read_glossary
from statusbook.extract import extract
from statusbook.history import SOURCES
from statusbook.load import load
from statusbook.messages import DOMAIN, catalog_path, strings

THINGS = (
    "address appointment carton contract customs deposit document gift invoice item label message order "
    "parcel payment pickup receipt refund return voucher"
)
DONE = (
    "accepted announced approved archived assigned booked checked closed collected confirmed corrected "
    "counted handled matched opened printed received reserved sorted stored"
)
NAMES = [f"{thing} {done}" for thing, done in itertools.product(THINGS.split(), DONE.split())]
"""One for each status that is added; an order goes through them in this order."""

STAGED = 8
"""Every eighth of them has two stages, so that the 400 are 500 statuses with their stages."""

GROUP = 10
"""So many statuses in a row share a processing time and an action."""


def copy(project: Path, folder: Path) -> None:
    """Copy what holds the words of a project."""
    for name in SOURCES:
        source, target = project / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)


def make_large(shop: Path, folder: Path) -> None:
    """Write the large project into a folder; the shop's statuses follow upon those that are added."""
    copy(shop, folder)
    path, groups = folder / "statuses.yaml", range(0, len(NAMES), GROUP)
    ids = [*map(_id, NAMES), str(load(path).statuses[0].id)]
    more: dict[str, list[str]] = {
        "times": [_time(number) for number in groups],
        "actions": [_action(number) for number in groups],
        "statuses": [_status(number, then) for number, then in enumerate(ids[1:])],
    }
    text = path.read_text(encoding="utf-8")
    for section, entries in more.items():
        text = text.replace(f"\n{section}:\n", f"\n{section}:\n{''.join(entries)}", 1)
    path.write_text(text, encoding="utf-8")
    _translate(folder)


def edit(path: Path) -> None:
    """Change ten lines of a `statuses.yaml`: three times, five sentences, other names of two statuses."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"(at_most: )\d+( hours)", r"\g<1>72\2", text, count=3)
    text = re.sub(r"(meaning: .*)", r"\1 This is new.", text, count=5)
    text = re.sub(r"aliases: \[.*\]", "aliases: [Another name]", text, count=2)
    path.write_text(text, encoding="utf-8")


def _id(name: str) -> str:
    return name.replace(" ", "-is-")


def _time(number: int) -> str:
    return f"""\
  until-{_id(NAMES[number])}:
    label: Time until the {NAMES[number]}
    at_most: {number // GROUP + 1} hours
"""


def _action(number: int) -> str:
    return f"""\
  ask-about-{_id(NAMES[number])}:
    label: Ask about the {NAMES[number]}
    does: Asks us why you cannot see the {NAMES[number]} in the list of your orders yet.
    link: my-orders
    after: {_id(NAMES[number])}
"""


def _status(number: int, then: str) -> str:
    name, shared = NAMES[number], _id(NAMES[number - number % GROUP])
    written = f"""\
  {_id(name)}:
    label: {name.capitalize()}
    meaning: We have the {name}, as you wanted it to be, and we get everything ready for what comes next.
    aliases: [Your {name} now]
    next: [{then}]
    times: [until-{shared}]
    actions: [ask-about-{shared}]
"""
    if number % 2:
        amount = f"{{until-{shared}:within}}"
        written += f"    details: You hear from us {amount}. If not, press *Track* for the {name}.\n"
    if number % STAGED == 0:
        written += _stages(name)
    return written


def _stages(name: str) -> str:
    return f"""\
    stages:
      {_id(name)}-in-part:
        label: Some {name}
        meaning: A part of the {name} is with us, and we wait for the other one.
        next: [{_id(name)}-in-full]
      {_id(name)}-in-full:
        label: Every {name}
        meaning: All of the {name} is with us, and we look at it once more.
"""


def _translate(folder: Path) -> None:
    template, glossary = extract(load(folder / "statuses.yaml"), folder), read_glossary(folder / "locales")
    write_catalog(folder / "locales" / f"{DOMAIN}.pot", template)
    for tag in locales_of(folder):
        path = catalog_path(folder / "locales", tag)
        catalog = merge(read_catalog(path, tag), template, datetime.date.min)
        terms = {english: forms[tag][0] for english, forms in glossary.terms.items()}
        words = _words(catalog)
        for entry in catalog:
            if entry.id and not entry.string:
                entry.string = _in_other_words(str(entry.id), words, terms)
        write_catalog(path, catalog)


def _words(catalog: Gettext) -> list[str]:
    """Words of a language, out of the texts that are translated."""
    texts = (str(text) for entry in catalog if entry.id for text in strings(entry))
    return sorted({word for text in texts for word in re.findall(r"[^\W\d_]{2,}", text.casefold())})


def _in_other_words(english: str, words: Sequence[str], terms: Mapping[str, str]) -> str:
    """Amounts stay as they are, terms are the glossary's, and other words are any of `words`."""
    fresh = iter(random.Random(english).sample(words, len(english)))

    def other(found: re.Match[str]) -> str:
        if found[1]:
            return f"*{terms[found[1]]}*"
        return found[0] if found[0].startswith("{") else next(fresh)

    return terms.get(english) or re.sub(r"\{[^}]*\}|\*([^*]+)\*|[^\W\d_]+", other, english)

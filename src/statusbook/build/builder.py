"""A whole build, from the project's folder to the site's."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from mkdocs import utils
from mkdocs.commands.build import _build_theme_template
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from statusbook import search
from statusbook.build.crew import Crew
from statusbook.build.memo import keep
from statusbook.build.plan import HOOK, Plan, hook
from statusbook.build.version import version
from statusbook.build.worker import Worker, navigation
from statusbook.checks.rules import check_rules
from statusbook.edition import Edition
from statusbook.extract import english_texts
from statusbook.history import LastChanges
from statusbook.load import load
from statusbook.precompress import texts_below
from statusbook.problems import InvalidInputError, Problems, StatusbookError
from statusbook.site import ENGLISH, Gathered, Site

_T = TypeVar("_T")

_PLUGINS = {"i18n", HOOK}


def build(root: Path, folder: Path, jobs: int, cache: Path | None = None) -> None:
    """Builds the help centre in `root`, with the bytes that ``mkdocs build --strict`` would write.

    Args:
        root: the project's folder, with ``mkdocs.yml``.
        folder: of the site; it is emptied first.
        jobs: how many processes take part.
        cache: the file of what earlier builds made; None to make everything anew.

    Raises:
        InvalidInputError: with every problem in the words.
        StatusbookError: with what MkDocs says is wrong, or when it is set up for more than we can build.
    """
    with _warnings() as counter, _in_words():
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder), strict=True)
        if unknown := set(config.plugins) - _PLUGINS:
            fix = "Have MkDocs build it: make build JOBS=1 CACHE=off"
            raise StatusbookError(f"mkdocs.yml has the plugin “{min(unknown)}”, which we cannot run. {fix}")
        _build(root, folder, config, jobs, cache)
        if counter.counts:
            raise StatusbookError("MkDocs has warned, and with warnings there is no site.")


def _build(root: Path, folder: Path, config: MkDocsConfig, jobs: int, cache: Path | None) -> None:
    config.plugins.on_startup(command="build", dirty=False)
    i18n: Any = config.plugins["i18n"]
    i18n.building = True  # what hooks and static-i18n do around their own loop is done here
    catalog = load(root / "statuses.yaml")
    problems = Problems(check_rules(catalog))
    given = (LastChanges(root).of(ENGLISH), english_texts(catalog, root))
    i18n.current_language = i18n.default_language
    hook(config).prepare(config)
    plan = Plan(config)
    shares = _shares(plan.locales, jobs)
    utils.clean_directory(str(folder))
    with Crew(len(shares), lambda number: Worker(config, plan, catalog, shares[number])) as crew:
        opened = crew.ask(Worker.open, [given] * crew.size)
        problems.extend(problem for _, found in opened for problem in found)
        if problems:
            raise InvalidInputError(problems)
        editions = _in_order(plan.locales, (made for made, _ in opened))
        rendered = crew.ask(Worker.render, [(editions, cache, version(config))] * crew.size)
        _copy_assets(plan)
        _write_sitemap(config, plan)
        if problems := Problems(problem for part in rendered for problem in part.problems):
            raise InvalidInputError(problems)
        gathered = Gathered.together(part.gathered for part in rendered)
        search.build_index(folder)
        site = Site(hook(config).setup(config), catalog, [], editions)
        clothes, votes = site.clothes(gathered), config.extra["votes"]
        pages = list(site.styles(gathered, clothes))
        crew.ask(Worker.dress, [(share,) for share in _dealt(pages, crew.size)])
        site.write_whole(folder, gathered, clothes, votes)
        texts = sorted(texts_below(folder), key=lambda path: path.stat().st_size)
        crew.ask(Worker.compress, [(share,) for share in _dealt(texts, crew.size)])
        if cache is not None:
            learned = crew.ask(Worker.learned, [()] * crew.size)
            keep(cache, learned)


def _shares(locales: Sequence[str], jobs: int) -> list[list[str]]:
    return list(filter(None, _dealt(locales, max(1, min(jobs, len(locales))))))


def _dealt(things: Sequence[_T], hands: int) -> list[list[_T]]:
    """As cards are dealt: every so-many-th to each."""
    return [list(things[number::hands]) for number in range(hands)]


def _in_order(locales: Iterable[str], parts: Iterable[Mapping[str, Edition]]) -> dict[str, Edition]:
    known = {tag: edition for part in parts for tag, edition in part.items()}
    return {tag: known[tag] for tag in locales}


def _copy_assets(plan: Plan) -> None:
    """What pages refer to in ``docs/``; most of it is the same file for every language."""
    copied = set[str]()
    for files in plan.files.values():
        for file in files:
            if not file.is_documentation_page() and file.abs_dest_path not in copied:
                copied.add(file.abs_dest_path)
                if file.inclusion.is_included():  # type: ignore[no-untyped-call]
                    file.copy_file()


def _write_sitemap(config: MkDocsConfig, plan: Plan) -> None:
    """In the last language's turn, as it is with MkDocs, whose plugin knows all languages only then."""
    i18n: Any = config.plugins["i18n"]
    for locale, files in plan.files.items():
        i18n.i18n_files_per_language[locale] = files.documentation_pages()
    last = plan.locales[-1]
    nav = navigation(config, plan, last)
    env = config.plugins.on_env(config.theme.get_env(), config=config, files=plan.files[last])
    for template in config.theme.static_templates:
        _build_theme_template(template, env, plan.files[last], config, nav)


@contextmanager
def _warnings() -> Iterator[utils.CountHandler]:
    """Counts what MkDocs warns of, and says it."""
    log = logging.getLogger("mkdocs")
    counter = utils.CountHandler()
    counter.setLevel(logging.WARNING)
    said = logging.StreamHandler()
    said.setLevel(logging.WARNING)
    said.setFormatter(logging.Formatter("%(levelname)s - %(message)s"))
    for handler in (counter, said):
        log.addHandler(handler)
    try:
        yield counter
    finally:
        for handler in (counter, said):
            log.removeHandler(handler)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except MkDocsException as error:
        raise StatusbookError(str(error)) from None

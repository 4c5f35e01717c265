"""A whole build, from the project's folder to the site's."""

from __future__ import annotations

import datetime
import itertools
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from mkdocs.commands.build import _build_theme_template
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from statusbook.build.crew import Crew
from statusbook.build.errors import in_words, warnings
from statusbook.build.memo import Memo, Shelf, digest, keep
from statusbook.build.pages import navigation
from statusbook.build.plan import HOOK, Plan, hook
from statusbook.build.progress import Count, shown
from statusbook.build.templates import Templates
from statusbook.build.translations import Reader
from statusbook.build.tree import Look, sweep
from statusbook.build.version import recall, version
from statusbook.build.worker import Share, Worker
from statusbook.built import Gathered, Setup, Styles
from statusbook.checks.rules import check_rules
from statusbook.edition import Edition
from statusbook.extract import english_texts
from statusbook.history import LastChanges
from statusbook.languages import ENGLISH
from statusbook.load import load
from statusbook.messages import catalog_path
from statusbook.model import Catalog
from statusbook.problems import InvalidInputError, Problems, StatusbookError
from statusbook.search import ENTRY, entry_of
from statusbook.site import Site
from statusbook.whole import whole

_T = TypeVar("_T")

_WARNED = "MkDocs has warned, and with warnings there is no site."

_COMPILED = "templates"
"""The file in ``.cache/`` with compiled templates."""

_PLUGINS = {"i18n", HOOK}


def build(root: Path, folder: Path, raw: Path, jobs: int, cache: Path | None = None) -> dict[str, Look]:
    """Builds the help centre in `root`, with the bytes that ``mkdocs build --strict`` would write.

    Args:
        root: the project's folder, with ``mkdocs.yml``.
        folder: of the site; whatever was in it is brought up to date.
        raw: a folder for pages as search reads them.
        jobs: how many processes take part.
        cache: the file of what earlier builds made; None to make everything anew.

    Returns:
        The files of the site, by their paths below the folder.

    Raises:
        InvalidInputError: with every problem in the words.
        StatusbookError: with what MkDocs says is wrong, or when it is set up for more than we can build.
    """
    with warnings() as counter, in_words():
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(raw), strict=True)
        if unknown := set(config.plugins) - _PLUGINS:
            fix = "Have MkDocs build it: make build JOBS=1 CACHE=off"
            raise StatusbookError(f"mkdocs.yml has the plugin “{min(unknown)}”, which we cannot run. {fix}")
        files = _build(folder, config, jobs, cache)
        if counter.counts:
            raise StatusbookError(_WARNED)
        return files


@dataclass(frozen=True, kw_only=True)
class _Start:
    """What a build begins with."""

    setup: Setup
    plan: Plan
    catalog: Catalog
    problems: Problems
    """What is wrong with the catalog."""
    changed: datetime.date | None
    """The day on which English texts last changed."""
    english: dict[str, str]
    """See `english_texts`."""
    version: bytes
    memo: Memo
    templates: Templates


def _start(config: MkDocsConfig, jobs: int, cache: Path | None) -> _Start:
    root, own, memo = Path(config.config_file_path).parent, version(config), Memo(cache, jobs)
    config.plugins.on_startup(command="build", dirty=False)
    i18n: Any = config.plugins["i18n"]
    i18n.building = True  # what hooks and static-i18n do around their own loop is done here
    i18n.current_language = i18n.default_language
    setup = replace(hook(config).setup(config), recall=recall(memo, own))
    hook(config).prepare(config)
    catalog = load(root / "statuses.yaml")
    return _Start(
        setup=setup,
        plan=Plan(config),
        catalog=catalog,
        problems=Problems(check_rules(catalog)),
        changed=LastChanges(root).of(ENGLISH),
        english=english_texts(catalog, root, Reader(memo, own).page),
        version=own,
        memo=memo,
        templates=Templates(cache and root / ".cache" / _COMPILED, own),
    )


def _build(folder: Path, config: MkDocsConfig, jobs: int, cache: Path | None) -> dict[str, Look]:
    start, raw = _start(config, jobs, cache), Path(config.site_dir)
    plan, own, memo = start.plan, start.version, start.memo
    shares = _shares(start.setup.root, plan.locales, jobs)
    folder.mkdir(parents=True, exist_ok=True)
    _divide(raw, len(shares))
    count, steps = Count(len(shares)), 2 * len(plan.written(plan.locales))

    def worker(number: int) -> Worker:
        share = Share(number=number, locales=shares[number], count=count)
        return Worker(config, plan, start.catalog, start.templates, share)

    with Crew(len(shares), worker) as crew, shown("Building the help centre", count, steps):
        opened = crew.ask(Worker.open, [(start.changed, start.english, cache, own)] * crew.size)
        if problems := Problems([*start.problems, *(problem for _, found in opened for problem in found)]):
            raise InvalidInputError(problems)
        editions = _in_order(plan.locales, (made for made, _ in opened))
        crew.tell(Worker.render, [(editions, folder)] * crew.size)
        site = Site(start.setup, start.catalog, [], editions)
        rendered = crew.hear()
        if problems := Problems(problem for part in rendered for problem in part.problems):
            raise InvalidInputError(problems)
        if any(part.warned for part in rendered):
            raise StatusbookError(_WARNED)
        gathered = Gathered.together(part.gathered for part in rendered)
        wears = {file: told for part in rendered for file, told in part.wears.items()}
        styles = _styles(crew, gathered.files, wears, own, memo)
        crew.tell(Worker.write, [(styles,)] * crew.size)
        files = [*_assets(plan), *_sitemap(config, plan, own, memo).items()]
        crew.hear()
        files += whole(site, folder, gathered)
        indexes = crew.ask(Worker.indexed, [()] * crew.size)
        crew.ask(Worker.take, [(names,) for names in _once(names for names, _ in indexes)])
        files.append((ENTRY, entry_of(entry for _, entry in indexes)))
        files.sort(key=lambda file: len(file[1]))
        crew.ask(Worker.put, [(share,) for share in _dealt(files, crew.size)])
        ended = crew.ask(Worker.close, [()] * crew.size)
    there = {name: seen for part in ended for name, seen in part.files.items()}
    sweep(folder, there)
    if cache is not None:
        keep(cache, [memo.close(), *(part.learned for part in ended)])
        start.templates.keep([start.templates.learned(), *(part.compiled for part in ended)])
    return there


def _styles(
    crew: Crew[Worker],
    files: Mapping[str, Mapping[str, str]],
    wears: Mapping[str, bytes],
    version: bytes,
    memo: Memo,
) -> dict[str, Styles]:
    """Those of every written page.

    `files` are its own in each language, and `wears` digests of what is on them.
    """
    shelf = Shelf(memo, Styles)
    keys = {
        name: digest("styles", version, *(wears[file] for file in own.values()))
        for name, own in files.items()
    }
    known = {name: styles for name, key in keys.items() if (styles := shelf.get(key))}
    if wanted := keys.keys() - known.keys():
        parts = crew.ask(Worker.used, [(wanted,)] * crew.size)
        used = [(name, keys[name], [part[name] for part in parts if name in part]) for name in sorted(wanted)]
        used.sort(key=lambda one: max(len(usage.elements) for usage in one[2]), reverse=True)  # longest first
        for part in crew.ask(Worker.styles, [(share,) for share in _dealt(used, crew.size)]):
            known.update(part)
    return known


def _divide(raw: Path, parts: int) -> None:
    """Makes a folder for each process in the one for what search reads, and empties that of all else."""
    names = {str(number) for number in range(parts)}
    for name in names:
        (raw / name).mkdir(parents=True, exist_ok=True)
    for place in [place for place in raw.iterdir() if place.name not in names]:
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink()


def _once(parts: Iterable[Iterable[str]]) -> list[list[str]]:
    """The parts, each without what is in one before it, and without what leads to them all."""
    seen, found = {ENTRY}, list[list[str]]()
    for part in parts:
        found.append([name for name in part if name not in seen])
        seen.update(found[-1])
    return found


def _shares(root: Path, locales: Sequence[str], jobs: int) -> list[list[str]]:
    """Of as many letters each as can be: pages in scripts of two and three bytes take longer to compress."""
    hands = range(max(1, min(jobs, len(locales))))
    longest = sorted(locales, key=lambda tag: -_length(catalog_path(root / "locales", tag)))
    dealt = list(zip(longest, itertools.cycle([*hands, *reversed(hands)]), strict=False))
    return [[tag for tag, hand in dealt if hand == own] for own in hands]


def _length(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _dealt(things: Sequence[_T], hands: int) -> list[list[_T]]:
    """As cards are dealt: every so-many-th to each."""
    return [list(things[number::hands]) for number in range(hands)]


def _in_order(locales: Iterable[str], parts: Iterable[Mapping[str, Edition]]) -> dict[str, Edition]:
    known = {tag: edition for part in parts for tag, edition in part.items()}
    return {tag: known[tag] for tag in locales}


_Files = Iterator[tuple[str, bytes]]
"""Paths below the site's folder, and what is there."""


def _assets(plan: Plan) -> _Files:
    """What pages refer to in ``docs/``; most of it is the same file for every language."""
    found = {file.dest_uri: file for files in plan.files.values() for file in files}
    for path, file in found.items():
        if not file.is_documentation_page() and file.inclusion.is_included():  # type: ignore[no-untyped-call]
            yield path, file.content_bytes


def _sitemap(config: MkDocsConfig, plan: Plan, version: bytes, memo: Memo) -> dict[str, bytes]:
    """The theme's own pages: they know the names of files alone, which are part of the version."""
    shelf = Shelf(memo, dict[str, bytes])
    return shelf.made(digest("sitemap", version), lambda: dict(_static(config, plan)))


def _static(config: MkDocsConfig, plan: Plan) -> _Files:
    """In the last language's turn, as it is with MkDocs, whose plugin knows all languages only then."""
    i18n: Any = config.plugins["i18n"]
    for locale, files in plan.files.items():
        i18n.i18n_files_per_language[locale] = files.documentation_pages()
    last = plan.locales[-1]
    nav = navigation(config, plan, last)
    env = config.plugins.on_env(config.theme.get_env(), config=config, files=plan.files[last])
    for template in config.theme.static_templates:
        _build_theme_template(template, env, plan.files[last], config, nav)
        yield template, (Path(config.site_dir) / template).read_bytes()

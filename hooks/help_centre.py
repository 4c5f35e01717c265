"""MkDocs events in, calls to statusbook out. The only place that knows MkDocs.

static-i18n builds the site once for each locale, inside the `on_post_build` of the first; what is done only
once is done while its flag `building` is down.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure import StructureItem
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from statusbook.built import BuiltPage, PageSource, Setup
from statusbook.exports.compiled import COMPILED
from statusbook.pages import EXTENSIONS, PageExtension
from statusbook.problems import InvalidInputError, StatusbookError
from statusbook.pseudo import PSEUDO_LOCALE
from statusbook.site import Site
from statusbook.whole import finish

_site: Site
_extension = PageExtension()


def on_config(config: MkDocsConfig) -> None:
    """Loads the catalog and every language, before MkDocs empties the site folder."""
    i18n: Any = config.plugins["i18n"]
    if i18n.building:
        return
    with _in_words(config):
        begin(config, Site.open(setup(config), i18n.build_languages))


def setup(config: MkDocsConfig) -> Setup:
    """How mkdocs.yml has the site."""
    if urlsplit(config.site_url or "").path != "/":
        raise PluginError(
            f"SITE_URL is “{config.site_url}”. Give the address of a host, such as https://example.com/"
        )
    offline = config.extra["offline"]
    if not isinstance(offline, bool):
        raise PluginError(f"mkdocs.yml: “offline” is “{offline}”. Write true or false, without quotes.")
    folders = [Path(folder) for folder in config.theme.dirs]
    return Setup(root=Path(config.config_file_path).parent, folders=folders, offline=offline)


def begin(config: MkDocsConfig, site: Site) -> None:
    """Makes MkDocs ready to render pages of `site`."""
    global _site  # noqa: PLW0603 - MkDocs gives hooks no place of their own
    _site = site
    prepare(config)


def prepare(config: MkDocsConfig) -> None:
    """Adds to MkDocs what pages are written with, and takes away what is ours."""
    if _extension not in config.markdown_extensions:  # type: ignore[comparison-overlap]
        # Python-Markdown takes names and objects; MkDocs has checked the names that mkdocs.yml brought.
        config.markdown_extensions += [*EXTENSIONS, _extension]  # type: ignore[list-item]
    config.theme.static_templates.discard("404.html")  # ours is a page, so that each language has one


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Leaves out Material's files, since ours are bundled; hosts want a 404 page at 404.html."""
    for file in list(files):
        if file.abs_src_path and not Path(file.abs_src_path).is_relative_to(config.docs_dir):
            files.remove(file)
        elif file.src_uri == "404.md":
            file.dest_uri = "404.html"


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Tells the Markdown extension what to do with the page that is parsed next."""
    _site.prepare(_extension, source(page), page.meta)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Templates escape what they are given, and are compiled once, not for each language."""
    env.autoescape = True
    env.bytecode_cache = COMPILED


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Gives the page's template its words and blocks."""
    base = str(config.site_url)
    home = nav.homepage.url if nav.homepage else ""
    built = BuiltPage(
        source=source(page),
        title=str(page.title),
        about=page.meta["description"],
        content=page.content or "",
        blocks=frozenset(page.meta["blocks"]),
        base=base,
        url=page.url,
        home=home,
        listed=any(other is page for other in nav.pages),
    )
    context.update(
        _site.context(built),
        home=get_relative_url(home, page.url),
        articles=_articles((item for item in nav.items if item is not nav.homepage), page),
        sections=[_articles(item.children, page) for item in nav.items if isinstance(item, Section)]
        if page is nav.homepage
        else [],
        alternates=_alternates(page, base),
        base_href=urlsplit(base + page.url).path if page.url.endswith("404.html") else "",
        listed=built.listed,
        votes=config.extra["votes"],
    )


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Takes the white space out that no reader sees."""
    return _site.written(source(page), output)


@event_priority(-200)
def on_post_build(config: MkDocsConfig) -> None:
    """After the last locale: what belongs to the site as a whole."""
    i18n: Any = config.plugins["i18n"]
    if i18n.building:
        return
    with _in_words(config):
        finish(_site, Path(config.site_dir), config.extra["votes"])


@contextmanager
def _in_words(config: MkDocsConfig) -> Iterator[None]:
    """What is wrong, as `statusbook check` says it."""
    try:
        yield
    except InvalidInputError as error:
        from statusbook import report  # noqa: PLC0415 - the rules take their time

        raise PluginError(f"\n{report.text(error.problems, Path(config.config_file_path).parent)}") from None
    except StatusbookError as error:
        raise PluginError(str(error)) from None


def source(page: Page) -> PageSource:
    """What MkDocs's page is to us."""
    file: Any = page.file  # static-i18n has put its own attributes there: the page's language, the file's
    locale, written = str(file.locale_alternate_of), str(file.locale)
    name, by_hand = file.src_uri.removesuffix(".md"), f".{written}.md" in file.src_uri
    return PageSource(
        name=name.removesuffix(f".{written}") if by_hand else name, locale=locale, by_hand=by_hand
    )


def _articles(items: Iterable[StructureItem], page: Page) -> list[dict[str, Any]]:
    """Those of a menu's items that are pages, as `page` tells of them: those of a section it leaves out."""
    return [
        {
            "title": article.title,
            "about": article.meta["description"],
            "section": article.meta["section"],
            "url": get_relative_url(article.url, page.url),
            "has_statuses": "status-details" in article.meta["blocks"],
        }
        for article in items
        if isinstance(article, Page)
    ]


class _Alternate(NamedTuple):
    """A page in one language; templates find a field sooner than a key, and ask for tens of thousands."""

    locale: str
    name: str
    url: str
    absolute: str


def _alternates(page: Page, base: str) -> list[_Alternate]:
    """The page in each language, the source language first."""
    file: Any = page.file
    urls = {tag: file.alternates[tag].url for tag in _site.editions if tag != PSEUDO_LOCALE}
    return [
        _Alternate(
            tag, _site.editions[tag].name, get_relative_url(url, page.url), base + url.removeprefix("./")
        )
        for tag, url in urls.items()
    ]

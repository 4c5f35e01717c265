"""What a page is called: by its key, and by its title in its own language."""

from collections.abc import Mapping

from msgspec import Struct

from votebox.pages import Page


class PageName(Struct, frozen=True, kw_only=True):
    """A page as it is called."""

    key: str
    language: str
    """Its locale, such as `zh-TW`."""
    title: str
    """In its language; the key where the site has no such page any more."""
    url: str
    """Its path on this host; empty where the site has no such page any more."""


def name_of(key: str, pages: Mapping[str, Page]) -> PageName:
    """Return what a page of this site, or of an earlier state of it, is called."""
    page = pages.get(key)
    return PageName(
        key=key,
        language=language_of(key),
        title=(page and page.title) or key,
        url=page.url if page else "",
    )


def language_of(key: str) -> str:
    """Return the locale that a key begins with."""
    return key.partition("/")[0]


def in_other_languages(key: str, keys: set[str]) -> list[str]:
    """Return the keys of the same page in other languages, of these, in their order."""
    path = key.partition("/")[2]
    return sorted(other for other in keys if other != key and other.partition("/")[2] == path)

"""Which revision of each page was published, and when."""

from collections.abc import Mapping

from msgspec import Struct

from votebox.session import Session

_KNOWN = "SELECT page, revision, published_at FROM revisions ORDER BY published_at"
_PUBLISH = """
    INSERT INTO revisions (page, revision, made_by, published_at)
    VALUES (:page, :revision, :commit, :at)
    ON CONFLICT (page, revision)
    DO UPDATE SET made_by = excluded.made_by, published_at = excluded.published_at
"""


class Edition(Struct, frozen=True, kw_only=True):
    """What the site says of itself: the revision of each page, and the commit that it was made from."""

    revisions: Mapping[str, str]
    """The revision of each page, by its key."""
    commit: str | None = None


def publish(session: Session, edition: Edition, now: int) -> int:
    """Note the revisions that are published now; return how many pages changed.

    A page that returns to an earlier revision is published with it again. `now` is in milliseconds since the
    Unix epoch. Writing twice what is there already, as replicas do, changes nothing.
    """
    newest = {page: (revision, int(at)) for page, revision, at in session.execute(_KNOWN)}
    changed = 0
    for page, revision in sorted(edition.revisions.items()):
        last, before = newest.get(page, ("", -1))
        if last != revision:
            at = max(now, before + 1)  # what is published last is the newest, also where a clock was set back
            session.execute(_PUBLISH, page=page, revision=revision, commit=edition.commit, at=at)
            changed += 1
    return changed

import random
from collections import Counter, defaultdict
from datetime import UTC, date, datetime

from tests.votebox.ledger import FIRST, at, close, opened, read
from tests.votebox.sharing import make_submission
from votebox.address import Place
from votebox.days import Day, Days, read_days
from votebox.store import Store
from votebox.tallies import open_tallies

PAGES = ("en/order-status", "en", "ru/order-status")


def days(store: Store) -> tuple[dict[str, list[Day]], dict[str, list[Day]]]:
    both = read(store, lambda session: read_days(session, open_tallies(session)))
    pages, languages = ({key: [*found] for key, found in one.items()} for one in both)
    return pages, languages


def test_days_are_those_of_the_votes_whichever_are_closed(place: Place) -> None:
    chance = random.Random(7)
    votes = [
        make_submission(
            f"192.0.2.{number}",
            at=at(chance.randrange(9)),
            page=chance.choice(PAGES),
            revision=chance.choice(["00000001", "00000002"]),
            helpful=chance.choice(["yes", "no"]),
        )
        for number in range(200)
    ]
    of_pages: dict[str, dict[date, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    of_languages: dict[str, dict[date, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for one in votes:
        day = datetime.fromtimestamp(one.received_at / 1000, UTC).date()
        for found, key in ((of_pages, one.vote.page), (of_languages, one.vote.page[:2])):
            found[key][day][str(one.vote.helpful)] += 1

    def told(found: dict[str, dict[date, Counter[str]]]) -> dict[str, list[Day]]:
        return {
            key: [Day(day=day, yes=said["yes"], no=said["no"]) for day, said in sorted(by_day.items())]
            for key, by_day in found.items()
        }

    with opened(place) as store:
        store.save(votes)
        for closed in ((), (1, 4, 5), (0, 2, 3), (6, 7, 8)):  # in the end all of them
            close(store, *closed)
            assert days(store) == (told(of_pages), told(of_languages))


def test_votes_of_one_day_are_added_up() -> None:
    found = Days()
    found.add(FIRST, 1, 0)
    found.add(FIRST, 2, 3)
    found.add(FIRST + 1, 0, 1)
    first = date(2024, 10, 4)
    assert [*found] == [Day(day=first, yes=3, no=3), Day(day=first.replace(day=5), yes=0, no=1)]

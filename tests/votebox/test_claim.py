from contextlib import closing
from pathlib import Path
from signal import SIGKILL, SIGTERM

import pytest

from tests.votebox.sharing import Start, make_submission
from tests.votebox.test_cli import Run, votebox
from votebox import claim
from votebox.claim import Claim
from votebox.errors import StoreError
from votebox.sqlite import SqliteStore
from votebox.store import Outcome

__all__ = ["votebox"]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim, "PATIENCE", 0.2)


def refusal(path: Path | str) -> str:
    return (
        f"Another votebox writes to {path}, and one alone may. Stop that one first, "
        "or let several share a PostgreSQL database."
    )


def test_one_at_a_time(database: Path) -> None:
    first = Claim(database)
    with pytest.raises(StoreError) as error:
        Claim(database)
    assert str(error.value) == refusal(database)
    Claim(database.with_name("other.db")).give_up()
    first.give_up()
    Claim(database).give_up()


def test_a_folder_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"votes\.db-owner cannot be made: No such file or directory\.$"):
        Claim(tmp_path / "missing" / "votes.db")


def test_a_store_keeps_it_until_it_is_closed(database: Path) -> None:
    with closing(SqliteStore(database)) as store:
        store.claim()
        store.claim()
        store.open()
        database.unlink()
        assert store.save([make_submission()]) == [Outcome.STORED]  # into a new file of that name
        with pytest.raises(StoreError):
            Claim(database)
    Claim(database).give_up()


def test_a_second_server_and_what_changes_votes_are_refused(
    start: Start, votebox: Run, database: Path
) -> None:
    running = start()
    assert votebox("serve", "--port", "0") == (2, "", f"{refusal('votes.db')}\n")
    some = "0b6f7c1e-6a3f-4d6e-9a47-6f6a1c1b2d3e"
    assert votebox("forget", some) == (2, "", f"{refusal('votes.db')}\n")
    assert votebox("report")[0] == 0
    running.process.send_signal(SIGKILL)
    running.process.wait(20)
    assert votebox("forget", some) == (1, f"{some}: there is no such vote.\n", "")
    assert database.exists()


def test_a_server_takes_over_from_one_that_ends(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    first = start()
    first.process.send_signal(SIGTERM)
    assert start().process.poll() is None

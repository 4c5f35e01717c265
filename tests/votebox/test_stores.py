from pathlib import Path

import pytest

from votebox.address import Address
from votebox.errors import SettingsError
from votebox.postgres import PostgresStore
from votebox.settings import read
from votebox.sqlite import SqliteStore
from votebox.stores import store_at


def test_the_store_of_a_place() -> None:
    assert isinstance(store_at(Path("votes.db")), SqliteStore)
    assert isinstance(store_at(Address(url="postgresql://db/votes")), PostgresStore)


def test_the_setting_names_a_place(site: Path) -> None:
    given = read({"site": str(site)}, {"VOTEBOX_DATABASE": "postgresql://votebox:s3cret@db/votes"})
    assert given.database == Address(url="postgresql://votebox:s3cret@db/votes")
    assert "s3cret" not in repr(given)


def test_a_wrong_setting_is_said_without_its_password(site: Path) -> None:
    with pytest.raises(SettingsError) as error:
        read({"site": str(site)}, {"VOTEBOX_DATABASE": "postgresql://votebox:s3/cret@db/votes"})
    assert str(error.value) == (
        'VOTEBOX_DATABASE: "postgresql://votebox:***@db/votes" cannot be read. '
        "In the password write %40 for @, %2F for /, %3F for ? and %23 for #"
    )

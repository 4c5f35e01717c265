import pytest

from tests.votebox.sharing import make_submission
from votebox.readers import hashed

SALT = bytes(32)
KNOWN = hashed(make_submission("192.0.2.1", b"agent"), SALT)


def test_the_same_reader() -> None:
    assert len(KNOWN) == 16
    assert hashed(make_submission("192.0.2.1", b"agent", helpful="no", at=1), SALT) == KNOWN


@pytest.mark.parametrize(
    ("address", "agent", "salt"),
    [
        ("192.0.2.2", b"agent", SALT),
        ("192.0.2.1", b"other", SALT),
        ("192.0.2.1a", b"gent", SALT),
        ("192.0.2.1", b"agent", b"1" * 32),
    ],
)
def test_another_reader_or_another_salt(address: str, agent: bytes, salt: bytes) -> None:
    assert hashed(make_submission(address, agent), salt) != KNOWN

"""How double votes are found, and readers are not."""

from hashlib import blake2b

from votebox.store import Submission


def hashed(submission: Submission, salt: bytes) -> bytes:
    """Return 16 bytes that are the same for one reader as long as the salt is, and say nothing without it."""
    who = submission.address.encode() + b"\n" + submission.agent
    return blake2b(who, key=salt, digest_size=16).digest()

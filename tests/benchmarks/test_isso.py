import re
from pathlib import Path

import pytest

from benchmarks.votes import isso


def test_the_versions_are_those_of_the_lock() -> None:
    assert re.fullmatch(r"Isso [0-9.]+, uWSGI [0-9a-z.]+", isso.version())


def test_every_package_has_its_hashes_and_no_other_source() -> None:
    text = isso.LOCK.read_text()
    packages = re.split(r"\n(?=\S)", text.strip())
    assert all(re.match(r"[a-z0-9-]+==\S+ \\\n", package) for package in packages)
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in text


def test_an_isso_that_cannot_be_installed_is_said_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setattr("benchmarks.votes.isso.ROOT", tmp_path)
    monkeypatch.setattr(isso, "FOLDER", tmp_path / "file" / "isso")
    with pytest.raises(SystemExit) as ended:
        isso.install()
    assert ended.value.code == (
        "Isso cannot be installed. Measure without it: python -m benchmarks.votes --no-isso"
    )


def test_an_isso_that_is_installed_is_not_installed_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(isso, "FOLDER", tmp_path)
    (tmp_path / isso.LOCK.name).write_bytes(isso.LOCK.read_bytes())
    isso.install()
    assert (capsys.readouterr().out, [path.name for path in tmp_path.iterdir()]) == ("", ["isso.lock"])

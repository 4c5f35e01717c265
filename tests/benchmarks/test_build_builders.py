from pathlib import Path

import pytest

from benchmarks.build import builders


def test_an_amount_becomes_one_that_was_not_there(tmp_path: Path) -> None:
    file = tmp_path / "statuses.yaml"
    file.write_text("at_most: 2 days\nat_most: 24 hours\nat_most: 24 hours\n", encoding="utf-8")
    builders.raise_amount(file)
    builders.raise_amount(file)
    assert file.read_text(encoding="utf-8") == "at_most: 2 days\nat_most: 26 hours\nat_most: 24 hours\n"


def test_a_fact_book_without_an_amount_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "statuses.yaml"
    file.write_text("statuses: {}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"statuses\.yaml has no “at_most: … hours”\."):
        builders.raise_amount(file)


def test_cold_is_without_a_cache_and_an_earlier_site(tmp_path: Path) -> None:
    cold = builders.ours_cold(tmp_path)
    for _ in range(2):
        cold.site.mkdir()
        (tmp_path / ".cache").mkdir()
        cold.prepare()
        assert not cold.site.exists()
        assert not (tmp_path / ".cache").exists()
    assert len(list(tmp_path.iterdir())) == 4, "nothing is deleted"

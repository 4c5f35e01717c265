"""The scripts of the workflows, in real repositories."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.fake_gh import AUTHOR
from tests.forge import Forge, said
from tests.project import ROOT, Project, copy_project

MARKER = "<!-- statusbook diff -->"
COMMIT = "4f2a" * 10
OTHER = "0b1c" * 10


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    """A repository with nothing but ``.github/``."""
    return Forge(tmp_path / "clone")


@pytest.fixture
def shop(tmp_path: Path) -> tuple[Forge, Project]:
    """A repository with the project, in English and Russian."""
    folder = tmp_path / "clone"
    folder.mkdir()
    project = copy_project(folder, {"en", "ru"})
    for locale in (folder / "locales").iterdir():
        if locale.is_dir() and locale.name != "ru":
            shutil.rmtree(locale)
    shutil.copytree(ROOT / "src/statusbook", folder / "src/statusbook", ignore=lambda *_: {"__pycache__"})
    return Forge(folder), project


# The comment


@pytest.fixture
def told(tmp_path: Path) -> Path:
    file = tmp_path / "comment.md"
    file.write_text(f"{MARKER}\n\n“Shipped” loses “Cancel”.\n", encoding="utf-8")
    return file


def test_the_comment_is_written_once_and_updated_afterwards(forge: Forge, told: Path) -> None:
    forge.knows(
        pulls=[{"number": 7, "head": {"sha": COMMIT}}, {"number": 8, "head": {"sha": OTHER}}],
        comments={"7": [said("Looks good."), said(f"{MARKER}\nmine", "somebody", 2)]},
    )
    others = forge.comments(7)
    first = told.read_text(encoding="utf-8")
    assert forge.script("comment.py", COMMIT, str(told)).returncode == 0
    assert forge.comments(7) == [*others, (AUTHOR, first)]

    told.write_text(second := f"{MARKER}\n\nNothing that anybody could notice.\n", encoding="utf-8")
    assert forge.script("comment.py", COMMIT, str(told)).returncode == 0
    assert forge.comments(7) == [*others, (AUTHOR, second)]
    assert forge.comments(8) == []


def test_a_pull_request_that_has_moved_on_is_left_to_the_next_run(forge: Forge, told: Path) -> None:
    forge.knows(pulls=[{"number": 7, "head": {"sha": OTHER}}])
    done = forge.script("comment.py", COMMIT, str(told))
    assert (done.stdout, done.stderr) == ("", "")
    assert forge.comments(7) == []


def test_what_could_not_be_found_again_is_not_written(forge: Forge, told: Path) -> None:
    forge.knows(pulls=[{"number": 7, "head": {"sha": COMMIT}}])
    told.write_text("Buy now!\n", encoding="utf-8")
    done = forge.script("comment.py", COMMIT, str(told))
    assert done.returncode == 1
    assert done.stderr == f"{told} does not begin with “{MARKER}”.\n"
    assert forge.comments(7) == []


def test_a_dry_run_only_says_what_it_would_do(forge: Forge, told: Path) -> None:
    forge.knows(pulls=[{"number": 7, "head": {"sha": COMMIT}}])
    done = forge.script("comment.py", COMMIT, str(told), DRY_RUN="1")
    assert done.stdout == "POST repos/shop/help/issues/7/comments\n"
    assert forge.comments(7) == []


# The pictures


def picture(folder: Path, name: str, content: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(content, encoding="utf-8")
    return folder


def test_pictures_of_a_pull_request_take_the_place_of_its_older_ones(forge: Forge, tmp_path: Path) -> None:
    folder = picture(tmp_path / "new", "a.png", "1")
    for place in (f"7/{COMMIT}", f"70/{COMMIT}", f"7/{OTHER}"):
        done = forge.script("pictures.sh", place, str(folder))
        assert done.returncode == 0, done.stderr
    assert forge.pushed("pictures") == [f"7/{OTHER}/a.png", f"70/{COMMIT}/a.png"]
    assert forge.git("--git-dir", str(forge.remote), "rev-list", "--count", "pictures") == "1"
    assert forge.git("status", "--porcelain") == ""


def test_pictures_pushed_at_the_same_time_are_both_kept(forge: Forge, tmp_path: Path) -> None:
    """The hook pushes the other ones when the first try has already looked at the branch."""
    folder = picture(tmp_path / "new", "a.png", "1")
    other = Forge(tmp_path / "other")
    other.git("remote", "set-url", "origin", str(forge.remote))
    picture(other.folder / "pictures", "b.png", "2")
    hook = forge.folder / ".git/hooks/pre-push"
    hook.write_text(
        f'#!/bin/sh\n[ ! -e "$0.done" ] || exit 0\ntouch "$0.done"\nunset $(git rev-parse --local-env-vars)\n'
        f"cd '{other.folder}' && exec .github/scripts/pictures.sh 8/{OTHER} pictures\n",
        encoding="utf-8",
    )
    hook.chmod(0o755)
    done = forge.script("pictures.sh", f"7/{COMMIT}", str(folder))
    assert done.returncode == 0, done.stderr
    assert forge.pushed("pictures") == [f"7/{COMMIT}/a.png", f"8/{OTHER}/b.png"]


def test_no_pictures_make_no_branch(forge: Forge, tmp_path: Path) -> None:
    done = forge.script("pictures.sh", f"7/{COMMIT}", str(tmp_path / "nowhere"))
    assert (done.returncode, done.stdout) == (0, "There are no pictures.\n")
    assert forge.git("ls-remote", "origin", "pictures") == ""


def test_pictures_go_to_a_folder_of_a_pull_request_only(forge: Forge, tmp_path: Path) -> None:
    folder = picture(tmp_path / "new", "a.png", "1")
    done = forge.script("pictures.sh", f"../{COMMIT}", str(folder))
    assert (done.returncode, done.stderr) == (2, f"NUMBER/COMMIT expected, not: ../{COMMIT}\n")


# What a merge leaves to do


def test_catalogs_that_are_up_to_date_make_no_pull_request(shop: tuple[Forge, Project]) -> None:
    forge, _ = shop
    bring_up_to_date(forge)
    done = forge.script("catalogs.sh")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("The catalogs are up to date.\n")
    assert forge.pulls == []


def bring_up_to_date(forge: Forge) -> None:
    """What the project has not yet done itself, so that the tests see their own changes alone."""
    forge.script("catalogs.sh", DRY_RUN="1")
    if forge.git("status", "--porcelain"):
        forge.commit("Up to date")


def test_what_a_merge_leaves_to_do_is_one_pull_request(shop: tuple[Forge, Project]) -> None:
    forge, project = shop
    bring_up_to_date(forge)
    project.change("statuses.yaml", "label: Packaging\n", "label: Packing your order\n")
    merged = forge.commit("Another name")

    done = forge.script("catalogs.sh")
    assert done.returncode == 0, done.stderr
    (pull,) = forge.pulls
    assert (pull["title"], pull["base"]) == ("Bring the catalogs up to date", "main")
    assert forge.git("--git-dir", str(forge.remote), "rev-list", "catalogs", "-1", "--skip=1") == merged
    catalog = forge.git("--git-dir", str(forge.remote), "show", "catalogs:locales/ru/statusbook.po")
    assert 'msgid "Packing your order"' in catalog
    assert forge.git("rev-parse", "HEAD") == merged

    forge.git("checkout", "--quiet", ".")
    project.change("statuses.yaml", "label: Packing your order\n", "label: Packing\n")
    forge.commit("And another")
    done = forge.script("catalogs.sh")
    assert done.returncode == 0, done.stderr
    assert len(forge.pulls) == 1
    catalog = forge.git("--git-dir", str(forge.remote), "show", "catalogs:locales/ru/statusbook.po")
    assert 'msgid "Packing"' in catalog

    translated(forge)
    done = forge.script("catalogs.sh")
    assert done.returncode == 0, done.stderr
    number = forge.pulls[0]["number"]
    assert done.stdout.endswith(f"#{number} has commits of people; merge it, and this runs again.\n")
    assert "ru.txt" in forge.pushed("catalogs")


def translated(forge: Forge) -> None:
    """A translator adds a commit to the pull request, and the main branch moves on."""
    forge.git("checkout", "--quiet", ".")
    forge.git("fetch", "--quiet", "origin", "catalogs")
    forge.git("checkout", "--quiet", "--detach", "FETCH_HEAD")
    (forge.folder / "ru.txt").write_text("Упаковка\n", encoding="utf-8")
    forge.commit("Russian")
    forge.git("push", "--quiet", "origin", "HEAD:refs/heads/catalogs")
    forge.git("checkout", "--quiet", "main")


def test_catalogs_are_not_mixed_with_what_is_not_committed(shop: tuple[Forge, Project]) -> None:
    forge, project = shop
    project.change("statuses.yaml", "label: Packaging\n", "label: Packing\n")
    done = forge.script("catalogs.sh")
    assert (done.returncode, done.stderr) == (
        2,
        "There are changes that are not committed. Commit them first.\n",
    )


# What a change does, in words and pictures


def test_a_change_is_told_with_pictures_and_leaves_nothing_behind(shop: tuple[Forge, Project]) -> None:
    forge, project = shop
    project.change("statuses.yaml", "label: Packaging\n", "label: Packing your order\n")
    built = project.build()
    assert built.returncode == 0, built.stderr
    left_over = forge.folder / ".cache/pr/base/docs"
    left_over.mkdir(parents=True)  # of a run that was killed

    before = forge.script("before.sh", "main")
    assert (before.returncode, before.stdout, before.stderr) == (0, "", "")
    assert "Packaging" in (forge.folder / ".cache/pr/before/order-status/index.html").read_text("utf-8")
    assert len(forge.git("worktree", "list").splitlines()) == 1
    assert not left_over.exists()

    told = forge.script("diff.sh", "main")
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")
    comment = (forge.folder / ".cache/pr/comment.md").read_text("utf-8")
    assert comment.startswith(f"{MARKER}\n")
    assert "“Packaging” is now called “Packing your order”." in comment
    pictures = {path.name for path in (forge.folder / ".cache/pr/pictures").iterdir()}
    assert {"packaging-table-before.png", "packaging-table-after.png"} <= pictures
    assert all(f"](pictures/{name})" in comment for name in pictures)

    of_a_fork = forge.script("diff.sh", "main", PICTURES_AT="")
    assert of_a_fork.returncode == 0
    assert "![" not in (forge.folder / ".cache/pr/comment.md").read_text("utf-8")
    assert {path.name for path in (forge.folder / ".cache/pr/pictures").iterdir()} == pictures


def test_a_base_that_does_not_build_is_no_failure(shop: tuple[Forge, Project]) -> None:
    """It is built with its own code, here one that nobody can run."""
    forge, _ = shop
    (forge.folder / "src/statusbook/__init__.py").write_text("raise SystemExit('broken')\n", encoding="utf-8")
    forge.commit("Broken")
    done = forge.script("before.sh", "main")
    assert done.returncode == 0
    assert done.stderr.endswith("The site at main does not build here; pictures show only what is new.\n")
    assert not (forge.folder / ".cache/pr/before").exists()
    assert not (forge.folder / ".cache/pr/base").exists()
    assert len(forge.git("worktree", "list").splitlines()) == 1


def test_a_base_that_there_is_not_is_said(forge: Forge) -> None:
    done = forge.script("before.sh", "mian")
    assert done.returncode == 2
    assert done.stderr.endswith("Name a branch or a commit: make pr BASE=main\n")


def test_what_cannot_be_told_is_said_in_the_comment(shop: tuple[Forge, Project]) -> None:
    forge, project = shop
    project.change("statuses.yaml", "next: [shipped, cancelled]", "next: [shiped, cancelled]")
    done = forge.script("diff.sh", "main")
    assert done.returncode == 1
    comment = (forge.folder / ".cache/pr/comment.md").read_text("utf-8")
    assert comment.startswith(
        f"{MARKER}\n### What this change does\n\nThat can be told when this is mended:\n\n"
    )
    assert "    statuses.yaml:" in comment
    assert "“shiped” is no" in comment

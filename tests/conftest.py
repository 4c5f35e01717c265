"""What the tests stand on: a copy of the project to change, and the project as it is, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from project import Project, copy_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of the project for one test to change."""
    return copy_project(tmp_path)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project as it is, built once; tests must not change it."""
    project = copy_project(tmp_path_factory.mktemp("built"))
    done = project.build()
    assert done.returncode == 0, done.stderr
    return project

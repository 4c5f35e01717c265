"""What the tests stand on: a copy of the project to change, and the project as it is, built once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import browser as installed
from tests.project import Project, copy_project
from tests.readers import Votebox

# A machine that is busy with other things must fail no test.
hypothesis.settings.register_profile(
    "busy", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("busy")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of the project for one test to change, in English and Russian."""
    return copy_project(tmp_path, {"en", "ru"})


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project as it is, in all its languages, built once; tests must not change it."""
    project = copy_project(tmp_path_factory.mktemp("built"))
    done = project.build()
    assert done.returncode == 0, done.stderr
    return project


@pytest.fixture
def votebox(built: Project, tmp_path: Path) -> Iterator[Votebox]:
    """A votebox for one test."""
    server = Votebox(built.site, tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def shared(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Votebox]:
    """A votebox for the tests that only read."""
    server = Votebox(built.site, tmp_path_factory.mktemp("shared"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser; not for the whole session, since Playwright holds the event loop that others want to run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed.find(), args=[*installed.ARGUMENTS])
        yield browser
        browser.close()

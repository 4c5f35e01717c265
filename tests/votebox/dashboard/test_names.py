from tests.votebox.dashboard.making import PAGES
from votebox.dashboard.names import PageName, in_other_languages, language_of, name_of


def test_a_page_of_the_site() -> None:
    assert name_of("ru/order-status", PAGES) == PageName(
        key="ru/order-status", language="ru", title="Как проверить статус?", url="/ru/order-status/"
    )


def test_a_page_that_went_is_called_by_its_key() -> None:
    assert name_of("zh-TW/old", PAGES) == PageName(
        key="zh-TW/old", language="zh-TW", title="zh-TW/old", url=""
    )


def test_home_pages_are_called_by_their_language() -> None:
    assert [language_of(key) for key in ("en", "en/order-status", "zh-TW/a/b")] == ["en", "en", "zh-TW"]


def test_the_same_page_in_other_languages() -> None:
    keys = {"en", "ru", "ar/order-status", "en/order-status", "ru/order-status", "ru/order-status/more"}
    assert in_other_languages("en/order-status", keys) == ["ar/order-status", "ru/order-status"]
    assert in_other_languages("en", keys) == ["ru"]
    assert in_other_languages("ja", {"ja"}) == []

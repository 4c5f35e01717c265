"""Words of the page that other outputs say, too: contexts and English texts, as the templates have them.

Their home is ``overrides/blocks/``, and translators are sent there alone.
"""

from __future__ import annotations

STATUS = ("table.status", "My order is")
MEANING = ("table.meaning", "It means")
TAKES = ("table.time", "How long it takes")
CAN_DO = ("table.actions", "What I can do now")
BY_STAGE = ("table.by-stage", "It depends on the stage.")
LATE = ("status.late", "When a parcel is late")
COUNTED = ("table.late", "Carriers start to search for a late parcel, counted from dispatch:")
CALLED = ("status.aliases", "Also called:")
LIFE = ("life.caption", "The life of an order")
ARTICLES = ("home.articles", "Asked most often")
SHOWN = ("home.statuses", "What does your account show?")
MORE = ("more.heading", "Need more help?")
APP = ("download.heading", "Download our app")
APP_ADVICE = (
    ("download.track", "Track your orders and get delivery news in real time"),
    ("download.reach", "Reach us more easily and get better support"),
    ("download.answers", "See answers in the app first"),
)
APP_BUTTON = ("download.button", "Download the app now")
INVITATION = ("invitation.line", "Managing your orders is even easier in our app")
CLUB = ("club.intro", "App users are members of our club. They get:")
CLUB_GIVES = (
    ("club.service", "a dedicated, top-level customer service team"),
    ("club.deals", "special deals"),
    ("club.gold", "a part in projects for gold members"),
)
JOIN = ("invitation.join", "Join in the app")
MOSTLY_ENGLISH = (
    "fallback.mostly",
    "Most of this page is not translated yet, so you see it in English.",
)
COUNTS_WITH = ("estimate.times", "What we count with")
ZONE = ("estimate.zone", "A business day is over at midnight by this clock: {zone}")
HOLIDAYS = ("estimate.holidays", "Our holidays")
STALE = ("fallback.stale", "The English version of this part changed on {date}.")

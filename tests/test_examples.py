"""Public systems' taxonomies, told in our file: their ids and labels are on the page; no code changes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml
from playwright.sync_api import Browser

from statusbook.checks.check import check
from statusbook.load import load
from statusbook.messages import Texts
from statusbook.schema import make_schema
from statusbook.translate import make_edition
from tests.nu_checker import nu_checker
from tests.project import QUIET, ROOT, copy_project
from tests.tree import parse

EXAMPLES = ROOT / "examples"

TAXONOMIES: dict[str, dict[str, str]] = {
    "schema-org": {
        "OrderPaymentDue": "Payment due",
        "OrderProcessing": "Processing",
        "OrderInTransit": "In transit",
        "OrderPickupAvailable": "Pickup available",
        "OrderDelivered": "Delivered",
        "OrderReturned": "Returned",
        "OrderCancelled": "Cancelled",
        "OrderProblem": "Problem",
    },
    "woocommerce": {
        "pending": "Pending payment",
        "on-hold": "On hold",
        "processing": "Processing",
        "completed": "Completed",
        "failed": "Failed",
        "cancelled": "Cancelled",
        "refunded": "Refunded",
        "checkout-draft": "Draft",
    },
    "magento": {
        "pending": "Pending",
        "processing": "Processing",
        "fraud": "Suspected Fraud",
        "payment_review": "Payment Review",
        "holded": "On Hold",
        "complete": "Complete",
        "closed": "Closed",
        "canceled": "Canceled",
    },
    "shopify": {
        "open": "Open",
        "archived": "Archived",
        "canceled": "Canceled",
        "pending": "Pending",
        "authorized": "Authorized",
        "overdue": "Overdue",
        "expired": "Expired",
        "paid": "Paid",
        "partially_paid": "Partially paid",
        "partially_refunded": "Partially refunded",
        "refunded": "Refunded",
        "voided": "Voided",
        "UNFULFILLED": "Unfulfilled",
        "PARTIALLY_FULFILLED": "Partially fulfilled",
        "FULFILLED": "Fulfilled",
        "IN_PROGRESS": "In progress",
        "ON_HOLD": "On hold",
        "SCHEDULED": "Scheduled",
        "LABEL_PURCHASED": "Label purchased",
        "LABEL_PRINTED": "Label printed",
        "CONFIRMED": "Confirmed",
        "CARRIER_PICKED_UP": "Picked up by carrier",
        "IN_TRANSIT": "In transit",
        "DELAYED": "Delayed",
        "OUT_FOR_DELIVERY": "Out for delivery",
        "ATTEMPTED_DELIVERY": "Attempted delivery",
        "READY_FOR_PICKUP": "Ready for pickup",
        "PICKED_UP": "Picked up",
        "DELIVERED": "Delivered",
        "FAILURE": "Failure",
        "NO_RETURN": "No return",
        "RETURN_REQUESTED": "Return requested",
        "RETURN_IN_PROGRESS": "Return in progress",  # IN_PROGRESS again, so its id is ours
        "INSPECTION_COMPLETE": "Inspection complete",
        "RETURNED": "Returned",
        "RETURN_FAILED": "Return failed",
    },
    "aftership": {
        "Pending": "Pending",
        "Pending_001": "Pending",
        "InfoReceived": "Information Received",
        "InfoReceived_001": "Info Received",
        "InTransit": "In Transit",
        "InTransit_001": "In Transit",
        "InTransit_002": "Acceptance scan",
        "InTransit_003": "Arrival scan",
        "InTransit_004": "Arrived at the destination country",
        "InTransit_005": "Customs clearance completed",
        "InTransit_006": "Customs clearance started",
        "InTransit_007": "Departure Scan",
        "InTransit_008": "Problem resolved",
        "InTransit_009": "Forwarded to a different delivery address",
        "OutForDelivery": "Out for Delivery",
        "OutForDelivery_001": "Out for Delivery",
        "OutForDelivery_003": "Customer contacted",
        "OutForDelivery_004": "Delivery appointment scheduled",
        "AttemptFail": "Failed Attempt",
        "AttemptFail_001": "Failed Attempt",
        "AttemptFail_002": "Addressee not available",
        "AttemptFail_003": "Business Closed",
        "AvailableForPickup": "Available for Pickup",
        "AvailableForPickup_001": "Available for pickup",
        "Delivered": "Delivered",
        "Delivered_001": "Delivered",
        "Delivered_002": "Picked up by the customer",
        "Delivered_003": "Sign by customer",
        "Delivered_004": "Delivered and received cash on delivery",
        "Delivered_005": "Delivered to neighbor",
        "Exception": "Exception",
        "Exception_001": "Exception",
        "Exception_002": "Customer moved",
        "Exception_003": "Customer refused delivery",
        "Exception_004": "Delayed (Customs clearance)",
        "Exception_005": "Delayed (External factors)",
        "Exception_006": "Held for payment",
        "Exception_007": "Incorrect Address",
        "Exception_008": "Pick up missed",
        "Exception_009": "Rejected by carrier",
        "Exception_010": "Returning to sender",
        "Exception_011": "Returned to sender",
        "Exception_012": "Shipment damage",
        "Exception_013": "Shipment lost",
        "Exception_016": "Delayed (Processing issue)",
        "Exception_017": "Delayed (Extreme weather)",
        "Exception_018": "Incorrect / missing documents",
        "Exception_019": "Delayed (Late flight)",
        "Exception_020": "Shipment cancelled",
        "Exception_021": "Shipment disposed",
        "Expired": "Expired",
        "Expired_001": "Expired",
    },
    "aliexpress": {
        "PLACE_ORDER_SUCCESS": "Awaiting payment",
        "RISK_CONTROL": "Payment being verified",
        "IN_CANCEL": "Awaiting cancellation",
        "WAIT_SELLER_SEND_GOODS": "Awaiting shipment",
        "SELLER_PART_SEND_GOODS": "Partial shipment",
        "WAIT_BUYER_ACCEPT_GOODS": "Awaiting delivery",
        "WAIT_SELLER_EXAMINE_MONEY": "Payment not yet confirmed",
        "FUND_PROCESSING": "Fund processing",
        "IN_ISSUE": "Dispute order",
        "IN_FROZEN": "Frozen order",
        "FINISH": "Order completed",
    },
    "amazon-buy-with-prime": {
        "ordered": "Ordered",
        "shipped": "Shipped",
        "out-for-delivery": "Out for Delivery",
        "delivered": "Delivered",
    },
}
"""Every status that a system shows, by its id."""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every example built into a folder of its name."""
    folder = tmp_path_factory.mktemp("examples")
    for name in TAXONOMIES:
        config = EXAMPLES / name / "mkdocs.yml"
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", str(config)]
        done = subprocess.run(
            [*command, "--site-dir", str(folder / name)],
            env=os.environ | QUIET,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    return folder


def page(sites: Path, name: str) -> str:
    return (sites / name / "order-status" / "index.html").read_text(encoding="utf-8")


def headings(html: str) -> dict[str, str]:
    """The words of each heading of a status or a stage, by its anchor."""
    return {
        heading.attributes["id"]: heading.text
        for part in parse(html).walk()
        if part.fits(part.tag, "status") or part.fits(part.tag, "stages__stage")
        for heading in part.children
        if heading.tag in {"h3", "h4", "h5"}
    }


def test_every_example_has_its_taxonomy_here() -> None:
    assert {path.parent.name for path in EXAMPLES.glob("*/statuses.yaml")} == set(TAXONOMIES)
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\((.+)/statuses.yaml\)", readme)) == set(TAXONOMIES)


@pytest.mark.parametrize("name", TAXONOMIES)
def test_check_finds_nothing(name: str) -> None:
    assert check(EXAMPLES / name) == []


@pytest.mark.parametrize("name", TAXONOMIES)
def test_editors_get_completion(name: str) -> None:
    text = (EXAMPLES / name / "statuses.yaml").read_text(encoding="utf-8")
    start = "# yaml-language-server: $schema=../../statuses.schema.json\n# An example from public facts: "
    assert text.startswith(start)
    assert list(jsonschema.Draft202012Validator(make_schema()).iter_errors(yaml.safe_load(text))) == []


@pytest.mark.parametrize("name", TAXONOMIES)
def test_every_id_and_label_is_on_the_page(sites: Path, name: str) -> None:
    """The ids are anchors; no anchor is there twice, and none that a link on the page names is missing."""
    html = page(sites, name)
    assert headings(html) == TAXONOMIES[name]
    anchors = re.findall(r'\bid="([^"]+)"', html)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(anchors)


def test_the_nu_html_checker_finds_no_error(sites: Path, tmp_path: Path) -> None:
    """On pages with axes and former ids, and on pages with a stage of two statuses."""
    for name in ("shopify", "magento"):
        assert nu_checker(sites / name, tmp_path / name) == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", TAXONOMIES)
def test_pictures_fit_the_screen(sites: Path, chromium: Browser, name: str, width: int) -> None:
    """No word of a label is broken, no two labels touch, and nothing is wider than the screen."""
    tab = chromium.new_page(viewport={"width": width, "height": 800})
    tab.goto((sites / name / "order-status" / "index.html").as_uri())
    pictures, broken, touching, wide = tab.evaluate(
        """() => {
            const shown = name => [...document.querySelectorAll(name)].filter(e => e.checkVisibility());
            const labels = shown(".life__label span");
            const broken = labels.filter(label => [...label.textContent.matchAll(/\\S+/g)].some(word => {
                const range = document.createRange();
                range.setStart(label.firstChild, word.index);
                range.setEnd(label.firstChild, word.index + word[0].length);
                return range.getClientRects().length > 1;
            }));
            const touches = (a, b) =>
                a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
            const boxes = labels.map(label => label.getBoundingClientRect());
            return [
                shown(".life").length,
                broken.map(label => label.textContent),
                boxes.filter((a, i) => boxes.some((b, j) => i < j && touches(a, b))).length,
                document.documentElement.scrollWidth,
            ];
        }"""
    )
    tab.close()
    assert (broken, touching, wide) == ([], 0, width)
    on_a_phone = {"aftership": 0, "aliexpress": 0, "shopify": 2}
    assert pictures == (on_a_phone.get(name, 1) if width == 360 else {"shopify": 5}.get(name, 1))


def test_shopify_s_old_words_lead_on(sites: Path) -> None:
    html = page(sites, "shopify")
    old = re.findall(r'((?:<span class="former-id" id="\w+"></span>)+)<h4 id="(\w+)"', html)
    assert {id_: re.findall(r'id="(\w+)"', spans) for spans, id_ in old} == {
        "UNFULFILLED": ["OPEN", "RESTOCKED"],
        "IN_PROGRESS": ["PENDING_FULFILLMENT"],
    }


def test_shopify_has_five_axes_and_one_code_on_two_of_them() -> None:
    edition = make_edition(load(EXAMPLES / "shopify" / "statuses.yaml"), Texts("en"))
    assert [group.label for group in edition.groups] == [
        "Order",
        "Payment",
        "Fulfillment",
        "Shipment",
        "Return",
    ]
    doubles = {group.id: [s.id for s in group.walk() if s.code == "IN_PROGRESS"] for group in edition.groups}
    assert {axis: ids for axis, ids in doubles.items() if ids} == {
        "fulfillment": ["IN_PROGRESS"],
        "return": ["RETURN_IN_PROGRESS"],
    }


def test_magento_s_suspected_fraud_has_two_parents_and_pending_payment_is_not_shown(sites: Path) -> None:
    edition = make_edition(load(EXAMPLES / "magento" / "statuses.yaml"), Texts("en"))
    parents = [s.id for s in edition.statuses if "fraud" in {x.id for x in (*s.stages, *s.also)}]
    assert parents == ["processing", "payment_review"]
    assert "Pending Payment" not in page(sites, "magento")


def test_the_actions_of_the_facts_are_where_the_facts_have_them() -> None:
    def offers(name: str) -> dict[str, list[str]]:
        edition = make_edition(load(EXAMPLES / name / "statuses.yaml"), Texts("en"))
        found: dict[str, list[str]] = {}
        for status in edition.statuses:
            for offer in status.offers:
                found.setdefault(offer.id, []).append(status.id)
        return found

    woocommerce = offers("woocommerce")
    assert set(woocommerce.pop("view")) == set(TAXONOMIES["woocommerce"])
    assert woocommerce == {
        "pay": ["pending", "failed"],
        "cancel": ["pending", "failed"],
        "order-again": ["completed"],
    }
    assert offers("magento") == {"cancel": ["pending", "processing"]}
    assert offers("aliexpress") == {
        "pay": ["PLACE_ORDER_SUCCESS"],
        "cancel": ["RISK_CONTROL", "WAIT_SELLER_SEND_GOODS"],
        "extend": ["WAIT_SELLER_SEND_GOODS"],
        "confirm": ["WAIT_BUYER_ACCEPT_GOODS"],
        "dispute": ["WAIT_BUYER_ACCEPT_GOODS"],
    }


@pytest.mark.parametrize("name", ["aftership", "magento", "shopify"])
def test_an_example_may_take_the_place_of_the_shop_s_file(name: str, tmp_path: Path) -> None:
    """In another language, too: what its catalog does not know is shown in English, and says so."""
    project = copy_project(tmp_path, {"en", "ru"})
    shutil.copy(EXAMPLES / name / "statuses.yaml", project.folder / "statuses.yaml")
    done = project.build()
    assert done.returncode == 0, done.stderr
    assert headings(project.page("order-status")) == TAXONOMIES[name]
    assert headings(project.page("ru/order-status")).keys() == TAXONOMIES[name].keys()
    assert '<span lang="en" dir="ltr">' in project.page("ru/order-status")

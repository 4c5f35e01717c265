"""Who waits for a page comes before what nobody waits for."""

from __future__ import annotations

import threading
import time

from statusbook.preview.preview import Turns

MANY = 200


def test_who_waits_gets_a_turn_between_two_of_the_background() -> None:
    turns, done, order = Turns(), threading.Event(), list[str]()

    def background() -> None:
        for _ in range(MANY):
            turns.let_others()
            with turns:
                order.append("page")
                time.sleep(0.002)
        done.set()

    thread = threading.Thread(target=background)
    thread.start()
    while len(order) < 5:
        time.sleep(0.001)
    with turns:
        order.append("reader")
    done.wait()
    thread.join()
    assert order.index("reader") < MANY / 2

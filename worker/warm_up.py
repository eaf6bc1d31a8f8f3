"""Warm up: one article of our own is read before any other, so that models and tables are loaded by nobody's clock."""

import gc
import time
from datetime import UTC, datetime

from schemas.raw_article import RawArticle
from schemas.wire_profile import WireProfile
from worker.pipeline import Extracted, printed, read

_TEXT = b"""Mayor of Varnholm opens the bridge

VARNHOLM, Norway, March 3 - The mayor of Varnholm opened the new bridge on Monday, and many people came to see it.

It took three years to build, said Elin Marrow, who has drawn bridges since 1998, and it will carry the tram from the
old harbor to the station.
"""
_PAGE = """<!doctype html><html lang="de"><head><title>Neue Brücke in Varnholm eröffnet</title></head><body><article>
<h1>Neue Brücke in Varnholm eröffnet</h1><p>Die Bürgermeisterin von Varnholm hat am Montag die neue Brücke eröffnet,
viele Menschen kamen, um sie zu sehen. Der Bau dauerte drei Jahre, teilte der Stadtrat mit, und künftig fährt dort auch
die Straßenbahn vom alten Hafen zum Bahnhof.</p></article></body></html>""".encode()
# People and places for the gazetteer; a page; another language than English, for the model that tells languages.
_SAMPLES = (_TEXT, _PAGE)


# A batch of articles is tens of thousands of objects that end with it, hardly one of them in a circle: to look for
# circles after every 700, as Python comes, is a tenth of an article's time.
_NEW_OBJECTS = 20_000
_YOUNG_LOOKS, _OLD_LOOKS = 20, 100  # of those looks one in twenty goes further back, and of these one in a hundred


def settle() -> None:
    """Let the collector pass by what is loaded, which stays, so that copies share it for good, and look seldom."""
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, _YOUNG_LOOKS, _OLD_LOOKS)


def warm_up() -> None:
    """Read the samples. It takes a second of processor time: a thousand times as long as the next articles."""
    for body in _SAMPLES:
        raw = RawArticle(wire="local", name="warm-up", body=body, received_at=datetime.now(UTC))
        found = read(raw, WireProfile(), time.perf_counter)
        printed([one for one in found if isinstance(one, Extracted)], time.perf_counter)

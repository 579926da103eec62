"""Nothing leaves this machine: commands, the app and the tests' own browser, traced in a network that ends here."""

import json
import os
import shutil
import sys
from pathlib import Path

import cv2
import pytest
from command import COMMAND
from knocking import REFUSED
from tracing import Trace, cannot_trace, trace

from lfr_eval.capture.images import read_image

TESTS = Path(__file__).parents[1]
IPV6_PROBE = ("2001:4860:4860::8888", 443)
"""Chromium asks the system whether there is a way to this address, on a socket for datagrams, and sends none."""
COMMANDS = {
    "enrol": "enrol {home}/photographs --to watchlists/new",
    "watch": "watch {home}/clip.mp4 --watchlist watchlists/people --truth {home}/passes.csv",
    "watch on openvino": "watch {home}/clip.mp4 --watchlist watchlists/people --system {home}/openvino.yaml",
    "annotate": "annotate latest --source {home}/clip.mp4 --out {home}/annotated.mp4",
    "search": "search {home}/people",
    "bench": "bench search --entries 300 --repeats 1 --out {home}/bench",
}
TALKATIVE = """
import os, socket, onnxruntime
for ask in (lambda: socket.create_connection(("192.0.2.1", 9), 1), lambda: socket.getaddrinfo("name.example", 9)):
    try:
        ask()
    except OSError:
        pass
os.mkdir("made")
open(os.path.join(os.environ["TMPDIR"], "left"), "w").close()
"""


@pytest.fixture(scope="module", autouse=True)
def traceable() -> None:
    """In CI nothing excuses a machine that cannot be watched."""
    reason = cannot_trace()
    if reason and os.environ.get("CI"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose path is short enough for a browser's socket in it."""
    return tmp_path_factory.mktemp("q")


@pytest.fixture
def furnished(town, place) -> Path:
    """A home with a list, a run, and everything that the commands take."""
    home = shutil.copytree(town.home, place / "home")
    (home / "openvino.yaml").write_text("models: {backend: openvino}\n")
    for photograph in (home / "photographs").iterdir():
        person = home / "people" / photograph.stem
        person.mkdir(parents=True)
        for number, quality in enumerate((95, 80)):
            cv2.imwrite(str(person / f"{number}.jpg"), read_image(photograph), [cv2.IMWRITE_JPEG_QUALITY, quality])
    return home


def stayed(found: Trace, *, but: frozenset[tuple[str, int]] = frozenset()) -> None:
    assert found.code == 0, found
    assert found.beyond <= but
    assert (found.lookups, found.outside, found.left) == (set(), set(), set())


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_a_command_keeps_to_its_home(furnished, place, words):
    spoken = words.format(home=furnished).split()
    stayed(trace([COMMAND, *spoken], furnished, place, ORT_DISABLE_TELEMETRY="0"))


def test_the_app_and_the_browser_of_the_tests_keep_to_this_machine(furnished, place, chromium):
    paths = os.pathsep.join(filter(None, [str(TESTS.parent / "benchmarks"), os.environ.get("PYTHONPATH")]))
    pages = ("overview", "run", "watchlists", "live")
    words = [sys.executable, TESTS / "visit.py", furnished, chromium, *pages]
    found = trace(words, furnished, place, PYTHONPATH=paths)
    stayed(found, but=frozenset({IPV6_PROBE}))
    assert json.loads(found.out) == {"errors": [], "foreign": REFUSED}


def test_what_is_not_quiet_is_heard(place):
    found = trace([sys.executable, "-c", TALKATIVE], place / "home", place, ORT_DISABLE_TELEMETRY="0")
    assert ("192.0.2.1", 9) in found.beyond
    assert found.lookups
    assert str(place / "user" / "made") in found.outside
    assert any("onnxruntime" in path for path in found.outside), "onnxruntime has stopped reporting: let it be"
    assert "left" in found.left

"""Libraries are told not to report before they are loaded, whichever way one comes in."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from lfr_eval.core import telemetry
from lfr_eval.core.telemetry import ONNXRUNTIME_SWITCH, OPENVINO_REPORTER, switch_off

IN_A_WORKER = """
from multiprocessing import get_context
from lfr_eval.engine.models.backends import available_providers
if __name__ == "__main__":
    with get_context("spawn").Pool(1) as pool:
        pool.apply(available_providers)
"""
WAYS = {
    "a name of the package": "import lfr_eval.core.rates, onnxruntime",
    "a worker": IN_A_WORKER,
}


@pytest.mark.parametrize("code", WAYS.values(), ids=WAYS)
def test_no_way_in_leaves_a_trace_of_onnxruntime_in_the_folder_of_the_user(tmp_path, code):
    home, script = tmp_path / "home", tmp_path / "script.py"
    home.mkdir()
    script.write_text(code)
    # a user whose environment would switch it on again
    env = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    env |= {"HOME": str(home), "TMPDIR": str(home), ONNXRUNTIME_SWITCH: "0"}
    subprocess.run([sys.executable, script], env=env, check=True)
    assert list(home.iterdir()) == []


@pytest.fixture
def onnxruntime(monkeypatch):
    """A stand-in that is loaded already, and writes down what it is told: the real one would report."""
    told: list[str] = []
    library = SimpleNamespace(disable_telemetry_events=lambda: told.append("disable"), told=told)
    monkeypatch.setitem(sys.modules, "onnxruntime", library)
    monkeypatch.setenv(ONNXRUNTIME_SWITCH, "0")
    return library


def test_onnxruntime_that_was_loaded_before_is_told_what_it_still_hears_and_so_is_the_user(onnxruntime):
    with pytest.warns(RuntimeWarning, match="onnxruntime was loaded before lfr_eval") as warned:
        switch_off()
    assert onnxruntime.told == ["disable"]
    assert os.environ[ONNXRUNTIME_SWITCH] == "1"
    assert "or set ORT_DISABLE_TELEMETRY=1" in str(warned[0].message)


def test_onnxruntime_that_was_loaded_when_it_was_off_needs_no_warning(onnxruntime, monkeypatch):
    monkeypatch.setenv(ONNXRUNTIME_SWITCH, "1")
    switch_off()
    assert onnxruntime.told == []


def test_openvino_that_was_loaded_before_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, OPENVINO_REPORTER, SimpleNamespace())
    with pytest.warns(RuntimeWarning, match="openvino was loaded before lfr_eval"):
        switch_off()


def test_the_switch_that_onnxruntime_still_hears_exists():
    import onnxruntime

    assert callable(onnxruntime.disable_telemetry_events)
    assert telemetry.OFF == "1"

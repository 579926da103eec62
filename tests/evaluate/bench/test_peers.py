"""The loop of another library runs in an environment of its own, or says why it does not."""

import sys
from pathlib import Path

import loops
import numpy as np
import pytest
from peers import uniface_loop

from lfr_eval.capture.clip import ClipWriter
from lfr_eval.core.errors import InputError
from lfr_eval.core.settings import Models, SystemSettings
from lfr_eval.evaluate.bench.footage import ten_people


def refused(words: list[object], capsys: pytest.CaptureFixture[str]) -> str:
    """The last line with which the benchmark refused its arguments."""
    with pytest.raises(SystemExit, match=r"^2$"):
        loops.main([str(word) for word in words])
    return capsys.readouterr().err.splitlines()[-1]


# The Python of these tests has no uniface.
def test_a_python_without_uniface_is_named(tmp_path: Path):
    with (
        pytest.raises(InputError, match=r"uniface does not run there \(ModuleNotFoundError"),
        uniface_loop(Path(sys.executable), "vectron", tmp_path),
    ):
        pass


def test_a_python_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    said = refused(["--frames", 10, "--uniface", tmp_path / "python"], capsys)
    assert said.endswith("expected the Python of an environment with uniface (No such file or directory)")


# Nothing is measured for minutes before a wrong file is named: the clip is grey, and nobody has watched it yet.
def test_passes_of_another_clip_are_named_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    clip, passes = tmp_path / "grey.mp4", tmp_path / "passes.csv"
    with ClipWriter(clip, 640, 360, 25) as writer:
        writer.write(np.full((360, 640, 3), 128, np.uint8))
    passes.write_text("pass_id,source,subject_id,t_enter_s,t_exit_s\np1,other.mp4,anna,0,1\n")
    people = ten_people(tmp_path / "people")
    said = refused([clip, "--photographs", people, "--passes", passes], capsys)
    assert "expected rows for source 'grey.mp4', found 'other.mp4'" in said


def test_a_loop_in_another_process_has_no_processor_time_here(capsys: pytest.CaptureFixture[str]):
    assert "processor time is not measured" in refused(["--processor-time", "--uniface", sys.executable], capsys)


def test_passes_need_a_clip(capsys: pytest.CaptureFixture[str]):
    assert "--passes a clip" in refused(["--passes", "passes.csv"], capsys)


def test_the_watch_finds_whom_the_loop_finds_in_a_crowd():
    found = loops.bench_loops(SystemSettings(models=Models(threads=1)), frames=2, repeats=1)
    (ratio,) = found.ratios
    assert ratio.name == "throughput crowd, onnxruntime: times as fast as FaceAnalysis.get"
    assert "crowd: the watch found yao-ming, the loop yao-ming" in found.notes

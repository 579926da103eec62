"""The loop of another library runs in an environment of its own, or says why it does not."""

import sys
from pathlib import Path

import numpy as np
import pytest
from command import refusal, spawn

from lfr_eval.capture.clip import ClipWriter
from lfr_eval.core.errors import InputError
from lfr_eval.engine.models.files import locate
from lfr_eval.engine.models.insightface import InsightFaceEngine
from lfr_eval.evaluate.bench.footage import ten_people
from lfr_eval.evaluate.bench.loops import uniface_loop


# The Python of these tests has no uniface.
def test_a_python_without_uniface_is_named(tmp_path: Path):
    engine = InsightFaceEngine(locate("vectron"), threads=1)
    with (
        pytest.raises(InputError, match=r"uniface does not run there \(ModuleNotFoundError"),
        uniface_loop(Path(sys.executable), engine, tmp_path),
    ):
        pass


def test_a_python_that_is_not_there_is_named(tmp_path: Path):
    said = spawn(tmp_path, "bench", "throughput", "--frames", 10, "--uniface", tmp_path / "python")
    assert refusal(said).endswith("expected the Python of an environment with uniface (No such file or directory)")


# Nothing is measured for minutes before a wrong file is named: the clip is grey, and nobody has watched it yet.
def test_passes_of_another_clip_are_named_first(tmp_path: Path):
    with ClipWriter(tmp_path / "grey.mp4", 640, 360, 25) as clip:
        clip.write(np.full((360, 640, 3), 128, np.uint8))
    (tmp_path / "passes.csv").write_text("pass_id,source,subject_id,t_enter_s,t_exit_s\np1,other.mp4,anna,0,1\n")
    people = ten_people(tmp_path / "people")
    said = spawn(tmp_path, "bench", "throughput", "grey.mp4", "--photographs", people, "--passes", "passes.csv")
    assert "expected rows for source 'grey.mp4', found 'other.mp4'" in refusal(said)


def test_a_loop_in_another_process_has_no_processor_time_here(tmp_path: Path):
    said = spawn(tmp_path, "bench", "throughput", "--processor-time", "--uniface", sys.executable)
    assert said.code == 2
    assert "processor time is not measured" in said.err


def test_passes_need_a_clip(tmp_path: Path):
    said = spawn(tmp_path, "bench", "throughput", "--passes", "passes.csv")
    assert said.code == 2
    assert "--passes a clip" in said.err

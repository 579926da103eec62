"""Verification of real photographs from the folder to the stated figures, and what is refused before a model runs."""

import json
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from lfr_eval.cli.main import main
from lfr_eval.core.errors import InputError
from lfr_eval.core.settings import SystemSettings
from lfr_eval.datasets.pairs import read_pairs
from lfr_eval.engine.models.packs import PACKS
from lfr_eval.evaluate.results.verify import VerifyResult
from lfr_eval.evaluate.system import load_engine
from lfr_eval.evaluate.verify.published import published_on
from lfr_eval.evaluate.verify.result import VerifyQuestion, verify
from lfr_eval.evaluate.verify.sets import VerifyFiles, read_verify_set
from lfr_eval.report.verify import verify_lines

EACH = 6
"""Mated and non-mated pairs of each of two folds."""
RECOGNISER = str(PACKS["vectron"].files[1].sha256)


@pytest.fixture(scope="module")
def home(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the first pairs of two folds of LFW in its own layout: one photograph is a text, one is blank."""
    home = tmp_path_factory.mktemp("home")
    lfw, small = shared_data / "lfw", home / "lfw"
    small.mkdir()
    lines = (lfw / "pairs.txt").read_text().splitlines()
    chosen = [lines[1 + start + row] for start in (0, 300, 600, 900) for row in range(EACH)]
    (small / "pairs.txt").write_text("\n".join([f"2\t{EACH}", *chosen]) + "\n")
    (small / "subjects.csv").write_bytes((lfw / "subjects.csv").read_bytes())
    pairs = read_pairs(small / "pairs.txt", small / "lfw-deepfunneled")
    for path in {end for pair in pairs for end in (pair.first, pair.second)}:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((lfw / path.relative_to(small)).read_bytes())
    pairs[0].second.write_text("not a photograph")
    cv2.imwrite(str(pairs[-1].first), np.full((250, 250, 3), 128, np.uint8))
    return home


@pytest.fixture(scope="module")
def stated(home: Path) -> dict[str, Any]:
    settings = SystemSettings()
    question = VerifyQuestion(at=(0.25,), all_pairs=True, by=("sex",))
    cache = home / "datasets" / ".templates"
    return verify(VerifyFiles(home / "lfw"), question, load_engine(settings), settings, cache=cache).to_json()


def test_every_pair_is_counted(stated: dict[str, Any]) -> None:
    assert (stated["pairs"], stated["mated"], stated["non_mated"]) == (24, 12, 12)
    assert stated["failures"] == {"unreadable": 1, "no_face": 1}
    # The two pairs that could not be compared are the only errors.
    assert (stated["accuracy"]["k"], stated["accuracy"]["n"]) == (22, 24)
    assert stated["accuracy_folds"]["mean"] == pytest.approx(22 / 24)
    assert [one["reasons"] for one in stated["excluded"]] == [
        {"lfw-deepfunneled/Abel_Pacheco/Abel_Pacheco_0004.jpg": "unreadable"},
        {stated["excluded"][1]["pair"][0]: "no face"},
    ]
    at = stated["at"][0]
    assert (at["threshold"], at["fmr"]["n"], at["fnmr"]["n"], at["far"]["n"], at["frr"]["n"]) == (0.25, 11, 11, 12, 12)
    assert (at["far"]["k"], at["frr"]["k"] - at["fnmr"]["k"]) == (0, 1)
    assert stated["tmr_at_fmr"]["0.001"]["value"] is None
    assert stated["published"] is None


def test_everybody_against_everybody(stated: dict[str, Any]) -> None:
    found = stated["all_pairs"]
    acquired = found["images"] - 2
    assert found["impostor_comparisons"] + found["genuine_comparisons"] == acquired * (acquired - 1) // 2
    (by_sex,) = found["by"]
    assert (by_sex["label_sources"], by_sex["model_inferred"]) == (["annotator"], False)
    assert sum(group["images"] for group in by_sex["groups"]) == acquired
    cells = [
        (cell["probe"], cell["reference"], cell["fmr"]["n"]) for cell in by_sex["matrix"] if cell["threshold"] == 0.4
    ]
    assert [(one, other) for one, other, _ in cells] == [("F", "F"), ("F", "M"), ("M", "M")]
    assert sum(n for *_, n in cells) == found["impostor_comparisons"]


def test_distributions_hold_every_comparison(stated: dict[str, Any]) -> None:
    found = stated["all_pairs"]
    (by_sex,) = found["by"]
    for one in (found, by_sex):
        scores = one["distributions"]
        assert len(scores["edges"]) == len(scores["impostor"][0]["scores"]) + 1
        assert sum(sum(cell["scores"]) for cell in scores["impostor"]) == found["impostor_comparisons"]
        assert sum(sum(group["genuine"]) for group in scores["groups"]) == found["genuine_comparisons"]
    cells = {(cell["probe"], cell["reference"]): cell["scores"] for cell in by_sex["distributions"]["impostor"]}
    for cell in by_sex["matrix"]:
        # 0.25 is an edge: what lies above it is what reached it.
        if cell["threshold"] == 0.25:
            above = by_sex["distributions"]["edges"].index(0.25)
            assert sum(cells[cell["probe"], cell["reference"]][above:]) == cell["fmr"]["k"]
    everybody = found["distributions"]["groups"][0]
    assert everybody["fmr"][0] == 1.0
    assert everybody["fnmr"][0] == 0.0
    at = next(one for one in found["at"] if one["threshold"] == 0.25)
    place = found["distributions"]["edges"].index(0.25)
    assert everybody["fmr"][place] == pytest.approx(at["fmr"]["value"])
    assert everybody["fnmr"][place] == pytest.approx(at["fnmr"]["value"])


def test_json_and_words_say_the_same(stated: dict[str, Any]) -> None:
    json.dumps(stated, allow_nan=False)
    said = "\n".join(verify_lines(VerifyResult.of_json(stated)))
    assert "Decided rightly   22 of 24 pairs = 91.7 % (95 % " in said
    assert "lfw-deepfunneled/Abel_Pacheco/Abel_Pacheco_0004.jpg" in said
    assert "TMR at FMR 0.001  not supported by n" in said
    assert "published" not in said
    assert "false matches among themselves 0 % (95 % 0 % to " in said
    assert "among the others" in said


def test_intervals_count_people_and_no_comparison_twice(stated: dict[str, Any]) -> None:
    # a photograph stands in dozens of comparisons; with one false match they count as half the people at most
    found = stated["all_pairs"]["at"][0]["fmr"]
    assert found["method"] == stated["accuracy"]["method"] == "korn-graubard"
    assert found["k"] < 10
    assert found["n_eff"] <= found["subjects"] / 2 < found["n"]


def test_command_runs_no_model_on_a_kept_set(
    home: Path, stated: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LFR_EVAL_HOME", str(home))
    monkeypatch.setattr(sys, "argv", ["lfr-eval", "verify", "lfw", "--at", "0.25", "--cache", "--json"])
    with pytest.raises(SystemExit) as ended:
        main()
    said = json.loads(capfd.readouterr().out)
    assert (ended.value.code, said["templates_from_cache"]) == (0, said["images"])
    assert "all_pairs" not in said
    assert {key: said[key] for key in ("accuracy", "at", "eer", "fta")} == {
        key: stated[key] for key in ("accuracy", "at", "eer", "fta")
    }


@pytest.mark.parametrize("suffix", ["txt", "csv"])
def test_a_single_fold_is_decided_at_the_threshold_of_the_system(
    home: Path, stated: dict[str, Any], tmp_path: Path, suffix: str
) -> None:
    pairs, cache, at = read_pairs(home / "lfw/pairs.txt", home / "lfw/lfw-deepfunneled"), home / "datasets", 0.4
    (tmp_path / "pairs.txt").write_text(
        f"{2 * EACH}\n"
        + "".join(
            "\t".join(line.split("\t")) + "\n"
            for mated in (3, 4)
            for line in (home / "lfw/pairs.txt").read_text().splitlines()[1:]
            if len(line.split("\t")) == mated
        )
    )
    rows = [
        ",".join([*(str(end.relative_to(home / "lfw")) for end in (pair.first, pair.second)), answer, "7"])
        for pair in pairs
        for answer in ["yes" if pair.mated else "no"]
    ]
    (tmp_path / "pairs.csv").write_text("\n".join(["path_a,path_b,mated,fold", *rows]) + "\n")
    settings = SystemSettings()
    files = VerifyFiles(home / "lfw", pairs=tmp_path / f"pairs.{suffix}")
    found = verify(files, VerifyQuestion(), load_engine(settings), settings, cache=cache / ".templates").to_json()
    folds = found["accuracy_folds"]
    assert (found["pairs"], folds["mean"], folds["se"]) == (24, None, None)
    assert [(fold["fold"], fold["threshold"], fold["pairs"]) for fold in folds["folds"]] == [
        (1 if suffix == "txt" else 7, at, 24)
    ]
    errors = next(row for row in found["at"] if row["threshold"] == at)
    wrong = errors["fmr"]["k"] + errors["fnmr"]["k"] + len(found["excluded"])
    assert found["accuracy"]["k"] == 24 - wrong
    assert "one fold, decided at the system's own threshold 0.4" in " ".join(verify_lines(VerifyResult.of_json(found)))


def test_a_set_with_tables(tmp_path: Path) -> None:
    (tmp_path / "images.csv").write_text(
        "image_id,subject_id,path\n1,ann,a1.jpg\n2,ann,a2.jpg\n3,bob,in/b.jpg\n4,cid,c.jpg\n", encoding="utf-8"
    )
    (tmp_path / "pairs.csv").write_text("path_a,path_b,mated,fold\na2.jpg,a1.jpg,yes,1\nin/b.jpg,a1.jpg,no,2\n")
    found = read_verify_set(VerifyFiles(tmp_path)).of_pairs()
    assert [image.image_id for image in found.images] == ["1", "2", "3"]
    assert found.sides == ((1, 0), (2, 0))
    assert found.name_of(2) == "in/b.jpg"


@pytest.mark.parametrize(
    ("pairs", "question", "message"),
    [
        (None, VerifyQuestion(), "expected pairs.txt or pairs.csv, found none"),
        ("a1.jpg,a2.jpg,yes,1\na1.jpg,gone.jpg,no,2\n", VerifyQuestion(), "found 1 that are not in it, the first"),
        ("a1.jpg,b.jpg,yes,1\n", VerifyQuestion(), "are said to be mated, yet show 'ann' and 'bob'"),
        (
            "a1.jpg,a2.jpg,yes,1\na1.jpg,b.jpg,no,2\n",
            VerifyQuestion(),
            "the threshold of fold 1 is chosen on the other",
        ),
        ("a1.jpg,a2.jpg,yes,1\n", VerifyQuestion(), "expected mated and non-mated pairs, found only one kind"),
        (None, VerifyQuestion(by=("sex",)), "give --all-pairs with --by"),
        (None, VerifyQuestion(all_pairs=True, at=(1.5,)), "expected similarities from -1 to 1, found 1.5"),
        (None, VerifyQuestion(all_pairs=True, by=("sex",)), "attribute sex: expected one of none"),
    ],
)
def test_refused_before_a_model_runs(tmp_path: Path, pairs: str | None, question: VerifyQuestion, message: str) -> None:
    (tmp_path / "images.csv").write_text("image_id,subject_id,path\n1,ann,a1.jpg\n2,ann,a2.jpg\n3,bob,b.jpg\n")
    if pairs:
        (tmp_path / "pairs.csv").write_text("path_a,path_b,mated,fold\n" + pairs)
    no_engine: Any = None
    with pytest.raises(InputError) as caught:
        verify(VerifyFiles(tmp_path), question, no_engine, SystemSettings())
    assert message in str(caught.value)


def test_published_figure_only_where_it_applies(shared_data: Path, tmp_path: Path) -> None:
    pairs = read_pairs(shared_data / "lfw/pairs.txt", tmp_path)
    found = published_on(pairs, RECOGNISER, mirrored=False)
    assert found is not None
    assert (found["accuracy"], len(found["differences"])) == (0.997, 3)
    assert "3,000 of them, in 5 folds" in found["differences"][1]
    mirrored = published_on(pairs, RECOGNISER, mirrored=True)
    assert mirrored is not None
    assert found["differences"][:2] == mirrored["differences"]
    assert published_on(pairs, "0" * 64, mirrored=False) is None
    assert published_on(pairs[1:], RECOGNISER, mirrored=False) is None

import pytest

from lfr_eval.core.errors import RecordError
from lfr_eval.record.scores import read_score, score_digest, write_score

RUN = "20250601T120000Z-0123abcd"
DIGEST = score_digest("truth", {"gap_s": 10, "collar_s": 0.25})


def test_a_score_is_found_by_its_inputs(tmp_path):
    assert score_digest("truth", {"collar_s": 0.25, "gap_s": 10}) == DIGEST
    assert score_digest("truth", {"collar_s": 0.5, "gap_s": 10}) != DIGEST
    score = {"tpir": {"k": 0, "n": 0, "value": None}}
    path = write_score(tmp_path, RUN, DIGEST, score)
    assert path == tmp_path / RUN / f"{DIGEST}.json"
    assert read_score(tmp_path, RUN, DIGEST) == score
    assert read_score(tmp_path, RUN, score_digest("other")) is None


def test_a_damaged_score_is_made_again(tmp_path):
    write_score(tmp_path, RUN, DIGEST, {}).write_text('{"tp')
    assert read_score(tmp_path, RUN, DIGEST) is None


def test_a_score_that_is_no_number_leaves_nothing(tmp_path):
    with pytest.raises(ValueError, match="JSON"):
        write_score(tmp_path, RUN, DIGEST, {"value": float("nan")})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("run", "digest"), [("../../etc", DIGEST), (RUN, "../x"), ("", DIGEST)])
def test_paths_stay_in_their_folder(tmp_path, run, digest):
    with pytest.raises(RecordError):
        write_score(tmp_path, run, digest, {})

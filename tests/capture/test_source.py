import hashlib

import cv2
import pytest
from capture_clips import picture, write_clip

from lfr_eval.capture.source import open_source, source_digest
from lfr_eval.core.errors import SourceError


def test_a_file_is_named_by_its_base_name_and_digest(tmp_path):
    path = write_clip(tmp_path / "north gate.mp4", [0, 40])
    with open_source(str(path)) as source:
        assert (source.source_id, len(list(source))) == ("north gate.mp4", 2)
        assert source.digest == source_digest(path) == hashlib.sha256(path.read_bytes()).hexdigest()
    with open_source(str(path), source_id="north") as source:
        assert source.source_id == "north"


def test_a_folder_is_named_by_its_base_name(tmp_path, monkeypatch):
    cv2.imwrite(str(tmp_path / "1.png"), picture(0))
    monkeypatch.chdir(tmp_path)
    for spec in (".", f"{tmp_path}/"):
        with open_source(spec, fps=5) as source:
            assert (source.source_id, source.nominal_fps) == (tmp_path.name, 5)


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("rtsp://user:secret@host/live", "a network camera needs a name, which is recorded in place"),
        ("https://host/clip.mp4", "https:// is not supported yet"),
        ("camera:", "expected camera:NUMBER"),
        ("camera:-1", "expected camera:NUMBER"),
        ("camera:97", "camera:97: no such camera"),
        ("nowhere.mp4", "nowhere.mp4: no such file or folder"),
        ("rtsp:/user:secret@host/live", "no such file or folder, and no address of a camera"),
        ("RTSPS:user:secret@host", "no such file or folder, and no address of a camera"),
        ("user:secret@host/live", "no such file or folder, and no address of a camera"),
    ],
)
def test_what_is_not_a_source(spec, said):
    with pytest.raises(SourceError) as error:
        open_source(spec)
    assert said in str(error.value)
    assert "secret" not in str(error.value)


def test_a_link_to_itself_is_no_footage(tmp_path):
    link = tmp_path / "loop.mp4"
    link.symlink_to("loop.mp4")
    with pytest.raises(SourceError, match="no such file or folder"):
        open_source(str(link))

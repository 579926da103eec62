"""What a reader of a run is told of its footage."""

import pytest

from lfr_eval.core.footage_phrases import KINDS, footage_notes, irregularity

PLAIN = {"size_px": [64, 48], "stored_px": [64, 48], "nominal_fps": 25.0, "rate": "stated", "streams": None}
STREAMS = {"watched": 0, "all": [0, 2], "sizes_px": [[1280, 720], [640, 360]]}


@pytest.mark.parametrize(
    ("source", "counts", "said"),
    [
        ({}, {}, []),
        # a dash camera
        (
            {"streams": STREAMS},
            {},
            [
                "of 2 video streams in the file, 0 (1280 x 720 px) was watched, and not 2 (640 x 360 px): --stream 2 "
                "watches that"
            ],
        ),
        # a run of an earlier version
        (
            {"streams": {"watched": 1, "all": [0, 1]}},
            {},
            ["of 2 video streams in the file, 1 was watched, and not 0: --stream 0 watches that"],
        ),
        (
            {"stored_px": [352, 288]},
            {},
            ["pixels are not square: stored as 352 x 288, measured as shown, 64 x 48 px"],
        ),
        # turned by a quarter
        ({"stored_px": [48, 64]}, {}, []),
        ({"rate": "assumed"}, {}, ["the source does not state its rate: taken as 25 a second"]),
        (
            {},
            {"gaps": {"n": 1, "longest_s": 3600.0, "longest_after_s": 2.0, "total_s": 3600.0}},
            ["a gap of 3,600.0 s without a frame after 2.00 s is not counted as watched"],
        ),
        ({}, {"irregularities": {"gaps": 1, "frames_damaged": 1}}, ["1 frame patched up by the decoder"]),
        ({}, {"damage": "the file breaks off"}, ["the file breaks off"]),
    ],
)
def test_notes(source, counts, said):
    assert footage_notes(PLAIN | source, counts) == said


def test_every_kind_is_said_in_words():
    for kind in KINDS:
        assert "2 " in f"{irregularity(kind, 2)} "
        assert "_" not in irregularity(kind, 2)
    assert irregularity("of_a_newer_version", 1200) == "of_a_newer_version: 1,200"

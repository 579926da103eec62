from pathlib import Path

import pytest
from search_trials import listed_people, write_set

from lfr_eval.core.errors import InputError
from lfr_eval.evaluate.search.sets import SearchFiles, SearchSet, read_search_set


def ids(found: SearchSet) -> tuple[list[str], list[str]]:
    return [image.image_id for image in found.references], [image.image_id for image in found.probes]


def folder_per_subject(root: Path, **images: int) -> Path:
    for subject, n in images.items():
        (root / subject).mkdir(parents=True)
        for number in range(n):
            (root / subject / f"{number}.jpg").touch()
    return root


def test_roles_decide(tmp_path: Path):
    # One image says nothing of its role, so it is used for nothing, and counted.
    images = [("a", "A", "reference"), ("b", "A", "probe"), ("c", "B", "filler"), ("d", "C", "probe"), ("e", "C", "")]
    found = read_search_set(SearchFiles(write_set(tmp_path, images)))
    assert ids(found) == (["a", "c"], ["b", "d"])
    assert found.persons == {"A", "B"}
    assert found.unused == {"no role": 1}


def test_without_roles_the_first_of_several_is_the_reference(tmp_path: Path):
    found = read_search_set(SearchFiles(folder_per_subject(tmp_path / "people", A=3, B=1, C=2)))
    assert ids(found) == (["A/0.jpg", "C/0.jpg"], ["A/1.jpg", "A/2.jpg", "B/0.jpg", "C/1.jpg"])


def test_without_roles_the_oldest_is_the_reference(tmp_path: Path):
    images = [("a", "A", "2021-01-01"), ("b", "A", "2020-01-01"), ("c", "A", "")]
    found = read_search_set(SearchFiles(write_set(tmp_path, images, header="capture_date")))
    assert ids(found) == (["b"], ["a", "c"])


def test_a_set_of_single_images_is_the_list_when_others_are_searched(tmp_path: Path):
    people = folder_per_subject(tmp_path / "people", A=1, B=1)
    probes = write_set(tmp_path / "street", [("s1", "A", "probe"), ("s2", "Z", "probe")])
    found = read_search_set(SearchFiles(people, probes=(probes,)))
    assert ids(found) == (["A/0.jpg", "B/0.jpg"], ["s1", "s2"])
    assert any("1 subject ids stand in more than one set" in note for note in found.notes)


def test_probes_only_search_and_fillers_only_list(tmp_path: Path):
    # The option decides, whatever the roles; where they say otherwise that is noted.
    main = write_set(tmp_path / "main", [("a", "A", "reference"), ("b", "A", "probe")])
    probes = write_set(tmp_path / "probes", [("c", "C", "probe"), ("d", "D", "reference")])
    filler = write_set(tmp_path / "filler", [("e", "E", "probe")])
    found = read_search_set(SearchFiles(main, probes=(probes,), filler=(filler / "images.csv",)))
    assert ids(found) == (["a", "e"], ["b", "c", "d"])
    assert len(found.notes) == 2
    assert found.names == {"images": ("main",), "probes": ("probes",), "filler": ("filler",)}


def test_one_image_cannot_stand_in_two_sets(tmp_path: Path):
    main = write_set(tmp_path / "main", [("a", "A", "reference"), ("b", "A", "probe")])
    with pytest.raises(InputError, match="'a' stands in both"):
        read_search_set(SearchFiles(main, probes=(main / "images.csv",)))


@pytest.mark.parametrize(
    ("images", "missing"),
    [([("a", "A", "probe")], "role reference"), (listed_people("AB"), "an image to search")],
    ids=["nobody on the list", "nobody searched"],
)
def test_half_a_search_is_refused(tmp_path: Path, images: list, missing: str):
    with pytest.raises(InputError, match=missing):
        read_search_set(SearchFiles(write_set(tmp_path, images)))


def test_labels_beside_a_set_serve_all_sets(tmp_path: Path):
    people = "subject_id,ethnicity\n{},{}\n"
    main = write_set(tmp_path / "main", listed_people("A"), people=people.format("A", "White"))
    probes = write_set(tmp_path / "probes", [("c", "C", "probe")], people=people.format("C", "Caucasian"))
    (main / "labels.yaml").write_text("ethnicity: {white: [Caucasian]}\n")
    files = SearchFiles(main, probes=(probes,))
    found = read_search_set(files)
    assert {subject.attributes["ethnicity"] for subject in found.subjects.by_id.values()} == {"white"}
    (probes / "labels.yaml").write_text("ethnicity: {w: [Caucasian, White]}\n")
    with pytest.raises(InputError, match="one scheme for all sets, found 2; give it with --labels"):
        read_search_set(files)


def test_the_digest_is_of_who_is_who(tmp_path: Path):
    images = [*listed_people("AB"), ("p", "A", "probe")]
    people = "subject_id,sex\nA,F\nB,M\n"
    digests = {
        read_search_set(SearchFiles(write_set(tmp_path / str(number), rows, people=said))).digest()
        for number, (rows, said) in enumerate(
            [
                (images, people),
                (images, people),
                (images, people.replace("B,M", "B,F")),
                ([*images[:2], ("p", "B", "probe")], people),
                ([*images, ("q", "A", "probe")], people),
            ]
        )
    }
    assert len(digests) == 4

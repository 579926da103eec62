"""subjects.csv and labels.yaml: groups are spelt alike, ages are banded, sources are not mixed unawares."""

from pathlib import Path

import pytest

from lfr_eval.core.errors import InputError, TableError
from lfr_eval.core.events import Pass
from lfr_eval.datasets.labels import Labels, read_labels
from lfr_eval.datasets.passes import read_passes
from lfr_eval.datasets.subjects import LabelSource, Subjects, age_band, label_passes, pool_subjects, read_subjects


def write(folder: Path, content: str, name: str = "subjects.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def read(folder: Path, content: str, labels: Labels | None = None) -> Subjects:
    return read_subjects(write(folder, content), labels)


def test_every_cell_of_a_subject(tmp_path: Path) -> None:
    header = "subject_id,sex,ethnicity,age,skin_tone,label_source,kin_of,accent\n"
    subject = read(tmp_path, f"{header}001,F,white,24,3,self,002; 003,\n").by_id["001"]
    assert subject.attributes == {"sex": "F", "ethnicity": "white", "skin_tone": "3"}
    assert (subject.age, subject.label_source, subject.kin_of) == (24, LabelSource.SELF, {"002", "003"})
    assert subject.groups() == {"sex": "F", "ethnicity": "white", "skin_tone": "3", "age": "18-29"}


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, "under 18"),
        (17.9, "under 18"),
        (18, "18-29"),
        (29.9, "18-29"),
        (30, "30-44"),
        (45, "45-59"),
        (60, "60+"),
        (120, "60+"),
    ],
)
def test_age_bands(age: float, band: str) -> None:
    assert age_band(age) == band


def test_age_from_the_year_of_birth_needs_the_year_of_the_footage(tmp_path: Path) -> None:
    subject = read(tmp_path, "subject_id,birth_year\na,2000\n").by_id["a"]
    assert subject.groups() == {}
    assert subject.groups(2026) == {"age": "18-29"}
    with pytest.raises(InputError, match="born in 2000, yet seen in 1999"):
        subject.groups(1999)


def test_values_that_differ_in_case_are_one_group(tmp_path: Path) -> None:
    found = read(tmp_path, "subject_id,sex\na,F\nb,f\nc,M\n")
    assert [subject.attributes["sex"] for subject in found.by_id.values()] == ["F", "F", "M"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("subject_id,age\na,121\n", "column age: expected a number of years from 0 to 120"),
        ("subject_id,age\na,-1\n", "column age"),
        ("subject_id,age\na,20-29\n", "column age"),
        ("subject_id,birth_year\na,1990.5\n", "column birth_year: expected a whole year"),
        ("subject_id,birth_year\na,90\n", "column birth_year: expected a number from 1850 to 2150"),
        ("subject_id,age,birth_year\na,20,2000\n", "column birth_year: expected an empty cell beside an age"),
        ("subject_id,label_source\na,guess\n", "column label_source: expected self or officer or annotator or model"),
        ("subject_id,kin_of\na,a\n", "column kin_of: expected other subjects"),
        ("subject_id\na\na\n", "column subject_id: expected an id that is used once"),
        ("id\na\n", "column subject_id"),
    ],
)
def test_what_is_refused(tmp_path: Path, rows: str, message: str) -> None:
    with pytest.raises(TableError) as caught:
        read(tmp_path, rows)
    assert message in str(caught.value)


def test_families_join_through_others(tmp_path: Path) -> None:
    # d is the father of b and c, whom only b names; a stands alone; x is a relative without a row
    families = read(tmp_path, "subject_id,kin_of\na,\nb,d\nc,b;x\nd,\ne,x\n").families()
    assert families == {"a": "a", "b": "b", "c": "b", "d": "b", "e": "b"}


SCHEME = "sex:\n  female: [F, woman]\n  male: [M]\nethnicity:\n  no: ['001', no answer]\n"


def test_labels_map_to_one_scheme(tmp_path: Path) -> None:
    labels = read_labels(write(tmp_path, SCHEME, "labels.yaml"))
    found = read(tmp_path, "subject_id,sex,ethnicity,hair\na,WOMAN,001,F\nb,Female,No Answer,f\nc,m,,\n", labels)
    assert found.by_id["a"].attributes == {"sex": "female", "ethnicity": "no", "hair": "F"}
    assert found.by_id["b"].attributes == {"sex": "female", "ethnicity": "no", "hair": "F"}
    assert found.by_id["c"].attributes == {"sex": "male"}


def test_a_value_outside_the_scheme_is_refused(tmp_path: Path) -> None:
    labels = read_labels(write(tmp_path, SCHEME, "labels.yaml"))
    with pytest.raises(TableError, match="line 2, column sex: expected a value of the scheme for sex, found 'Fem'"):
        read(tmp_path, "subject_id,sex\na,Fem\n", labels)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("sex: [F, M]\n", "key sex: expected values of the scheme"),
        ("sex:\n  female: F\n", "key sex.female: expected a list of values"),
        ("sex:\n  female: [F]\n  male: [M, f]\n", "expected one meaning for each value, found 'f' under"),
        ("sex:\n  female: [F\n", "line 3: expected YAML"),
        ("- sex\n", "expected attributes"),
        ("", "expected attributes"),
    ],
)
def test_labels_that_are_refused(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(TableError) as caught:
        read_labels(write(tmp_path, content, "labels.yaml"))
    assert message in str(caught.value)


def parts(folder: Path, *contents: str) -> list[Subjects]:
    return [read_subjects(write(folder, content, f"{i}.csv")) for i, content in enumerate(contents)]


def test_pooled_subjects_are_spelt_alike(tmp_path: Path) -> None:
    found = pool_subjects(parts(tmp_path, "subject_id,sex\na,F\n", "subject_id,sex\nb,f\n"))
    assert {name: subject.attributes["sex"] for name, subject in found.by_id.items()} == {"a": "F", "b": "F"}
    assert len(found.paths) == 2


def test_different_label_sources_are_not_pooled_unless_asked(tmp_path: Path) -> None:
    both = parts(
        tmp_path, "subject_id,sex,label_source\na,F,self\n", "subject_id,sex,label_source\nb,F,annotator\nc,,\n"
    )
    with pytest.raises(InputError, match=r"label_source differs \(annotator, self\)"):
        pool_subjects(both)
    assert len(pool_subjects(both, allow_mixed=True).label_sources) == 2


def test_a_subject_in_two_files_is_refused_and_a_file_given_twice_is_not(tmp_path: Path) -> None:
    first, second = parts(tmp_path, "subject_id,sex\na,F\n", "subject_id,sex\na,F\n")
    with pytest.raises(InputError, match="'a' stands in both"):
        pool_subjects([first, second])
    assert pool_subjects([first, first]).by_id == first.by_id
    assert pool_subjects([]).by_id == {}


def labelled(folder: Path, passes: str, subjects: str, labels: Labels | None = None) -> list[Pass]:
    table = read_passes(write(folder, passes, "passes.csv"), None)
    return label_passes(table, read(folder, subjects, labels), year=2026)


HEAD = "pass_id,source,subject_id,t_enter_s,t_exit_s"


def test_passes_take_the_attributes_of_their_subjects(tmp_path: Path) -> None:
    rows = f"{HEAD},sex,age,light\np,c,a,0,1,f,,dim\nq,c,,0,1,F,61,\nr,c,z,0,1,,adult,dim\n"
    known, unnamed, unrecorded = labelled(tmp_path, rows, "subject_id,sex,birth_year\na,F,2000\n")
    assert known.attributes == {"sex": "F", "age": "18-29", "light": "dim"}
    assert unnamed.attributes == {"sex": "F", "age": "60+"}
    assert unrecorded.attributes == {"age": "adult", "light": "dim"}


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("sex", "M", "line 2, column sex: expected 'female', as it is recorded of 'a', found 'M'"),
        ("sex", "X", "line 2, column sex: expected a value of the scheme for sex, found 'X'"),
        ("age", "31", "line 2, column age: expected '18-29', as it is recorded of 'a', found '31'"),
        ("age", "-3", "line 2, column age: expected an age from 0 to 120, found '-3'"),
    ],
)
def test_a_pass_that_says_otherwise_than_its_subject(tmp_path: Path, column: str, cell: str, message: str) -> None:
    labels = read_labels(write(tmp_path, SCHEME, "labels.yaml"))
    with pytest.raises(TableError) as caught:
        labelled(tmp_path, f"{HEAD},{column}\np,c,a,0,1,{cell}\n", "subject_id,sex,age\na,F,24\n", labels)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("name", "subjects", "source"),
    [("london", 68, LabelSource.SELF), ("utkface", 1438, LabelSource.ANNOTATOR), ("lfw", 2086, LabelSource.ANNOTATOR)],
)
def test_real_manifests(shared_data: Path, name: str, subjects: int, source: LabelSource) -> None:
    found = read_subjects(shared_data / name / "subjects.csv")
    assert (len(found.by_id), found.label_sources) == (subjects, {source})
    assert {subject.attributes.get("sex", "F") for subject in found.by_id.values()} == {"F", "M"}

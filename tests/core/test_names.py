"""One canonical form of names, and what tells apart two that look alike."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfr_eval.core.errors import InputError
from lfr_eval.core.names import (
    Known,
    alike,
    brief,
    canonical,
    difference,
    of_file,
    renamed,
    typed,
    unfit_for_a_folder,
    unseen,
)

NFD, NFC = (unicodedata.normalize(form, "José Müller") for form in ("NFD", "NFC"))


@given(st.text())
def test_canonically_equal_texts_have_one_form(text):
    forms = {canonical(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
    assert forms == {canonical(text)}
    assert canonical(canonical(text)) == canonical(text)


@given(st.text(), st.text())
def test_no_difference_is_seen_in_one_name_and_it_is_seen_from_both_sides(one, other):
    assert difference(one, unicodedata.normalize("NFD", one)) is None
    assert (difference(one, other) is None) == (difference(other, one) is None)


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        # Letter case alone, also where it changes the number of letters
        ("Anna", "anna", "they differ in case only"),
        ("Strasse", "STRASSE", "they differ in case only"),
        ("Straße", "STRASSE", "they differ in case only"),
        # What nobody sees
        ("Ann", "Ann\u200b", "they differ in U+200B ZERO WIDTH SPACE"),
        ("Ann", "\ufeffAnn", "they differ in U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("Ann", "\u200eAnn", "they differ in U+200E LEFT-TO-RIGHT MARK"),
        ("cooper", "co\u00adoper", "they differ in U+00AD SOFT HYPHEN"),
        # Kinds of space, and how many
        ("J M", "J\u00a0M", "they differ in U+0020 SPACE, U+00A0 NO-BREAK SPACE"),
        ("J M", "J\u3000M", "they differ in U+0020 SPACE, U+3000 IDEOGRAPHIC SPACE"),
        ("J M", "J  M", "they differ in U+0020 SPACE"),
        # What typography makes of a name
        ("O'Brien", "O\u2019Brien", "they differ in U+0027 APOSTROPHE, U+2019 RIGHT SINGLE QUOTATION MARK"),
        ("Day-Lewis", "Day\u2013Lewis", "they differ in U+002D HYPHEN-MINUS, U+2013 EN DASH"),
        ("A_B", "A B", "they differ in U+005F LOW LINE, U+0020 SPACE"),
        # Letters of another script that look the same
        ("Anna", "\u0410nna", "they differ in U+0041 LATIN CAPITAL LETTER A, U+0410 CYRILLIC CAPITAL LETTER A"),
        # A joiner is spelling, and still easily overlooked
        ("علی\u200cرضا", "علیرضا", "they differ in U+200C ZERO WIDTH NON-JOINER"),
        # The same name, and names that are spelt otherwise
        (NFD, NFC, None),
        ("Jose", "José", None),
        ("001", "01", "they differ in U+0030 DIGIT ZERO"),
        ("Anna", "Anne", None),
    ],
)
def test_how_names_differ(one, other, how):
    assert difference(one, other) == how


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ann Lee", None),
        (NFD, None),
        ("1\n2", None),
        ("علی\u200cرضا", None),
        ("辻\U000e0100", None),
        ("👩\u200d🚀", None),
        ("A\u200dB", "U+200D ZERO WIDTH JOINER"),
        ("A\tB\x07", "U+0009 a control character, U+0007 a control character"),
        ("\u202aAnn\u202c", "U+202A LEFT-TO-RIGHT EMBEDDING, U+202C POP DIRECTIONAL FORMATTING"),
        ("A\u3164B", "U+3164 HANGUL FILLER"),
    ],
)
def test_what_nobody_sees_is_named(text, found):
    assert unseen(text) == found


@pytest.mark.parametrize(
    ("name", "known"),
    [
        (NFD, NFC),
        ("Ann\u200b", "Ann"),
        (" Ann ", "Ann"),
        ("\u00a0Ann\u202fLee", "Ann Lee"),
        ("Ann  Lee", "Ann  Lee"),
        ("caf\udce9", "caf\\xe9"),
        ("\u200b", ""),
    ],
)
def test_names_of_files_are_tidied_and_that_is_said(name, known):
    assert of_file(name) == known
    said = renamed([name])
    assert bool(said) == (known != canonical(name))
    assert not said or f"is listed as {known!r}" in said[0]


def test_names_that_look_alike_are_told_and_never_merged():
    assert alike([NFC, NFD, "Ben"]) == []
    assert alike(["Anna", "Ben", "anna", "Anna"]) == ["'Anna' and 'anna' are taken for two: they differ in case only"]
    known = Known(["Anna", "ANNA", "Ben"])
    assert known.like("anna") == ("ANNA", "they differ in case only")
    assert (known.like("Anna"), known.like("Bert")) == (None, None)
    assert (known.remark("ben"), known.remark("Ben")) == ("; there is 'Ben' (they differ in case only)", "")


def test_a_typed_name():
    assert typed(NFD, "--person") == NFC
    for name, said in (("", "without spaces"), (" Ann", "without spaces"), ("Ann\u200b", "ZERO WIDTH SPACE")):
        with pytest.raises(InputError, match=f"--person: expected a name .*{said}"):
            typed(name, "--person")


@pytest.mark.parametrize(("one", "other"), [("001", "1"), ("1.0", "1"), ("0", "000"), ("007", "7.00")])
def test_numbers_as_tables_rewrite_them_look_alike(one, other):
    assert difference(one, other)


@pytest.mark.parametrize(("one", "other"), [("10", "1"), ("1.5", "1"), ("100", "001"), ("S001", "S1")])
def test_other_numbers_do_not(one, other):
    assert difference(one, other) is None


@pytest.mark.parametrize(
    ("name", "unfit"),
    [
        *((name, None) for name in ("market-square", "Zoë 2", "con tract", "commons.old", "partial", "a.partially")),
        ("gate: north", "':'"),
        ("a\\b", "'\\\\'"),
        ("who?", "'?'"),
        ("line\nbreak", "'\\n'"),
        ("ends.", "'.' at its end"),
        ("ends ", "' ' at its end"),
        ("-x", "'-' at its beginning, as options of commands have it"),
        ("nul", "'nul', which is a device on Windows"),
        ("COM1.old", "'COM1', which is a device on Windows"),
        ("monday.partial", "'.partial', which marks what is unfinished"),
        ("monday.Partial-12", "'.Partial-', which marks what is unfinished"),
        ("monday.replaced-12", "'.replaced-', which marks what is unfinished"),
    ],
)
def test_what_no_folder_can_be_called_everywhere(name, unfit):
    assert unfit_for_a_folder(name) == unfit


def test_no_message_is_longer_than_one_can_read():
    path = "/home/" + "/".join(["folder"] * 60) + f"/{'x' * 90}"
    assert brief(f"{path}: no such file") == f"{path}: no such file"
    assert brief(f"person {'y' * 120_000!r} is not listed") == f"person '{'y' * 79}… is not listed"
    said = brief("two words " * 12_000)
    assert (len(said) < 2100, said.endswith("… (120,000 characters)")) == (True, True)

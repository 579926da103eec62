import struct
import sys
import zlib
from contextlib import suppress

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image as Picture

from lfr_eval.capture.depth import eight_bits
from lfr_eval.capture.images import UPRIGHT, image_files, read_image
from lfr_eval.core.errors import ImageError, SourceError
from lfr_eval.core.portrait import REASONS

IMAGE = cv2.resize(np.random.default_rng(3).integers(0, 255, (6, 8, 3), dtype=np.uint8), (64, 48))
RGB = Picture.fromarray(IMAGE[..., ::-1])


def test_natural_order(tmp_path):
    names = ["f10.png", "f2.PNG", "f1.jpeg", "a.tif", "notes.txt", ".f3.png", "f02.png"]
    for name in names:
        (tmp_path / name).touch()
    (tmp_path / "f4.png").mkdir()
    assert [path.name for path in image_files(tmp_path)] == ["a.tif", "f1.jpeg", "f02.png", "f2.PNG", "f10.png"]


@pytest.mark.parametrize("name", ["i.png", "i.bmp", "i.tiff", "i.webp"])
def test_lossless_formats_give_the_very_pixels(tmp_path, name):
    RGB.save(tmp_path / name, lossless=True)
    read = read_image(tmp_path / name)
    assert read.dtype == np.uint8
    assert read.flags.c_contiguous
    np.testing.assert_array_equal(read, IMAGE)


def test_jpeg_is_read_as_opencv_reads_it(tmp_path):
    RGB.save(tmp_path / "i.jpg", quality=90)
    assert np.abs(read_image(tmp_path / "i.jpg").astype(int) - cv2.imread(str(tmp_path / "i.jpg"))).max() <= 2


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation(tmp_path, orientation):
    # the file holds the picture as an upright viewer must not see it; OpenCV is the second opinion
    exif = Picture.Exif()
    exif[0x0112] = orientation
    RGB.save(tmp_path / "i.png", exif=exif)
    read = read_image(tmp_path / "i.png")
    assert read.shape == ((48, 64, 3) if orientation < 5 else (64, 48, 3))
    np.testing.assert_array_equal(read, cv2.imread(str(tmp_path / "i.png")))


@pytest.mark.parametrize("mode", ["L", "P", "1", "RGBA", "LA", "CMYK"])
def test_other_kinds_of_pixels(tmp_path, mode):
    grey = Picture.new("L", (8, 6), 255)
    grey.convert(mode).save(tmp_path / "i.tif")
    np.testing.assert_array_equal(read_image(tmp_path / "i.tif"), np.full((6, 8, 3), 255, np.uint8))


def test_sixteen_bits_are_scaled_not_clipped(tmp_path):
    cv2.imwrite(str(tmp_path / "i.png"), np.full((6, 8), 0x80FF, np.uint16))
    np.testing.assert_array_equal(read_image(tmp_path / "i.png"), np.full((6, 8, 3), 0x80, np.uint8))


def bomb(path):
    Picture.new("1", (12_000, 12_000)).save(path)


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("zero.jpg", lambda path: path.touch(), "the file is empty"),
        ("text.jpg", lambda path: path.write_text("Not an image."), "not an image"),
        ("missing.jpg", lambda path: None, "cannot be read (No such file or directory)"),
        ("folder.jpg", lambda path: path.mkdir(), "cannot be read (Is a directory)"),
        ("bomb.png", bomb, "12000 x 12000 pixels"),
    ],
)
def test_refused_with_one_line_that_names_the_file(tmp_path, name, make, said):
    make(tmp_path / name)
    with pytest.raises(SourceError) as error:
        read_image(tmp_path / name)
    assert str(error.value).startswith(f"{tmp_path / name}: ")
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["i.jpg", "i.png", "i.webp", "i.tif"])
def test_cut_off_images_are_refused(tmp_path, name):
    # a decoder that fills the rest with grey would hide the damage
    RGB.save(tmp_path / name)
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[: len(data) * 2 // 3])
    with pytest.raises(SourceError):
        read_image(tmp_path / name)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    name=st.sampled_from(["i.jpg", "i.png", "i.gif", "i.tif"]),
    edits=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1),
)
def test_any_damage_gives_an_image_or_a_source_error(tmp_path, name, edits):
    RGB.save(tmp_path / name)
    data = bytearray((tmp_path / name).read_bytes())
    for place, value in edits:
        data[int(place * len(data))] = value
    (tmp_path / name).write_bytes(data)
    with suppress(SourceError):
        assert read_image(tmp_path / name).shape[2] == 3


def test_photographs_without_a_suffix_are_frames_too_and_other_files_are_not(tmp_path):
    for name in ("f1", "f2.pgm", "f3.JP2"):
        RGB.convert("L").save(tmp_path / name, format={"f1": "JPEG", "f2.pgm": "PPM", "f3.JP2": "JPEG2000"}[name])
    (tmp_path / "README").write_text("three frames")
    (tmp_path / "truth.csv").write_text("a,b")
    assert [path.name for path in image_files(tmp_path)] == ["f1", "f2.pgm", "f3.JP2"]


@pytest.mark.parametrize("suffix", ["ppm", "tga", "jp2", "dib"])
def test_rarer_formats_give_the_very_pixels(tmp_path, suffix):
    RGB.save(tmp_path / f"i.{suffix}", **({"irreversible": False} if suffix == "jp2" else {}))
    np.testing.assert_array_equal(read_image(tmp_path / f"i.{suffix}"), IMAGE)


@pytest.mark.parametrize("suffix", ["heic", "avif", "mpo", "jpe"])
def test_lossy_formats_of_phones_and_cameras_are_read(tmp_path, suffix):
    if suffix == "heic":
        pytest.importorskip("pillow_heif").register_heif_opener()
    kind = {"heic": "HEIF", "jpe": "JPEG"}.get(suffix)
    smooth = cv2.GaussianBlur(IMAGE, (0, 0), 4)
    Picture.fromarray(smooth[..., ::-1]).save(tmp_path / f"i.{suffix}", kind, quality=95)
    assert np.abs(read_image(tmp_path / f"i.{suffix}").astype(int) - smooth).mean() < 6


def test_heic_says_which_library_it_needs(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    (tmp_path / "i.jpg").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 500)
    with pytest.raises(ImageError, match=r"pip install 'lfr-eval\[heif\]'") as error:
        read_image(tmp_path / "i.jpg")
    assert error.value.reason == "needs pillow-heif"


@pytest.mark.parametrize("size", [(12_000, 12_000), (20_000, 20_000)])
def test_what_is_too_large_says_so(tmp_path, size):
    # Pillow refuses the second by itself
    Picture.new("1", (12_000, 12_000)).save(tmp_path / "i.png")
    data = bytearray((tmp_path / "i.png").read_bytes())
    data[16:24] = size[0].to_bytes(4, "big") + size[1].to_bytes(4, "big")
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    (tmp_path / "i.png").write_bytes(data)
    with pytest.raises(ImageError) as error:
        read_image(tmp_path / "i.png")
    assert error.value.reason == "too large"


GREY = IMAGE[..., 0]


@pytest.mark.parametrize("bits", [8, 10, 12, 14, 16])
@pytest.mark.parametrize("name", ["i.png", "i.tif", "colour.png", "colour.tif"])
def test_the_depth_is_that_of_the_data(tmp_path, name, bits):
    pixels = (IMAGE if "colour" in name else GREY).astype(np.uint16) << (bits - 8)
    cv2.imwrite(str(tmp_path / name), pixels)
    read = read_image(tmp_path / name)
    np.testing.assert_array_equal(read, IMAGE if "colour" in name else np.repeat(GREY[..., None], 3, axis=2))


@pytest.mark.parametrize(
    "pixels",
    [GREY.astype(np.int32), GREY.astype(np.int32) << 8, GREY.astype(np.float32), GREY.astype(np.float32) / 255],
    ids=["int32", "int32 of 16 bits", "float of 255", "float of 1"],
)
def test_whole_numbers_and_fractions_in_tiff(tmp_path, pixels):
    Picture.fromarray(pixels).save(tmp_path / "i.tif")
    np.testing.assert_array_equal(read_image(tmp_path / "i.tif")[..., 0], GREY)


def test_whole_numbers_of_32_bits_without_sign_are_not_turned_inside_out(tmp_path):
    height, width = GREY.shape
    held = (GREY.astype("<u4") << 24).tobytes()
    tags = {256: width, 257: height, 258: 32, 259: 1, 262: 1, 273: 128, 277: 1, 278: height, 279: len(held)}
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    head = b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4)
    (tmp_path / "i.tif").write_bytes(head.ljust(128, b"\0") + held)
    np.testing.assert_array_equal(read_image(tmp_path / "i.tif")[..., 0], GREY)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_deep_colour_is_turned_as_shallow_colour_is(tmp_path, orientation):
    exif = Picture.Exif()
    exif[0x0112] = orientation
    RGB.save(tmp_path / "i.png", exif=exif)
    with Picture.open(tmp_path / "i.png") as shallow:
        lay = UPRIGHT.get(orientation, np.asarray)
        np.testing.assert_array_equal(lay(np.asarray(shallow)[..., ::-1]), read_image(tmp_path / "i.png"))


def test_numbers_that_are_none_are_black():
    assert eight_bits(np.array([np.nan, -1.0, np.inf, 0.5, 1.0])).tolist() == [0, 0, 0, 128, 255]
    assert eight_bits(np.zeros((2, 2), np.uint16)).max() == 0


def test_a_format_that_is_not_read_is_called_so(tmp_path):
    picture = Picture.new("RGB", (64, 48), "grey")
    for name in ("a.sgi", "a.pcx", "a.ico", "a.dds", "a.eps"):
        picture.save(tmp_path / name)
    picture.convert("1").save(tmp_path / "a.xbm")
    cv2.imwrite(str(tmp_path / "float.tif"), np.zeros((48, 64, 3), np.float32))
    (tmp_path / "a.psd").write_bytes(b"8BPS\0\1" + bytes(100))
    cv2.imwrite(str(tmp_path / "a.pam"), np.zeros((48, 64, 3), np.uint8))
    for path in tmp_path.iterdir():
        with pytest.raises(ImageError, match=r"not an image that is read here, found .+; save it as") as caught:
            read_image(path)
        assert caught.value.reason == "format or pixel type not read" in REASONS


@pytest.mark.parametrize(
    ("start", "found"), [(b"%PDF-1.7", "a PDF"), (b'{"a": 1}', "JSON"), (b"PK\3\4xl/", r"an Excel workbook \(XLSX\)")]
)
def test_what_is_no_image_is_called_by_its_name(tmp_path, start, found):
    (tmp_path / "a.jpg").write_bytes(start)
    with pytest.raises(ImageError, match=f"not an image; expected a JPEG, PNG or similar file, found {found}$"):
        read_image(tmp_path / "a.jpg")

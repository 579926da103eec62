"""What is given where a table is expected is called by its name, by whatever reads it."""

import gzip
import io
import json
import sqlite3
import tarfile
import zipfile
from itertools import product

import cv2
import numpy as np
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import pytest

from lfr_eval.core.errors import InputError
from lfr_eval.core.kinds import kind_of
from lfr_eval.core.settings import SystemSettings
from lfr_eval.datasets.alert_log import read_alert_log
from lfr_eval.datasets.candidate_lists import read_candidate_lists
from lfr_eval.datasets.images import read_images
from lfr_eval.datasets.labels import read_labels
from lfr_eval.datasets.pairs import read_pairs
from lfr_eval.datasets.passes import read_passes
from lfr_eval.datasets.subjects import read_subjects
from lfr_eval.datasets.tables import read_cells
from lfr_eval.evaluate.yaml_file import read_settings
from lfr_eval.watchlist.submissions import read_submissions

TABLE = "person_id,pts_s,score\nann,1.5,0.7\n"


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, b"x" * 100)
    return file.getvalue()


def opened(path, write) -> bytes:
    write(path)
    return path.read_bytes()


def made(tmp_path, kind: str) -> bytes:
    table, path = pa.table({"person_id": ["ann"]}), tmp_path / "made"
    tarred = io.BytesIO()
    with tarfile.open(fileobj=tarred, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("x.csv"))
    picture = np.zeros((8, 8, 3), np.uint8)

    def database(path) -> None:
        store = sqlite3.connect(path)
        store.execute("CREATE TABLE t (x)")
        store.close()

    makers = {
        "XLSX": lambda: zipped("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"),
        "ODS": lambda: zipped("mimetype").replace(b"x" * 46, b"application/vnd.oasis.opendocument.spreadsheet", 1),
        "DOCX": lambda: zipped("[Content_Types].xml", "word/document.xml"),
        "a ZIP archive": lambda: zipped("passes.csv"),
        "XLS": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "JSON": lambda: json.dumps([{"person_id": "ann", "pts_s": 1.5}]).encode(),
        "JSON lines": lambda: b'\xef\xbb\xbf\n {"person_id": "ann"}\n{"person_id": "ben"}\n',
        "XML": lambda: b'<?xml version="1.0" encoding="ISO-8859-1"?>\n<a>caf\xe9</a>',
        "HTML": lambda: b"<!DOCTYPE html><html><table></table></html>",
        "RTF": lambda: b"{\\rtf1\\ansi person_id,pts_s}",
        "Parquet": lambda: opened(path, lambda path: pq.write_table(table, path)),
        "Feather": lambda: opened(path, lambda path: pyarrow.feather.write_feather(table, str(path))),
        "HDF5": lambda: b"\x89HDF\r\n\x1a\n" + bytes(200),
        "SQLite": lambda: opened(path, database),
        "numpy": lambda: opened(tmp_path / "x.npy", lambda path: np.save(path, np.zeros(3))),
        "PDF": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        "JPEG": lambda: cv2.imencode(".jpg", picture)[1].tobytes(),
        "PNG": lambda: cv2.imencode(".png", picture)[1].tobytes(),
        "gzip": lambda: gzip.compress(TABLE.encode()),
        "tar": lambda: tarred.getvalue(),
        "UTF-16": lambda: TABLE.encode("utf-16"),
        "UTF-16 ": lambda: TABLE.encode("utf-16-be"),
        "UTF-32": lambda: TABLE.encode("utf-32"),
        "Windows-1252": lambda: TABLE.replace("ann", "José").encode("cp1252"),
    }
    return makers[kind]()


KINDS = (
    *("XLSX", "ODS", "DOCX", "a ZIP archive", "XLS", "JSON", "JSON lines", "XML", "HTML", "RTF", "Parquet", "Feather"),
    *("HDF5", "SQLite", "numpy", "PDF", "JPEG", "PNG", "gzip", "tar", "UTF-16", "UTF-16 ", "UTF-32", "Windows-1252"),
)
READERS = {
    "passes": lambda path: read_passes(path, None),
    "subjects": read_subjects,
    "images": read_images,
    "pairs": lambda path: read_pairs(path, path.parent),
    "watchlist": lambda path: read_submissions(path, read_cells),
    "alerts": read_alert_log,
    "candidates": read_candidate_lists,
    "labels": read_labels,
    "system": lambda path: read_settings(path, SystemSettings, "a setting"),
}
SUFFIX = {"labels": ".yaml", "system": ".yaml"}


ACCEPTED = {
    *product(SUFFIX, ("JSON", "JSON lines")),  # YAML holds JSON
    *product(("alerts", "candidates"), ("Parquet",)),
}


@pytest.mark.parametrize(("reader", "kind"), [pair for pair in product(READERS, KINDS) if pair not in ACCEPTED])
def test_it_is_called_by_its_name_with_what_to_do(tmp_path, reader, kind):
    path = tmp_path / f"table{SUFFIX.get(reader, '.csv')}"
    path.write_bytes(made(tmp_path, kind))
    with pytest.raises(InputError) as caught:
        READERS[reader](path)
    said = str(caught.value)
    assert str(path) in said
    assert kind.strip().removesuffix(" lines") in said
    assert "; " in said, "what to do"
    assert reader not in SUFFIX or "CSV" not in said


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ""])
def test_parquet_is_known_by_what_it_is(tmp_path, suffix):
    path = tmp_path / f"log{suffix}"
    pq.write_table(pa.table({"person_id": ["ann", None], "pts_s": [1.5, None], "score": [0.7, None]}), path)
    assert [(hit.person_id, hit.pts_s) for hit in read_alert_log(path)] == [("ann", 1.5)]


def test_a_table_that_only_says_that_it_is_parquet(tmp_path):
    (tmp_path / "log.parquet").write_text(TABLE)
    with pytest.raises(InputError, match=r"expected a Parquet file, found text; give it the suffix \.csv"):
        read_alert_log(tmp_path / "log.parquet")


@pytest.mark.parametrize("name", ["people.xlsx", "people.json", "people"])
def test_what_cannot_be_enrolled_is_named(tmp_path, name):
    (tmp_path / name).write_bytes(zipped("xl/workbook.xml"))
    with pytest.raises(InputError, match=r"found an Excel workbook \(XLSX\); save it as CSV"):
        read_submissions(tmp_path / name, read_cells)


def test_json_cannot_be_enrolled(tmp_path):
    (tmp_path / "people.json").write_text('{"ann": "ann.jpg"}')
    with pytest.raises(InputError, match="found JSON; write its rows as CSV"):
        read_submissions(tmp_path / "people.json", read_cells)


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "é,ü\n", "-1,2\n", "BZ,1\n", "PARIS,1\n", "sep=,\n"])
def test_text_may_well_be_a_table(text):
    assert kind_of(text.encode()) is None

"""How pages show things: a sentence first, every chart with its table, words explained, errors in one line."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from lfr_eval.core.cells import neutral
from lfr_eval.core.errors import LfrError
from lfr_eval.ui.documents import glossary
from lfr_eval.ui.literal import literal, plain

FIGURE = r"[-0-9<](?!\d{7}T).{0,44}"
"""A text that begins with a figure and is short; the id of a run and a sentence are none."""
CODE_SPAN = r"(?<!\\)(?P<fence>`+)(?!`).+?(?<!`)(?P=fence)(?!`)"
AnyChart = alt.Chart | alt.LayerChart | alt.ConcatChart | alt.HConcatChart | alt.VConcatChart | alt.FacetChart


def heading(title: str, lead: str) -> None:
    """Title of a page, and in one sentence what it answers."""
    st.title(title, anchor=False)
    prose(lead)


def prose(text: str) -> None:
    """A text letter by letter, in which the first mention of each glossary word explains itself when pointed at."""
    st.markdown(explained(literal(text)), unsafe_allow_html=True)


def bullets(lines: Iterable[str]) -> None:
    """The same for a list of texts."""
    st.markdown(explained("\n".join(f"- {literal(line)}" for line in lines)), unsafe_allow_html=True)


def manual(markdown: str) -> None:
    """A part of our own documents, with its Markdown, and the glossary's words explained."""
    st.markdown(explained(html.escape(markdown, quote=False)), unsafe_allow_html=True)


def explained(markdown: str) -> str:
    """Mark the first mention of each of the glossary's abbreviations, except in code."""
    meanings = {word: meaning for word, meaning in glossary().items() if word.isupper()}
    seen = set[str]()

    def marked(found: re.Match[str]) -> str:
        word = found["word"]
        if word is None or word in seen:
            return found[0]
        seen.add(word)
        return f'<abbr title="{html.escape(meanings[word])}" tabindex="0">{word}</abbr>'

    return re.sub(rf"{CODE_SPAN}|(?<![\w-])(?P<word>{'|'.join(map(re.escape, meanings))})(?![\w-])", marked, markdown)


def table(frame: pd.DataFrame, key: str) -> None:
    """A table whose figures stand to the right, texts of figures too, with its CSV."""
    columns = {name: shown for name in frame.columns if (shown := _column(frame[name]))}
    st.dataframe(frame, hide_index=True, width="stretch", column_config=columns, key=f"{key}-table")
    st.download_button(
        "Download as CSV",
        lambda: exported(frame),  # written only when somebody asks for it
        file_name=f"{key}.csv",
        mime="text/csv",
        key=f"{key}-csv",
    )


def exported(frame: pd.DataFrame) -> str:
    """A table as CSV, in which no cell and no heading is a formula."""
    return frame.map(neutral).rename(columns=neutral).to_csv(index=False)


def _column(values: pd.Series) -> Any:
    """How a column is shown: whole numbers with separators; None = as Streamlit shows it."""
    if pd.api.types.is_integer_dtype(values):
        return st.column_config.NumberColumn(format="localized")
    if pd.api.types.is_string_dtype(values) and values.astype(str).str.fullmatch(FIGURE).mean() > 0.5:
        return st.column_config.TextColumn(alignment="right")
    return None


def figure(chart: AnyChart | dict[str, Any], frame: pd.DataFrame, sentence: str, key: str) -> None:
    """A sentence in plain words, the chart (or its Vega-Lite) that shows it, and the same as a table."""
    prose(sentence)
    if isinstance(chart, dict):
        st.vega_lite_chart(spec=chart, width="stretch", key=f"{key}-chart", alt=plain(sentence))
    else:
        st.altair_chart(chart, width="stretch", key=f"{key}-chart", alt=plain(sentence))
    with st.expander("The same as a table"):
        table(frame, key)


def inline(spec: dict[str, Any]) -> dict[str, Any]:
    """Vega-Lite as a chart gives it, with its data where it is used and without its theme; to be kept and shown."""
    data = spec.get("datasets", {})

    def placed(part: Any) -> Any:
        if isinstance(part, list):
            return [placed(one) for one in part]
        if not isinstance(part, dict):
            return part
        if part.keys() == {"name"} and part["name"] in data:
            return {"values": data[part["name"]]}
        return {name: placed(one) for name, one in part.items()}

    return {name: placed(one) for name, one in spec.items() if name not in ("datasets", "config")}


def empty(what: str, next_step: str) -> None:
    """Say that there is nothing yet, and what to do about it."""
    st.info(literal(f"{what} {next_step}"))


@contextmanager
def guarded() -> Iterator[None]:
    """Turn what goes wrong on purpose into one sentence, and end the page there."""
    try:
        yield
    except LfrError as error:
        st.error(literal(" ".join(str(error).split())))
        st.stop()

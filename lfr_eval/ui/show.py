"""How pages show things: a sentence first, every chart with its table, words explained, errors in one line."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from lfr_eval.core.errors import LfrError
from lfr_eval.ui.documents import glossary

FIGURE = r"[-0-9<](?!\d{7}T).{0,44}"
"""A text that begins with a figure and is short; the id of a run and a sentence are none."""
AnyChart = alt.Chart | alt.LayerChart | alt.ConcatChart | alt.HConcatChart | alt.VConcatChart | alt.FacetChart


def heading(title: str, lead: str) -> None:
    """Title of a page, and in one sentence what it answers."""
    st.title(title, anchor=False)
    prose(lead)


def prose(text: str) -> None:
    """Markdown in which the first mention of each glossary word explains itself when pointed at or focused."""
    st.markdown(explained(text), unsafe_allow_html=True)


def plain(text: str) -> str:
    """What somebody typed, as markdown that shows it letter by letter: no picture or link in it is followed."""
    return re.sub(r"([\\`*_{}\[\]()#+!|$~:-])", r"\\\1", text).replace("\n", "  \n")


def explained(text: str) -> str:
    """Mark the glossary's abbreviations in a text; what stands in it already is not taken for HTML."""
    text = html.escape(text, quote=False)
    for word, meaning in glossary().items():
        if word.isupper():
            mark = f'<abbr title="{html.escape(meaning)}" tabindex="0">{word}</abbr>'
            text = re.sub(rf"(?<![\w-])(?<!>){word}(?![\w-])(?![^<]*>)", mark, text, count=1)
    return text


def table(frame: pd.DataFrame, key: str) -> None:
    """A table whose figures stand to the right, texts of figures too, with its CSV."""
    columns = {name: shown for name in frame.columns if (shown := _column(frame[name]))}
    st.dataframe(frame, hide_index=True, width="stretch", column_config=columns, key=f"{key}-table")
    st.download_button(
        "Download as CSV",
        lambda: frame.to_csv(index=False),  # written only when somebody asks for it
        file_name=f"{key}.csv",
        mime="text/csv",
        key=f"{key}-csv",
    )


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
        st.vega_lite_chart(spec=chart, width="stretch", key=f"{key}-chart", alt=sentence)
    else:
        st.altair_chart(chart, width="stretch", key=f"{key}-chart", alt=sentence)
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
    st.info(f"{what} {next_step}")


@contextmanager
def guarded() -> Iterator[None]:
    """Turn what goes wrong on purpose into one sentence, and end the page there."""
    try:
        yield
    except LfrError as error:
        st.error(" ".join(str(error).split()))
        st.stop()

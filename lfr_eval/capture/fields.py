"""H.265 that is coded in fields: its decoder gives each field as a picture of half the height."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from lfr_eval.capture.decoded import Decoded
from lfr_eval.capture.filtering import PictureFilter, kind_of

HALF = Fraction(1, 2)
WIDE = Fraction(22, 10)
"""A field is shown wider than so many times its height, a frame is not: formats go from 5:4 to 2:1. Encoders that are
handed frames in place of fields call them fields all the same, and a stream may say how oblong its fields are."""


class Fields:
    """Shows the fields of a stream at full height, each as a frame of its own moment."""

    def __init__(self) -> None:
        self._filter: PictureFilter | None = None
        self._kind: tuple[int, int, str] | None = None

    def frame(self, one: Decoded) -> Decoded:
        """A picture that says that it is a field as a frame that does not: swscale would halve it once more."""
        picture, aspect = one.picture, one.pixel_aspect or Fraction(1)
        if self._filter is None or self._kind != kind_of(picture):
            self._filter, self._kind = PictureFilter(picture, "setfield", "prog"), kind_of(picture)
        self._filter.push(picture)
        plain = replace(one, picture=self._filter.pull() or picture, woven=False)
        if picture.width * aspect <= WIDE * picture.height:
            return plain
        return replace(plain, pixel_aspect=aspect * HALF, of_field=True)

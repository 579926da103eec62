"""The colours of every chart: told apart by colour-blind readers, legible on white and on a dark page.

They follow Okabe and Ito (2008), darkened or lightened until each has a contrast of at least 3:1 on both #ffffff and
#14171c (WCAG 2.1, 1.4.11). Meaning never rests on colour alone: shapes, dashes or words say the same.
"""

INK = "#7a8088"
BLUE = "#2b7bba"
ORANGE = "#c9690e"
GREEN = "#17876a"
RED = "#cf4a3c"
PURPLE = "#a9609b"
GREY = "#868c94"

SERIES = (BLUE, ORANGE, GREEN, PURPLE, RED, GREY)
"""In the order in which a chart takes them."""

HEAT = ("#566270", "#a4520a")
"""From little to much, as fill behind white figures, which have a contrast of at least 4.5:1 on both ends."""
ON_HEAT = "#ffffff"

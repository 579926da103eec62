"""How fast things are, each beside what it is held against, in one run on one machine."""

"""The front end: one file per page, thin scripts over pure views.

`pages/` read what the reader chose, call one function of `views/`, and show what it returns with `show`. `selection`
keeps every choice in the address, so that each view has a link. `documents/` are the product's own docs.
"""

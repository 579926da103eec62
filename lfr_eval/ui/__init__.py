"""The front end: pages, forms and Streamlit; what they say and draw comes from `report`.

`pages/` read what the reader chose, call one function of `report`, and show what it returns with `show`; `parts/`,
`reviews/`, `live/` and `demo/` are what they are put together from. `selection` keeps every choice in the address, so
that each view has a link. `documents/` are the product's own docs.
"""

"""What the server runs, kept away from `pages/`: beside it, Streamlit would open a linked page past the menu."""

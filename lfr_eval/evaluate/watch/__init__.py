"""Watch a source against a watchlist, or take in what another system said of it: either leaves a run record."""

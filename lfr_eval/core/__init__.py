"""The words that every room shares: frozen types, errors and settings. It imports no other room.

Terms follow ISO/IEC 2382-37 and 19795-1: a *probe* is searched against the *references* of a *watchlist*; the search
returns *candidates*; a rank-1 candidate at or above the threshold is a *hit*; what de-duplication leaves of the hits
are *alerts*. A *pass* is one person going once through the zone of recognition; it is *mated* when that person is on
the watchlist.
"""

"""What happens to a frame: detect, track, select, embed, match, alert.

``models/`` holds the adapters to concrete detectors and recognisers; everything else sees them as
:class:`lfr_eval.core.faces.FaceEngine`. Nothing here depends on the threshold except which hits become alerts.
"""

"""Frames come in: from a video file, a folder of images or a camera, each with its true presentation time.

A *source* is opened by `open_source`, says what it is before the first frame is taken, gives each of its frames once,
and counts what was not as it should be. *Presentation time* is in seconds since the first presented frame.
"""

"""The camera of the browser: its pictures go to the trial, and the trial's pictures come back."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import av
import numpy as np
from streamlit_webrtc import WebRtcMode, webrtc_streamer

from lfr_eval.capture.pushed import NOMINAL_FPS, PushedFrames
from lfr_eval.evaluate.live.worker import Trial

SOURCE_ID = "camera:browser"
ICE_SERVERS = "LFR_EVAL_ICE_SERVERS"
"""Environment variable: addresses of STUN or TURN servers, separated by commas; none are needed on this machine."""
PICTURES = {"width": {"ideal": 1280}, "height": {"ideal": 720}, "frameRate": {"ideal": NOMINAL_FPS, "max": NOMINAL_FPS}}
"""What the browser is asked for: faces as large as it has them, and no more frames than are compared on a laptop."""


class Relay:
    """Stands between the browser's video, which comes on a thread of its own, and the trial of the moment."""

    def __init__(self) -> None:
        self.camera = PushedFrames(SOURCE_ID)
        self.trial: Trial | None = None

    def begin(self, make: Callable[[Callable[[], PushedFrames]], Trial]) -> Trial:
        """Start a trial on the pictures that come from now on."""
        self.camera = camera = PushedFrames(SOURCE_ID)
        self.trial = make(lambda: camera)
        self.trial.start()
        return self.trial

    def end(self) -> None:
        """End the trial of the moment, if there is one, and wait for its record."""
        if self.trial is not None and self.trial.running:
            self.trial.stop()
            self.camera.close()
            self.trial.wait(20)

    def __call__(self, frame: av.VideoFrame) -> av.VideoFrame:
        """Take a picture, and give back the newest in which nobody is seen who is not listed."""
        self.camera.push(np.asarray(frame.to_ndarray(format="bgr24"), np.uint8))
        now = self.trial.latest() if self.trial is not None else None
        picture = np.full((frame.height, frame.width, 3), 32, np.uint8) if now is None else now.picture
        return av.VideoFrame.from_ndarray(picture, format="bgr24")


def show_camera(relay: Relay) -> bool:
    """Show the browser's camera as the trial sees it; whether it is on."""
    context = webrtc_streamer(
        key="browser-camera",
        mode=WebRtcMode.SENDRECV,
        rtc_configuration={"iceServers": _ice_servers()},
        media_stream_constraints={"video": PICTURES, "audio": False},
        video_frame_callback=relay,
        video_html_attrs={"autoPlay": True, "controls": False, "muted": True, "style": {"width": "100%"}},
    )
    return bool(context.state.playing)


def _ice_servers() -> list[dict[str, Any]]:
    given = os.environ.get(ICE_SERVERS, "")
    return [{"urls": address.strip()} for address in given.split(",") if address.strip()]

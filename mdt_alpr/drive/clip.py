"""The drawn drive as a video file, for a technician to try a reader with."""

from pathlib import Path

import cv2

from mdt_alpr.domain.errors import OutsideError, WrongInputError
from mdt_alpr.drive.optics import HEIGHT, WIDTH
from mdt_alpr.drive.renderer import FRAMES_A_SECOND, DriveRenderer
from mdt_alpr.drive.story import SECONDS

_ENDING, _CODEC = ".mp4", "mp4v"


def write_clip(file: Path, seed: int, seconds: float = SECONDS) -> None:
    """Write a round of the drive, or its first seconds, over whatever is in the file.

    Raises:
        WrongInputError: the file's name does not end as one of such a video.
        OutsideError: it cannot be written.
    """
    if file.suffix.casefold() != _ENDING:
        raise WrongInputError(f"{file} must end in {_ENDING}.")
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    codec = cv2.VideoWriter.fourcc(*_CODEC)
    video = cv2.VideoWriter(str(file), codec, FRAMES_A_SECOND, (WIDTH, HEIGHT))
    if not video.isOpened():
        raise OutsideError(f"{file} cannot be written. Check its folder and the free space.")
    renderer = DriveRenderer(seed)
    for number in range(round(seconds * FRAMES_A_SECOND)):
        video.write(renderer.frame(number))
    video.release()

"""Pictures that lie in files."""

from pathlib import Path

import cv2

from mdt_alpr.patrol.ports import Pixels


def picture_at(path: Path) -> Pixels | None:
    """Return the picture in a file; None where there is none, or it is damaged or too large.

    OpenCV returns nothing for most damage, and raises for a picture whose header promises more
    than 2^30 pixels (CV_IO_MAX_IMAGE_PIXELS).
    """
    try:
        pixels: Pixels | None = cv2.imread(str(path), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    return pixels

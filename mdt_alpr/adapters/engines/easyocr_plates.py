"""EasyOCR with our own plate weights in the place of its English network: a custom network.

What EasyOCR does stays its own: gray picture, height of 64 pixels, padding to the right, a second
try with more contrast, decoding. The weights are our reader's ONNX file, so nothing is unpickled.
"""

import warnings
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from mdt_alpr.adapters.easyocr_parts import opened, plate_cut, refuse_if_absent
from mdt_alpr.adapters.model_files import checked_model, onnx_session
from mdt_alpr.domain.reading.reading import Box, Character, PlateText
from mdt_alpr.patrol.ports import Frame

_LETTERS = "0123456789ABCDEFGHIJKLMNPQRSTUVWXYZ"
_WIDTH, _HEIGHT = 144, 48
_WINDOW = (0.03, -0.02)
"""By how much the plate's box is widened at the sides and at top and bottom."""


class Reader:
    """Reads one plate with EasyOCR and our weights. Letter O and digit 0 are one class to it."""

    name: ClassVar[str] = "easyocr-plates"
    weights: ClassVar[tuple[str, ...]] = ("own_reader",)

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._easyocr: Any = None

    def load(self) -> None:
        """Load EasyOCR and put our network into it.

        Raises:
            EngineMissingError: EasyOCR is not installed, or the weights are missing or differ.
        """
        refuse_if_absent()
        from easyocr.utils import CTCLabelConverter

        folder = checked_model("easyocr_reader").parent
        reader = opened(folder, self._threads, detector=False, recognizer=False)
        reader.recognizer = _network(onnx_session("own_reader", self._threads))
        reader.converter = CTCLabelConverter(_LETTERS)
        reader.character = reader.lang_char = _LETTERS
        self._easyocr = reader

    def read(self, frame: Frame, box: Box) -> PlateText:
        """Return what is read on the plate in ``box``; its state is never read here.

        EasyOCR gives one confidence for the whole text, so each character has it.
        """
        gray = plate_cut(frame, box, _WINDOW)
        if gray is None:
            return PlateText(())
        with warnings.catch_warnings():  # it pins memory for a GPU whether there is one or not
            warnings.filterwarnings("ignore", message=".*pin_memory")
            answers = self._easyocr.recognize(gray, decoder="beamsearch")
        text, confidence = (answers[0][1], float(answers[0][2])) if answers else ("", 0.0)
        return PlateText(tuple(Character(c, round(confidence, 4)) for c in text))


def _network(session: Any) -> Any:
    """Return our network as the PyTorch module that EasyOCR calls.

    It accepts N x 1 x 64 x W from -1 to 1 and returns N x 36 columns x 36 logits.
    """
    import torch
    from torch.nn import functional

    class Network(torch.nn.Module):
        def forward(self, pictures: Any, _text: Any) -> Any:
            fitted = [
                functional.interpolate(
                    picture[:, :, :, : _shown(picture[0, 0].numpy())],
                    (_HEIGHT, _WIDTH),
                    mode="bilinear",
                    antialias=True,
                )
                for picture in pictures.split(1)
            ]
            gray = (torch.cat(fitted) + 1) * 127.5
            x = gray.expand(-1, 3, -1, -1).contiguous().numpy()
            shares = session.run(None, {"x": x})[0]
            return torch.from_numpy(np.log(np.maximum(shares, 1e-9)))

    return Network()


def _shown(picture: npt.NDArray[np.float32]) -> int:
    """Return how many columns a picture has before EasyOCR's padding, which repeats the last."""
    width = int(picture.shape[1])
    differing = np.flatnonzero((picture != picture[:, -1:]).any(axis=0))
    return min(width, int(differing[-1]) + 2) if differing.size else width

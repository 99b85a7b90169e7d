"""A paper as headquarters prints it: its file name and the PDF."""

import base64
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A PDF; ``body`` is in base64."""

    name: str
    body: str

    @classmethod
    def of(cls, name: str, pdf: bytes) -> "PaperFile":
        """Return the message of a PDF."""
        return cls(name, base64.b64encode(pdf).decode())

    @property
    def pdf(self) -> bytes:
        """Return the PDF."""
        return base64.b64decode(self.body)

    def __repr__(self) -> str:
        """Return a text without the PDF."""
        return f"PaperFile({self.name!r})"

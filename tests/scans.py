"""Papers as a scanner or a desk makes them."""

import io
import zlib

from PIL import Image


def a_pdf(words: str, *, packed: bool = False, trailer: str = "") -> bytes:
    """Return a PDF of one page that says something, its objects in the open or packed."""
    drawn = f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
    ]
    if packed:
        inside = zlib.compress("\n".join(objects[:3]).encode())
        head = f"<< /Type /ObjStm /N 3 /First 0 /Filter /FlateDecode /Length {len(inside)} >>"
        body = b"%PDF-1.7\n5 0 obj\n" + head.encode() + b"\nstream\n" + inside + b"\nendstream\n"
    else:
        numbered = (f"{n} 0 obj\n{one}\nendobj\n" for n, one in enumerate(objects, 1))
        body = b"%PDF-1.7\n" + "".join(numbered).encode()
    end = f"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 5 /Root 1 0 R {trailer} >>\n"
    return body + f"{end}startxref\n{len(body)}\n%%EOF\n".encode()


def a_picture(kind: str, size: tuple[int, int] = (60, 80), frames: int = 1) -> bytes:
    """Return a picture of a format of Pillow's, of so many pages."""
    page, place = Image.new("1" if kind != "JPEG" else "L", size), io.BytesIO()
    if kind == "TIFF":
        rest = [page] * (frames - 1)
        page.save(place, kind, compression="group4", save_all=True, append_images=rest)
    else:
        page.save(place, kind)
    return place.getvalue()

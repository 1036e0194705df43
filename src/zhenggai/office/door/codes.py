"""QR codes as one SVG path, drawn on the server."""

from __future__ import annotations

from qrcode import QRCode

_QUIET = 4


def qr_path(text: str) -> tuple[int, str]:
    """Side of the picture in modules, its quiet zone included, and the path of its dark modules."""
    code = QRCode(border=_QUIET)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    dark = [(x, y) for y, row in enumerate(rows) for x, module in enumerate(row) if module]
    return len(rows), "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)

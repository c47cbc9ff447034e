"""Images that come inside a document. None is ever fetched: an address is only an address."""

from __future__ import annotations

import base64
import binascii
import io
import re
import warnings
from urllib.parse import unquote_to_bytes

from PIL import Image, UnidentifiedImageError

from blog.importing.pieces import Picture

_SUFFIXES = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}
_MOST_PIXELS = 25_000_000
_DATA = re.compile(r"data:image/[a-z0-9.+-]+((?:;[a-z0-9=-]+)*),", re.IGNORECASE)


def picture_in(address: str, alt: str = "", caption: str = "") -> Picture | None:
    """The image that a `data:` address holds; None when it holds none that a page can show."""
    found = _DATA.match(address)
    if found is None:
        return None
    data = unquote_to_bytes(address[found.end() :])
    if ";base64" in found[1].lower():
        try:
            data = base64.b64decode(data)
        except binascii.Error:
            return None
    suffix = _suffix(data)
    return Picture(data, suffix, alt.strip(), caption.strip()) if suffix else None


def _suffix(data: bytes) -> str:
    """The suffix of the image's own format, or "" when it is broken, huge or of a foreign one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=tuple(_SUFFIXES)) as image:
                if image.width * image.height > _MOST_PIXELS:
                    return ""
                image.verify()
                return _SUFFIXES.get(str(image.format), "")
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        SyntaxError,  # what Pillow raises for a broken PNG
        ValueError,
    ):
        return ""

"""The picture beside a shared link: a title, the drawing that belongs to it, and who says so."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageChops, ImageDraw

from core.drawing import HEIGHT as DRAWING_HEIGHT
from core.drawing import WIDTH as DRAWING_WIDTH
from core.drawing import draw as draw_lines
from core.seo import lettering
from core.seo.images import HEIGHT, WIDTH
from core.seo.outline import polylines

DESIGN = 2  # in the name of every picture: raise it when they are to be made anew
BRAND = "#0b5a63"  # the accent of base.css
_PAPER, _SOFT = "#fbfaf6", "#fbfaf6c0"
_FINE = 2  # lines are drawn this much larger and then brought down, which smooths them
_INK, _ACCENT = 120, 245  # how strong the strokes are, of 255
_LEFT, _TEXT_WIDTH = 72, 800
_TITLE_SIZES, _MOST_LINES, _TITLE_FOOT = range(80, 47, -4), 4, 72
_FIRM_SIZES, _FIRM_BASELINE = range(34, 23, -2), 106


def card(title: str, drawn_from: str, firm_name: str, ground: str = BRAND) -> bytes:
    """Return a PNG of 1200 by 630 pixels. What cannot be written is left out, never a box."""
    image = Image.new("RGB", (WIDTH, HEIGHT), ground)
    image.paste(_PAPER, mask=_lines(drawn_from))
    draw = ImageDraw.Draw(image, "RGBA")
    firm, text = lettering.readable(firm_name), lettering.readable(title)
    if text:
        _write(draw, lettering.fit(firm, _TEXT_WIDTH, _FIRM_SIZES, 1), _FIRM_BASELINE)
        rule = _FIRM_BASELINE + 30
        draw.line([(_LEFT, rule), (_LEFT + 56, rule)], fill=_SOFT, width=2)
    setting = lettering.fit(text or firm, _TEXT_WIDTH, _TITLE_SIZES, _MOST_LINES)
    below = (len(setting.lines) - 1) * setting.size * lettering.LEADING
    _write(draw, setting, HEIGHT - _TITLE_FOOT - below)
    return _png(image)


def _write(draw: ImageDraw.ImageDraw, setting: lettering.Setting, baseline: float) -> None:
    for number, line in enumerate(setting.lines):
        y = baseline + number * setting.size * lettering.LEADING
        lettering.write(draw, (_LEFT, y), line, setting.size, _PAPER)


def _lines(drawn_from: str) -> Image.Image:
    """Return how much of the paper's colour shows where: lines that fade out below the text."""
    made = draw_lines(drawn_from)
    large = Image.new("L", (WIDTH * _FINE, HEIGHT * _FINE), 0)
    draw = ImageDraw.Draw(large)
    for path, strength in ((made.ink, _INK), (made.accent, _ACCENT)):
        for points in polylines(path):
            draw.line(_placed(points), fill=strength, width=2 * _FINE - 1, joint="curve")
    mask = large.reduce(_FINE)
    fade = Image.linear_gradient("L").rotate(90).point(_late).resize(mask.size)
    return ImageChops.multiply(mask, fade)


def _late(value: int) -> int:
    """Keep the left part nearly clear: that is where the text stands."""
    share: float = max(0.07, (value / 255 - 0.42) / 0.58) ** 1.2
    return round(255 * share)


def _placed(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return points of the drawing on the large mask, its top and bottom cut off alike."""
    scale = WIDTH / DRAWING_WIDTH * _FINE
    above = (DRAWING_HEIGHT * WIDTH / DRAWING_WIDTH - HEIGHT) / 2 * _FINE
    return [(x * scale, y * scale - above) for x, y in points]


def _png(image: Image.Image) -> bytes:
    file = BytesIO()
    # One ground, one ink and what lies between them: few colours, and a third of the bytes.
    image.quantize(64, method=Image.Quantize.FASTOCTREE).save(file, "PNG", optimize=True)
    return file.getvalue()

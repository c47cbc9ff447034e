"""Files as editors upload them, made here so that no binary has to be kept."""

from __future__ import annotations

import base64
import io
import zipfile

from PIL import Image

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="png" ContentType="image/png"/><Default Extension="xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"'
    "/></Types>"
)


def png(colour: str = "teal") -> bytes:
    """A small image."""
    out = io.BytesIO()
    Image.new("RGB", (8, 6), colour).save(out, "PNG")
    return out.getvalue()


def data_address(image: bytes) -> str:
    """An image as HTML carries it inside itself."""
    return f"data:image/png;base64,{base64.b64encode(image).decode()}"


def paragraph(text: str, style: str = "") -> str:
    """A paragraph of Word's, in one of its styles."""
    given = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{given}<w:r><w:t>{text}</w:t></w:r></w:p>"


def grid(*rows: list[str]) -> str:
    """A table of Word's."""
    cells = (["".join(f"<w:tc>{paragraph(each)}</w:tc>" for each in row)] for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row[0]}</w:tr>' for row in cells)}</w:tbl>"


def drawing(alt: str) -> str:
    """A paragraph that holds the image of the file."""
    return (
        f'<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{alt}"/><a:graphic>'
        '<a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="rId1"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def docx(*paragraphs: str, prolog: str = "") -> bytes:
    """A Word document of these paragraphs, with one image that `drawing` shows."""
    body = (
        f'{prolog}<w:document xmlns:w="{_W}" xmlns:r="{_R}" xmlns:a="{_A}" xmlns:wp="{_WP}" '
        f'xmlns:pic="{_PIC}"><w:body>{"".join(paragraphs)}</w:body></w:document>'
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/>'
        "</w:style>"
        for name in ("Title", "heading 1", "heading 2", "HTML Preformatted")
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations("officeDocument", "word/document.xml"),
        "word/document.xml": body,
        "word/styles.xml": f'<w:styles xmlns:w="{_W}">{styles}</w:styles>',
        "word/_rels/document.xml.rels": _relations("image", "media/image1.png"),
        "word/media/image1.png": png(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _relations(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_R}/{kind}" Target="{target}"/></Relationships>'
    )

"""From bytes to text."""

import pytest

from blog.importing.decoding import LARGEST, CannotImport, decode

QUOTE = "“Good” – it’s £5"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_whatever_an_office_saved_it_as(encoding: str) -> None:
    text, _ = decode(QUOTE.encode(encoding), "note.txt")

    assert text == QUOTE


def test_big_endian_text_is_read_by_its_mark() -> None:
    text, used = decode(b"\xfe\xff" + QUOTE.encode("utf-16-be"), "note.txt")

    assert (text, used) == (QUOTE, "utf-16")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "note.txt is empty: choose the file that holds the text."),
        (b" \r\n\t\xef\xbb\xbf", "note.txt is empty: choose the file that holds the text."),
        (b"\xef\xbb\xbf", "note.txt is empty: choose the file that holds the text."),
        (b"text\0text", "note.txt is not text: it holds NUL bytes. Save it as .docx."),
        (b"\x81\x8d\x8f", "note.txt is not text: it is neither UTF-8, UTF-16 nor Windows-1252."),
        (b"\xff\xfea", "note.txt is not text: it is neither UTF-8, UTF-16 nor Windows-1252."),
        (b"x" * (LARGEST + 1), "note.txt is larger than 5 MB: split it."),
        (b"%PDF-1.7 rest", "note.txt is a PDF; paste its text into a .txt file."),
    ],
)
def test_what_is_no_text_is_refused_with_its_name_and_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(CannotImport) as refused:
        decode(data, "note.txt")

    assert str(refused.value) == reason

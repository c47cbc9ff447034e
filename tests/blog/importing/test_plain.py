"""The reader of pasted text, on three texts of our own with the faults such files have."""

import re
import time
from pathlib import Path

import pytest

from blog.importing.pieces import Document, Piece
from blog.importing.plain import LONGEST_PARAGRAPH, read_plain

TEXTS = Path(__file__).parent / "texts"
SOON = 60  # seconds on any machine; what grows with the square of the text takes far longer


def read(name: str) -> Document:
    return read_plain((TEXTS / name).read_bytes().decode())


def headings(document: Document) -> list[str]:
    return [piece.text for piece in document.pieces if piece.kind == "heading"]


def outline(document: Document) -> list[tuple[str, str]]:
    """Each piece's kind and how it begins."""
    return [(piece.kind, _words(piece)[:24]) for piece in document.pieces]


def _words(piece: Piece) -> str:
    return piece.text or ", ".join(piece.items) or piece.url


def bag(text: str) -> list[str]:
    return sorted(re.findall(r"\w+", text))


def all_words(document: Document) -> list[str]:
    texts = [_words(piece) for piece in document.pieces]
    opened = document.title if document.title not in headings(document) else ""
    return bag(" ".join([opened, *texts]))


def test_a_flyer_with_blank_lines_everywhere_keeps_its_order_and_its_paragraphs() -> None:
    document = read("backups.txt")

    assert outline(document) == [
        ("text", "Who would notice if last"),
        ("text", "A copy that was never re"),
        ("text", "A restore you have watch"),
        ("heading", "Backups You Can Trust – "),
        ("heading", "Let us begin with the co"),
        ("text", "Keep three copies of any"),
        ("words", "Frequent, Separate, Test"),
        ("text", "The second copy should r"),
        ("video", "https://www.youtube.com/"),
        ("text", "Nobody is born knowing h"),
        ("words", "Curious, Patient, Tidy"),
        ("callout", "It is worth saying – tha"),
        ("heading", "What does it cost? Who p"),
        ("text", "Storage is cheap and tim"),
        ("text", "Would you like company f"),
        ("call", "Call us on 020 7946 0018"),
    ]


def test_a_title_box_that_slipped_down_gives_the_title_and_stays_in_its_place() -> None:
    document = read("backups.txt")

    assert document.title == "Backups You Can Trust – what do they need?"
    assert headings(document) == [
        "Backups You Can Trust – what do they need?",
        "Let us begin with the copies – and where they live.",
        "What does it cost? Who pays for it?",
    ]
    assert any("stands after 3 other pieces" in note for note in document.notes)


def test_lines_broken_in_mid_sentence_become_one_paragraph_word_for_word() -> None:
    document = read("backups.txt")

    assert document.pieces[0].text == (
        "Who would notice if last night's copy had failed? In most small firms the honest answer"
        " is: nobody, until the morning when a folder is gone."
    )
    assert document.pieces[13].text == (
        "Storage is cheap and time is not. Budget two hours a month for testing, and write the"
        " result down where an insurer can find it."
    )


def test_flattened_columns_go_to_the_sentences_that_announce_them_first_to_first() -> None:
    document = read("backups.txt")

    assert document.pieces[5].text.endswith("with these four words:")
    assert document.pieces[6].items == ("Frequent", "Separate", "Tested", "Encrypted")
    assert document.pieces[9].text.endswith("which we sum up as:")
    assert document.pieces[10].items == ("Curious", "Patient", "Tidy")


def test_a_stray_video_address_goes_behind_the_sentence_that_speaks_of_watching() -> None:
    document = read("backups.txt")

    assert document.pieces[7].text.endswith("you can watch a complete restore here:")
    assert document.pieces[8] == Piece("video", url="https://www.youtube.com/watch?v=AbCdEfGhIj0")


def test_the_closing_invitation_becomes_a_call_with_an_international_number() -> None:
    document = read("backups.txt")

    assert document.pieces[-1] == Piece(
        "call",
        text="Call us on 020 7946 0018 and we will sit beside you.",
        phone="+442079460018",
    )


def test_hyphens_at_line_ends_are_mended_unless_the_text_shows_a_compound() -> None:
    document = read("phishing.txt")

    first = document.pieces[0].text
    assert "asks for a password, a payment" in first
    assert "borrow information from" in first
    assert "a well-written one" in first
    assert any("“password”, “information”" in note for note in document.notes)


def test_page_numbers_and_footers_leave_the_sentence_they_interrupted_whole() -> None:
    document = read("phishing.txt")

    texts = " ".join(_words(piece) for piece in document.pieces)
    assert "knows the tone, and the tone is what persuades." in texts
    assert "A message that is out of the ordinary deserves" in texts
    assert "Harbour Lane" not in texts
    assert any(
        "“Harbour Lane Guides | Spring issue” was left out 3 times" in note
        for note in document.notes
    )


def test_a_heading_that_comes_twice_is_no_footer() -> None:
    document = read("phishing.txt")

    assert document.title == "Spotting a False Message"
    assert headings(document) == ["Why It Works", "What to do", "What to say", "What to do"]


def test_bullets_and_numbers_become_lists_with_their_broken_lines_joined() -> None:
    document = read("phishing.txt")

    bulleted, numbered = [piece for piece in document.pieces if piece.kind == "list"]
    assert bulleted.items == (
        "stop, and read the sender's full address with a cool head before you do anything else",
        "ring the person on a number you already have",
        "tell the colleague who looks after security",
    )
    assert bulleted.html.startswith("<ul><li>stop, and")
    assert numbered.html == (
        "<ol><li>Switch on the second factor</li>"
        "<li>Take admin rights away from everyday accounts</li><li>Practise</li></ol>"
    )


def test_an_address_in_a_sentence_is_a_link_without_the_full_stop() -> None:
    document = read("phishing.txt")

    assert document.pieces[-1].html == (
        '<p>More at <a href="https://example.org/phishing?x=1&amp;y=2">'
        "https://example.org/phishing?x=1&amp;y=2</a>.</p>"
    )


def test_a_text_without_any_blank_line_still_has_paragraphs_and_headings() -> None:
    document = read("moving.txt")

    assert document.title == "Moving Offices Without Losing a Day"
    assert outline(document) == [
        ("text", "The lease ends in June, "),
        ("text", "Start with the line. A n"),
        ("text", "Leave nothing to memory."),
        ("words", "Rooms, Phones, Power Poi"),
        ("text", "Label every cable at bot"),
        ("text", "The crew that carries th"),
        ("words", "Driver, Electrician, Key"),
        ("heading", "How long does it take?"),
        ("text", "Two days for ten people,"),
    ]
    assert document.pieces[3].items == ("Rooms", "Phones", "Power Points", "Network")


@pytest.mark.parametrize("name", ["backups.txt", "moving.txt"])
def test_no_word_is_lost_doubled_or_invented(name: str) -> None:
    source = (TEXTS / name).read_text()
    source = re.sub(r"Moving guide, page \d of 2|https://youtu\S+", "", source)

    document = read(name)

    kept = [word for word in all_words(document) if "AbCdEfGhIj0" not in word]
    kept_text = [word for word in kept if word not in {"https", "www", "youtube", "com", "v"}]
    lost = bag(source)
    assert [word for word in kept_text if word != "watch"] == [w for w in lost if w != "watch"]


@pytest.mark.parametrize("name", ["backups.txt", "phishing.txt", "moving.txt"])
def test_no_paragraph_ends_in_mid_sentence(name: str) -> None:
    document = read(name)

    for piece in document.pieces:
        if piece.kind == "text":
            assert re.search(r"[.!?:][”’)]*$", piece.text), piece.text
            assert len(piece.text.split()) <= LONGEST_PARAGRAPH


def test_typographic_marks_and_spelling_stay_and_many_spaces_become_one() -> None:
    text = "Its ‘allot’ of   trouble –  “really” it is…  and we  mean it.\n"

    document = read_plain(text)

    assert document.pieces[0].text == "Its ‘allot’ of trouble – “really” it is… and we mean it."


def test_an_overlong_paragraph_is_split_at_sentence_ends_and_the_split_is_noted() -> None:
    sentences = [
        f"Sentence number {n} says what it has to say and then it stops." for n in range(30)
    ]

    document = read_plain(" ".join(sentences))

    assert " ".join(piece.text for piece in document.pieces) == " ".join(sentences)
    assert max(len(piece.text.split()) for piece in document.pieces) <= LONGEST_PARAGRAPH
    assert all(piece.text.endswith(".") for piece in document.pieces)
    assert any("split into 3 at sentence ends" in note for note in document.notes)


def test_a_single_sentence_beyond_the_limit_stays_whole_and_is_noted() -> None:
    text = "word " * 200 + "end."

    document = read_plain(text)

    assert [piece.text for piece in document.pieces] == [text]
    assert any("left whole" in note for note in document.notes)


def test_a_column_with_no_announcement_before_it_is_a_heading() -> None:
    text = "First Things First\n\n" + "A paragraph of prose that says something at length. " * 3
    later = "\n\nDisaster Recovery Planning\n\n" + "More prose, which says something else. " * 3

    document = read_plain(text + later)

    assert headings(document) == ["Disaster Recovery Planning"]


def test_a_video_nobody_announces_stays_where_it_is() -> None:
    text = "Before the video.\n\nhttps://www.youtube.com/watch?v=AbCdEfGhIj0\n\nAfter the video."

    document = read_plain(text)

    assert [piece.kind for piece in document.pieces] == ["text", "video", "text"]


def test_script_tags_stay_text() -> None:
    document = read_plain("Beware of <script>alert('x')</script> & of \"quotes\".\n")

    assert document.pieces[0].html == (
        "<p>Beware of &lt;script&gt;alert('x')&lt;/script&gt; &amp; of \"quotes\".</p>"
    )


def test_an_address_cannot_break_out_of_its_link() -> None:
    document = read_plain("Go to https://example.org/'onmouseover='x\"y now, if you like.\n")

    assert 'href="https://example.org/&#x27;onmouseover=&#x27;x"' in document.pieces[0].html


def test_only_headings_give_a_title_and_headings() -> None:
    document = read_plain("How to Begin\n\nHow to Go On\n\nHow to End\n")

    assert document.title == "How to Begin"
    assert [piece.kind for piece in document.pieces] == ["heading", "heading"]


@pytest.mark.parametrize("text", ["", "\n \n\t\n"])
def test_an_empty_text_gives_no_pieces(text: str) -> None:
    document = read_plain(text)

    assert (document.title, document.pieces) == ("", [])


def test_only_an_address_gives_one_video_and_no_title() -> None:
    document = read_plain("https://youtu.be/AbCdEfGhIj0\n")

    assert document.title == ""
    assert [piece.kind for piece in document.pieces] == ["video"]


def test_right_to_left_text_and_emoji_keep_every_character() -> None:
    arabic = "هل تعمل النسخة الاحتياطية؟ نعم، إنها تعمل."
    emoji = "We did it! 🎉👩🏽‍💻\n\nThen we went home. 🏡"

    document = read_plain(f"{arabic}\n\n{emoji}\n")

    assert [piece.text for piece in document.pieces] == [
        arabic,
        "We did it! 🎉👩🏽‍💻",
        "Then we went home. 🏡",
    ]


@pytest.mark.parametrize("pattern", ["word ", "A sentence. ", ".", "a", "https://", "0330 "])
def test_five_megabytes_on_one_line_are_read_in_seconds(pattern: str) -> None:
    text = pattern * (5_000_000 // len(pattern))
    began = time.perf_counter()

    document = read_plain(text)

    assert time.perf_counter() - began < SOON
    assert document.pieces


@pytest.mark.parametrize("pattern", ["a-\n", "Cap\n\n", "1. x\n", "x:\n", "Say it:\nOne Two Six\n"])
def test_twenty_thousand_tiny_lines_are_read_in_seconds(pattern: str) -> None:
    text = pattern * 20_000
    began = time.perf_counter()

    document = read_plain(text)

    assert time.perf_counter() - began < SOON
    assert document.pieces


@pytest.mark.parametrize("kept", ["every line apart", "no blank line", "Windows"])
def test_the_same_words_are_read_alike_however_their_lines_are_spaced(kept: str) -> None:
    source = (TEXTS / "backups.txt").read_text()
    lines = [line for line in source.split("\n") if line.strip()]
    variants = {
        "every line apart": "\n\n".join(lines),
        "no blank line": "\n".join(lines),
        "Windows": source.replace("\n", "\r\n"),
    }

    document = read_plain(variants[kept])

    assert outline(document) == outline(read_plain(source))


def test_text_with_a_line_for_each_paragraph_is_taken_as_it_is() -> None:
    text = (
        "A Guide to Passwords\n"
        "Long ones beat clever ones, and nobody should have to remember more than two of them.\n"
        "It is that simple.\n"
        "Where to keep them\n"
        "A password manager costs less than the first hour of any incident, so buy one today.\n"
    )

    document = read_plain(text)

    assert document.title == "A Guide to Passwords"
    assert [piece.kind for piece in document.pieces] == ["text", "text", "heading", "text"]


def test_a_dash_that_begins_a_broken_line_is_no_bullet() -> None:
    text = (
        "A long line of prose that runs to the very edge of its column and then it stops here\n"
        "- in the middle of things, which is what broken lines do when nobody looks after them.\n"
    )

    document = read_plain(text)

    assert [piece.kind for piece in document.pieces] == ["text"]
    assert "stops here - in the middle" in document.pieces[0].text

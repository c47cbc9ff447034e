"""Reads text that was pasted out of a PDF or a flyer, where only the words survived."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from blog.importing.blocks import Block, group, is_about_watching
from blog.importing.calls import invited_phone
from blog.importing.furniture import without_furniture
from blog.importing.lines import Joiner, read_lines
from blog.importing.pieces import Document, Piece, are_words, listing, paragraph
from blog.importing.sentences import ends_sentence, sentences, split_long
from blog.importing.videos import rewritten_note

LONGEST_PARAGRAPH = 130  # words
_CLOSING = 3  # pieces at the end among which the invitation to ring is looked for


def read_plain(text: str) -> Document:
    """Read pasted text: mend broken lines, tell headings, lists and the video from paragraphs.

    No word is changed, dropped (but page numbers and running footers, each noted) or invented. The
    order is the file's; only a list or video moves, behind the sentence that announces it.

    The title is the heading that opens the file, which is then no piece. Failing that it is a later
    heading: a flyer's title box often comes late; it stays a piece where the file has it.
    """
    lines, notes = without_furniture(read_lines(text))
    joiner = Joiner(lines)
    document = Document(notes=notes)
    blocks = _place(group(lines), joiner, document.notes)
    document.pieces = _pieces(blocks, joiner, document.notes)
    _find_call(document)
    _find_title(document)
    if joiner.rejoined:
        document.notes.append(_rejoined_note(joiner.rejoined))
    return document


def _place(blocks: Sequence[Block], joiner: Joiner, notes: list[str]) -> list[Block]:
    """Move each column and video behind the sentence that announces it."""
    answers = _answers(blocks)
    moved = {answer for found in answers.values() for answer in found}
    placed: list[Block] = []
    for index, block in enumerate(blocks):
        if index in moved:
            continue
        placed.append(block)
        for answer in answers.get(index, ()):
            placed.append(blocks[answer])
            if answer != index + 1:
                notes.append(_moved_note(blocks[answer], joiner.join(block.lines)))
    return placed


def _answers(blocks: Sequence[Block]) -> dict[int, list[int]]:
    """Which column or video answers which announcing block, by index.

    Columns take the nearest announcements that still wait, the first column the first of them.
    """
    has_video = any(block.kind == "video" for block in blocks)
    lists: list[int] = []
    sights: list[int] = []
    columns: list[int] = []
    answers: dict[int, list[int]] = {}
    for index, block in enumerate(blocks):
        if block.kind == "video" and sights:
            answers[sights.pop()] = [index]
        elif block.kind == "column":
            columns.append(index)
        elif block.announces and has_video and is_about_watching(block):
            sights.append(index)
        elif block.announces and not _answered_at_once(blocks, index):
            lists = _match(lists, columns, answers)
            lists.append(index)
    _match(lists, columns, answers)
    return answers


def _match(waiting: list[int], columns: list[int], answers: dict[int, list[int]]) -> list[int]:
    """Give the gathered columns to the nearest waiting blocks; return who still waits."""
    count = min(len(waiting), len(columns))
    if count:
        chosen = waiting[-count:]
        answers.update({cue: [column] for cue, column in zip(chosen, columns, strict=False)})
        waiting = waiting[:-count]
    columns.clear()
    return waiting


def _answered_at_once(blocks: Sequence[Block], index: int) -> bool:
    return index + 1 < len(blocks) and blocks[index + 1].kind in {"item", "number"}


def _moved_note(block: Block, announcement: str) -> str:
    what = "The video" if block.kind == "video" else f"The list “{', '.join(block.cells)}”"
    closing = sentences(announcement)[-1]
    return f"{what} stood apart in the file and was put behind “{closing[-120:].strip()}”."


def _pieces(blocks: Sequence[Block], joiner: Joiner, notes: list[str]) -> list[Piece]:
    pieces: list[Piece] = []
    heads = _heads(blocks)
    numbered = ((block, index) for index, block in enumerate(blocks))
    for kind, found in groupby(numbered, key=lambda pair: pair[0].kind):
        run = [(block, index) for block, index in found]
        if kind in {"item", "number"}:
            items = tuple(joiner.join(block.lines) for block, _ in run)
            pieces.append(listing(items, ordered=kind == "number"))
            continue
        for block, index in run:
            pieces.extend(_piece(block, heads[index], joiner, notes))
    return pieces


def _heads(blocks: Sequence[Block]) -> list[bool]:
    """For each block, whether something to be headed follows it directly."""
    following = [block.kind not in {"short", "video"} for block in blocks[1:]]
    return [*following, False] if blocks else []


def _piece(block: Block, heads: bool, joiner: Joiner, notes: list[str]) -> Iterable[Piece]:
    text = joiner.join(block.lines)
    if block.kind == "video":
        notes.extend(rewritten_note(text, block.url))
        return [Piece("video", url=block.url)]
    if block.kind == "column":
        if are_words(block.cells):
            return [Piece("words", items=block.cells)]
        return [listing(block.cells, ordered=False)]
    if block.kind == "short" and (heads or not ends_sentence(text) or text.endswith("?")):
        return [Piece("heading", text=text)]
    if block.kind == "short":
        notes.append(f"“{text}” stands alone and heads nothing: it became a callout.")
        return [Piece("callout", text=text, html=paragraph(text).html)]
    return _paragraphs(text, notes)


def _paragraphs(text: str, notes: list[str]) -> list[Piece]:
    parts = split_long(text, LONGEST_PARAGRAPH)
    beginning = " ".join(text[:200].split()[:6])
    if len(parts) > 1:
        notes.append(f"The paragraph “{beginning} …” was split into {len(parts)} at sentence ends.")
    if any(len(part.split()) > LONGEST_PARAGRAPH for part in parts):
        notes.append(
            f"The paragraph “{beginning} …” holds a sentence of more than {LONGEST_PARAGRAPH}"
            " words, which was left whole."
        )
    return [paragraph(part) for part in parts]


def _find_call(document: Document) -> None:
    """Turn the closing sentence that invites to ring into the call, with all that follows it."""
    pieces = document.pieces
    for index in range(len(pieces) - 1, max(-1, len(pieces) - 1 - _CLOSING), -1):
        if pieces[index].kind not in {"text", "heading", "callout"}:
            continue
        found = sentences(pieces[index].text)
        for position, sentence in enumerate(found):
            if phone := invited_phone(sentence):
                before = [paragraph(" ".join(found[:position]))] if position else []
                call = Piece("call", text=" ".join(found[position:]), phone=phone)
                pieces[index : index + 1] = [*before, call]
                document.notes.append(f"The closing invitation to ring {phone} became the call.")
                return


def _find_title(document: Document) -> None:
    headings = [i for i, piece in enumerate(document.pieces) if piece.kind == "heading"]
    if not headings:
        document.notes.append("The file has no heading, so it gives the article no title.")
        return
    if headings[0] == 0:
        document.title = document.pieces.pop(0).text
        document.notes.append("The heading that opens the file became the title.")
        return
    # Of a title box that slipped down, the next heading follows at once.
    doubled = [a for a, b in pairwise(headings) if b == a + 1]
    chosen = (doubled or headings)[0]
    document.title = document.pieces[chosen].text
    document.notes.append(
        f"The title “{document.title}” stands after {chosen} other pieces in the file."
    )


def _rejoined_note(words: Sequence[str]) -> str:
    shown = ", ".join(f"“{word[:60]}”" for word in words[:20])
    more = f" and {len(words) - 20} more" if len(words) > 20 else ""
    return f"Words broken by a hyphen at the end of a line were put together again: {shown}{more}."

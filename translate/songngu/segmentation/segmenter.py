"""Blocks in, segments out: sentencex for the sentences, `repairs` for the domain."""

from __future__ import annotations

import re
from itertools import accumulate, pairwise

from songngu.documents.base import Block, BlockKind, Document
from songngu.segmentation.base import Segment
from songngu.segmentation.lexicon import lexicon
from songngu.segmentation.masking import mask
from songngu.segmentation.repairs import repair
from songngu.spans import Span

WHOLE = frozenset({BlockKind.HEADING, BlockKind.CAPTION, BlockKind.BYLINE, BlockKind.DATE_LINE})
LONG_QUOTATION = 40  # words
_QUOTATION = re.compile(r"“[^“”]+”|\"[^\"]+\"|«[^«»]+»")
_SPACE = re.compile(r"\s*")


def _library(text: str, language: str) -> list[str]:
    """Return the library's sentences, white space included; joined they are `text`."""
    import sentencex

    # A line break would be a paragraph to the library; a block has none that counts.
    sentences: list[str] = sentencex.segment(language, re.sub(r"\s", " ", text))
    ends = list(accumulate(map(len, sentences)))
    if not ends or ends[-1] != len(text):  # characters lost or added: nothing that it says can be placed
        return [text]
    return [text[start:end] for start, end in pairwise([0, *ends])]


def _open_long_quotations(sentence: str, language: str) -> list[str]:
    """Split long quotations of several sentences, which the library keeps whole.

    The shipped model drops clauses of a quotation of four sentences and 60 words, and translates each of the
    sentences by itself; a quotation of three short sentences it translates well, and so that stays whole.
    """
    ends = []
    for quotation in _QUOTATION.finditer(sentence):
        if len(quotation[0].split()) >= LONG_QUOTATION:
            start = quotation.start() + 1
            inner = repair(_library(sentence[start : quotation.end() - 1], language), lexicon(language))
            ends += [start + end for end in accumulate(map(len, inner[:-1]))]
    return [sentence[start:end] for start, end in pairwise([0, *ends, len(sentence)])]


def _parts(text: str, language: str) -> list[str]:
    """Return consecutive parts of `text`, one per sentence, white space included; joined they are `text`."""
    primary = language.replace("_", "-").split("-")[0].lower()
    sentences = repair(_library(text, primary), lexicon(primary))
    return [part for sentence in sentences for part in _open_long_quotations(sentence, primary)]


def split_sentences(text: str, language: str = "en") -> list[str]:
    """Split a text that has no markup into sentences.

    Args:
        text: running text of one paragraph.
        language: BCP 47 tag; a language that sentencex does not know falls back to its general rules.

    Returns:
        the sentences in order, without white space at their ends, none empty.
    """
    return [part.strip() for part in _parts(text, language) if part.strip()]


def _ranges(block: Block, language: str) -> list[Span]:
    """Return where the segments of a block stand in its text."""
    text = block.text
    ends: list[int] = []
    if block.kind not in WHOLE:
        masked = mask(text, block.protected)
        position = 0
        for part in _parts(masked.text, language)[:-1]:
            # Up to the first white space after the sentence, so that closing markup stays with it.
            position += len(part)
            ends.append(masked.offsets[position - (len(part) - len(part.rstrip()))])
    ranges: list[Span] = []
    start = _SPACE.match(text).end()  # type: ignore[union-attr]
    for end in (*ends, len(text.rstrip())):
        if text[start:end].strip():
            ranges.append(Span(start, end))
            start = _SPACE.match(text, end).end()  # type: ignore[union-attr]
    return ranges


def segment_block(block: Block, language: str = "en") -> list[Segment]:
    """Split a block; headings, captions, bylines and date lines stay whole.

    Args:
        block: the block; its text has no white space at either end.
        language: BCP 47 tag of the source language.

    Returns:
        its segments in order. Their texts and separators, joined, are the text of the block; no segment ends
        inside a protected span.
    """
    ranges = _ranges(block, language)
    following = [span.start for span in ranges[1:]] + [ranges[-1].end if ranges else 0]
    return [
        Segment(
            text=span.of(block.text),
            block=block.position,
            sentence=number,
            kind=block.kind,
            line=block.line,
            protected=tuple(
                inner.shifted(-span.start)
                for inner in block.protected
                if span.start <= inner.start and inner.end <= span.end
            ),
            furniture=block.furniture,
            separator=block.text[span.end : next_start],
        )
        for number, (span, next_start) in enumerate(zip(ranges, following, strict=True), 1)
    ]


def segment_document(document: Document, language: str = "en") -> list[Segment]:
    """Split all blocks of a document, in document order (see `segment_block`)."""
    return [segment for block in document.blocks for segment in segment_block(block, language)]

"""What a web page leaves in an article is marked; the article is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from songngu.documents import read_document

if TYPE_CHECKING:
    from pathlib import Path

BODY = "The province has taken many measures to build a firm defensive zone in all of its communes and wards."


def furniture(folder: Path, text: str) -> list[str]:
    path = folder / "a.txt"
    path.write_text(text, encoding="utf-8")
    return [block.text for block in read_document(path, "a").blocks if block.furniture]


@pytest.mark.parametrize(
    "line",
    [
        *("Share", "Share | Tweet | Print", "Facebook Twitter Zalo", "Print this page", "Share this article"),
        *(
            "Related news",
            "Other articles:",
            "Read more: A new bridge",
            "Tags: army, Lang Son",
            "Advertisement",
        ),
        *("© 2025 National Defence Journal", "1,024 views", "Chia sẻ", "Tin liên quan", "Bình luận (0)"),
    ],
)
def test_page_lines_are_furniture(tmp_path: Path, line: str) -> None:
    assert furniture(tmp_path, f"The title\n\n{line}\n\n{BODY}\n") == [line]


@pytest.mark.parametrize("counter", ["Your Comment (0)", "Comments (12)", "3 comments", "Ý kiến bạn đọc (0)"])
def test_everything_after_the_comment_counter_is_furniture(tmp_path: Path, counter: str) -> None:
    rest = ["Another article of the day", BODY]
    text = "\n\n".join(["The title", BODY, "Elite force", BODY, counter, *rest])
    assert furniture(tmp_path, text) == [counter, *rest]


def test_a_comment_counter_above_the_text_does_not_swallow_it(tmp_path: Path) -> None:
    assert furniture(tmp_path, f"The title\n\nComments (3)\n\n{BODY}\n\nElite force\n\n{BODY}") == [
        "Comments (3)"
    ]


def test_stamps_are_furniture_above_and_below_the_text_only(tmp_path: Path) -> None:
    stamp = "Monday, October 27, 2025, 16:17 (GMT+7)"
    assert furniture(tmp_path, f"{stamp}\n\nThe title\n\n{BODY}\n\nUpdated: 24/11/2025") == [
        stamp,
        "Updated: 24/11/2025",
    ]
    assert furniture(tmp_path, f"The title\n\n{BODY}\n\n{stamp}\n\n{BODY}") == []


def test_the_date_of_a_letter_is_no_furniture(tmp_path: Path) -> None:
    assert furniture(tmp_path, f"Hanoi, October 27, 2025\n\nOctober 27, 2025\n\nThe title\n\n{BODY}") == []


def test_teasers_end_where_running_text_begins(tmp_path: Path) -> None:
    text = "\n\n".join(
        ["The title", BODY, "Related news", "Army opens school", "New bridge", BODY, "A heading"]
    )
    assert furniture(tmp_path, text) == ["Related news", "Army opens school", "New bridge"]


@pytest.mark.parametrize(
    "heading", ["Share of the economy", "Related laws", "More than a border", "Top leaders meet"]
)
def test_headings_of_the_article_are_not_furniture(tmp_path: Path, heading: str) -> None:
    assert furniture(tmp_path, f"The title\n\n{BODY}\n\n{heading}\n\n{BODY}") == []

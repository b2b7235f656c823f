"""A decoder that got stuck is sent over the source again; parallel sentences are no reason to."""

from __future__ import annotations

import pytest

from songngu.engines.decoding import is_stuck


@pytest.mark.parametrize(
    ("text", "stuck"),
    [
        ("a b c d a b c d", False),
        ("▁ban , ▁ban , ▁ban , ▁ban ,", True),
        ("▁ban , ▁ban , ▁ban , ▁ngành", False),
        ("▁chằm ▁chằm ▁chằm ▁chằm", True),
        ("▁hòa ▁bình , ▁hòa ▁bình , ▁hòa ▁bình ,", True),
        ("▁1 0 0 0 . 0 0 0", False),
        ("", False),
    ],
)
def test_what_counts_as_stuck(text: str, stuck: bool) -> None:
    assert is_stuck(text.split()) is stuck

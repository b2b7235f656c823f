"""Build `translate/songngu/terminology/data/names.tsv` from counts of name syllables and of middle–given
pairs.

    python docs/benchmarks/build_names.py NAME-SYLLABLES.tsv NAME-PAIRS.tsv
    translate/songngu/terminology/data/names.tsv

Input: `name-syllables.tsv` (position, form without diacritics, form with, count) and `name-pairs.tsv` (pair
without diacritics, pair with, count). Output: one line for each position and plain form, its accented forms
with counts, most frequent first; tone marks in the traditional place (Hòa, Thúy), as the newspapers of the
army write them.
"""

import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

_LATE = "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ"
_EARLY = "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy"
_LATE_TONE = dict(zip(_LATE.split(), _EARLY.split(), strict=True))
_FINAL = re.compile(rf"(?<![qQ])({'|'.join(_LATE_TONE)})\b", re.IGNORECASE)


def traditional(form: str) -> str:
    return _FINAL.sub(lambda match: _LATE_TONE[match[0]], form)


def main(syllables: Path, pairs: Path, output: Path) -> None:
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for line in syllables.read_text("utf-8").splitlines():
        position, plain, form, count = line.split("\t")
        counts[position, plain][traditional(form)] += int(count)
    for line in pairs.read_text("utf-8").splitlines():
        plain, form, count = line.split("\t")
        counts["pair", plain][traditional(form)] += int(count)
    lines = [
        "\t".join(
            (position, plain, *(f"{form}:{count}" for form, count in sorted(forms.items(), key=_order)))
        )
        for (position, plain), forms in sorted(counts.items())
    ]
    output.write_text("\n".join(lines) + "\n", "utf-8")


def _order(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*map(Path, sys.argv[1:]))

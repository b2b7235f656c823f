"""Build `translate/songngu/terminology/data/places.tsv` from the data of the package vietnamadminunits.

    pip download --no-deps vietnamadminunits==1.0.4 && unzip vietnamadminunits-*.whl python
    docs/benchmarks/build_places.py vietnamadminunits/data translate/songngu/terminology/data/places.tsv

vietnamadminunits (MIT, © 2025 Tran Ngoc Minh Hieu) lists the units before and after the mergers of July 2025.
Output: one line for each name and how many units of each kind bear it. Names in
figures ("Phường 14") are left out; tone marks stand in the traditional place.
"""

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from build_names import traditional

KINDS = {
    "Tỉnh": "province",
    "Thành phố": "city",
    "Quận": "district",
    "Huyện": "district",
    "Thị xã": "town",
    "Thị trấn": "town",
    "Xã": "commune",
    "Phường": "ward",
    "Đặc khu": "zone",
}


def units(node: object) -> Iterator[tuple[str, str]]:
    """Yield code and full name ("Xã Tân Lập") of every unit below `node`."""
    if isinstance(node, dict):
        for level in ("province", "district", "ward"):
            if isinstance(node.get(level), str) and f"{level}Code" in node:
                yield node[f"{level}Code"], node[level]
        for child in node.values():
            yield from units(child)
    elif isinstance(node, list):
        for child in node:
            yield from units(child)


def main(data: Path, output: Path) -> None:
    found = {
        (path.name, code, name)
        for path in (data / "parser_legacy.json", data / "parser_from_2025.json")
        for code, name in units(json.loads(path.read_text("utf-8")))
    }
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for _, _, full in found:
        kind = next(kind for kind in KINDS if full.casefold().startswith(f"{kind} ".casefold()))
        name = traditional(full[len(kind) :].strip()).replace("’", "'")
        if not re.search(r"\d", name):
            names[name][KINDS[kind]] += 1
    lines = sorted(
        "\t".join((name, " ".join(f"{kind}:{kinds[kind]}" for kind in sorted(kinds))))
        for name, kinds in names.items()
    )
    output.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*map(Path, sys.argv[1:]))

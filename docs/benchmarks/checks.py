"""Measure the checks: python docs/benchmarks/checks.py PAIRS.tsv… [--show CHECK]

PAIRS are right translations, English TAB Vietnamese. The first table says how often each check fires on them
(false alarms; some hits point at slips of the pairs themselves). The second says how many deliberately spoilt
targets are caught by the check that is meant for them. Seeded: the same pairs give the same tables.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from songngu.checks import run_checks
from songngu.checks.registry import CHECKS
from songngu.languages import LanguagePair
from songngu.spans import Span
from songngu.terminology.base import Entry, TermMatch, Verdict
from songngu.terminology.folding import without_diacritics

if TYPE_CHECKING:
    from collections.abc import Callable

PAIR = LanguagePair("en", "vi")
NAME = re.compile(r"(?<!\w)[A-ZĐ]\w+(?: [A-ZĐÁÂẤ]\w+){2}(?!\w)")
ENGLISH = ("align", "thereby", "operational", "effort", "towards", "which", "strength")


def change_number(source: str, target: str, chance: random.Random) -> str:
    shared = [number for number in re.findall(r"(?<![\d.,])\d{2,}(?![\d.,])", target) if number in source]
    if not shared or len(re.findall(r"\d+", source)) > 3:
        return target
    number = chance.choice(shared)
    return target.replace(number, str(int(number) + chance.randint(11, 60)))


def change_magnitude(source: str, target: str, _chance: random.Random) -> str:
    for right, wrong in (("triệu", "tỷ"), ("tỷ", "triệu")):
        if re.search(rf"\d {right}\b", target) and re.search(r"\d (?:million|billion)", source):
            return re.sub(rf"(\d) {right}\b", rf"\1 {wrong}", target)
    number = re.search(r"(?<![\d.,])(\d{1,3})\.000(?![\d.,])", target)
    return target.replace(number[0], number[1] + "00") if number and f"{number[1]},000" in source else target


def lose_number(source: str, target: str, chance: random.Random) -> str:
    shared = [number for number in re.findall(r"(?<![\d.,])\d{2,}(?![\d.,])", target) if number in source]
    return re.sub(rf"\b{chance.choice(shared)}\b ?", "", target) if shared else target


def lose_bracket(source: str, target: str, _chance: random.Random) -> str:
    return target.replace(")", "", 1) if "(" in source else target


def lose_gloss(source: str, target: str, _chance: random.Random) -> str:
    return re.sub(r" ?\([^()]*\)", "", target, count=1) if "(" in source else target


def lose_quote(source: str, target: str, chance: random.Random) -> str:
    return target.replace(chance.choice("“”"), "", 1) if re.search('[“"]', source) else target


def straight_quotes(source: str, target: str, _chance: random.Random) -> str:
    return re.sub("[“”]", '"', target) if re.search('[“"]', source) else target


def bare_name(source: str, target: str, _chance: random.Random) -> str:
    for match in NAME.finditer(target):
        bare = without_diacritics(match[0])
        if bare in source and bare != match[0]:
            last = match[0].split()[-1]
            changed = without_diacritics(last)
            if changed != last:
                return target[: match.end() - len(last)] + changed + target[match.end() :]
    return target


def leave_english(_source: str, target: str, chance: random.Random) -> str:
    words = target.split(" ")
    place = chance.randrange(len(words))
    return (
        " ".join([*words[:place], chance.choice(ENGLISH), *words[place + 1 :]]) if len(words) > 3 else target
    )


def break_word(_source: str, target: str, chance: random.Random) -> str:
    words = [word for word in target.split(" ") if word.isalpha() and word.islower()]
    return (
        target.replace(word := chance.choice(words), word + chance.choice(("ing", "ight", "by")), 1)
        if words
        else target
    )


def repeat_phrase(_source: str, target: str, chance: random.Random) -> str:
    words = target.split(" ")
    if len(words) < 6:
        return target
    place = chance.randrange(len(words) - 2)
    phrase = words[place : place + 2]
    same = len({word.lower() for word in phrase}) == 1
    return (
        target
        if same or not all(map(str.isalpha, phrase))
        else " ".join(words[:place] + phrase + words[place:])
    )


def lose_half(_source: str, target: str, _chance: random.Random) -> str:
    words = target.split(" ")
    return " ".join(words[: len(words) * 2 // 5]) if len(words) >= 10 else target


def write_twice(_source: str, target: str, _chance: random.Random) -> str:
    return f"{target} {target}"


def lose_stop(source: str, target: str, _chance: random.Random) -> str:
    return target[:-1] if source.endswith(".") and target.endswith(".") else target


def small_letter(source: str, target: str, _chance: random.Random) -> str:
    return target[:1].lower() + target[1:] if source[:1].isupper() else target


def double_blank(_source: str, target: str, _chance: random.Random) -> str:
    return target.replace(" ", "  ", 1)


def copy_source(source: str, target: str, _chance: random.Random) -> str:
    return source if source.isascii() and len(source) > 40 else target


def leave_bracket(_source: str, target: str, _chance: random.Random) -> str:
    return target.replace(" ", " ⟪ ", 1)


SPOILERS: dict[str, tuple[str, Callable[[str, str, random.Random], str]]] = {
    "a number changed": ("numbers", change_number),
    "a magnitude changed": ("numbers", change_magnitude),
    "a number lost": ("numbers", lose_number),
    "a bracket lost": ("brackets", lose_bracket),
    "a gloss lost": ("brackets", lose_gloss),
    "a quotation mark lost": ("quotes", lose_quote),
    "straight quotation marks": ("quotes", straight_quotes),
    "a given name without diacritics": ("names", bare_name),
    "an English word left": ("untranslated", leave_english),
    "a word broken": ("untranslated", break_word),
    "a phrase repeated": ("repetition", repeat_phrase),
    "cut to two fifths": ("length", lose_half),
    "everything twice": ("repetition", write_twice),
    "the stop lost": ("punctuation", lose_stop),
    "begins small": ("capital", small_letter),
    "a doubled blank": ("whitespace", double_blank),
    "the source copied": ("identical", copy_source),
    "a protocol mark left": ("protocol", leave_bracket),
}


def false_alarms(pairs: list[tuple[str, str]], show: str) -> None:
    counts: Counter[str] = Counter()
    clean = 0
    for source, target in pairs:
        findings = run_checks(source, target, pair=PAIR)
        clean += not findings
        counts.update({finding.check for finding in findings})
        for finding in findings:
            if finding.check == show:
                print(f"{finding.message}\n    {source}\n    {target}")
    print(f"\n## False alarms on {len(pairs):,} right pairs\n\n| check | fires on | share |\n|---|---:|---:|")
    for check in CHECKS:
        print(f"| {check.name} | {counts[check.name]} | {counts[check.name] / len(pairs):.2%} |")
    print(f"| any | {len(pairs) - clean} | {1 - clean / len(pairs):.2%} |")


def recall(pairs: list[tuple[str, str]], most: int) -> None:
    print(
        "\n## Recall on spoilt pairs\n\n| spoilt | check | pairs | by it | by any |\n|---|---|---:|---:|---:|"
    )
    for what, (check, spoil) in SPOILERS.items():
        chance = random.Random(what)
        cases = caught = seen = 0
        for source, target in pairs:
            spoilt = spoil(source, target, chance)
            if spoilt == target or cases == most:
                continue
            cases += 1
            found = {finding.check for finding in run_checks(source, spoilt, pair=PAIR)}
            caught += check in found
            seen += bool(found)
        if cases:
            print(f"| {what} | {check} | {cases} | {caught / cases:.1%} | {seen / cases:.1%} |")
    match = TermMatch(Span(0, 4), "four on-the-spot", Entry("four on-the-spot", "bốn tại chỗ"), "bốn tại chỗ")
    lost = run_checks("four on-the-spot", "tại chỗ", pair=PAIR, verdicts=[Verdict(match, kept=False)])
    print(f"\nA term that verification misses is always told: {lost[0].check}: {lost[0].message}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", nargs="+", type=Path)
    parser.add_argument("--show", default="", help="print every hit of this check on the right pairs")
    parser.add_argument("--most", type=int, default=1000, help="spoilt pairs of each kind")
    arguments = parser.parse_args()
    pairs = []
    for path in arguments.pairs:
        for line in path.read_text(encoding="utf-8").splitlines():
            source, target = line.split("\t")[:2]
            pairs.append((source, target))
    random.Random(7).shuffle(pairs)
    false_alarms(pairs, arguments.show)
    if not arguments.show:
        recall(pairs, arguments.most)


if __name__ == "__main__":
    main()

"""How often the name model gives a Vietnamese name its right diacritics, on names that it was not built from.

    python docs/benchmarks/names.py

Run it from the repository's root. The sets:

termbase    persons of `glossary/en-vi/names.csv` (the table was counted in news, so famous ones were in it)
articles    persons annotated in the two articles corpus      names of three or four syllables of the
in-house parallel corpus, written for this project, that the termbase has not; many are of ethnic minorities
held out    every tenth middle–given pair of the table, without its own count, weighted by how often it was
seen

Reported are top-1 and top-3 accuracy (whole names, tone placement ignored), the share of names of which the
model is sure, and how often it is right then. `finder` counts the names, persons and administrative units,
that are found in the English side of the corpus beside those of the termbase.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from songngu.terminology import Enforcement, EntryKind, Matcher, NameModel, Termbase, VietnameseNames
from songngu.terminology.folding import fold, without_diacritics
from songngu.terminology.names import CONFIDENT, read_counts

PARALLEL = sorted(Path("corpus/parallel").glob("*.tsv"))
_UPPER = "".join(character for character in map(chr, range(0x1F00)) if character.isupper())
_WORD = rf"[{_UPPER}][^\W\d_{_UPPER}]*"
# Three or four capitalised words that begin no sentence and are no part of more of them.
NAME = re.compile(rf"(?<=\w )(?<![{_UPPER}] ){_WORD}(?: {_WORD}){{2,3}}\b(?! [{_UPPER}])")


def pairs() -> Iterable[tuple[str, str]]:
    for path in PARALLEL:
        for line in path.read_text("utf-8").splitlines():
            cells = line.split("\t")
            if len(cells) > 1:
                yield cells[0], cells[1]


def corpus_names(model: NameModel, termbase: Termbase) -> list[str]:
    families = {
        form for (position, _), forms in model.counts.items() if position == "family" for form in forms
    }
    known = {entry.target for entry in termbase.entries}
    names = {
        name
        for english, vietnamese in pairs()
        for name in NAME.findall(vietnamese)
        if name.split()[0] in families and name not in known
        # No street, commune or school of that name.
        if re.search(rf"{re.escape(without_diacritics(name))}(?! [A-Z]| (?:comm|distr))", english)
    }
    return sorted(names)


def report(label: str, names: Mapping[str, int], model: NameModel) -> None:
    first = third = sure = sure_and_right = 0
    for name, weight in names.items():
        candidates = model.candidates(without_diacritics(name), 3)
        is_right = fold(candidates[0].name) == fold(name)
        first += weight * is_right
        third += weight * any(fold(candidate.name) == fold(name) for candidate in candidates)
        sure += weight * (candidates[0].probability >= CONFIDENT)
        sure_and_right += weight * (is_right and candidates[0].probability >= CONFIDENT)
    total = sum(names.values())
    print(
        f"{label:10} {len(names):5} names  top-1 {first / total:6.1%}  top-3 {third / total:6.1%}  "
        f"sure {sure / total:6.1%}, then right {sure_and_right / sure:6.1%}"
    )


def held_out() -> tuple[NameModel, dict[str, int]]:
    counts = dict(read_counts())
    tenth = [key for key in sorted(counts) if key[0] == "pair"][::10]
    names = {f"Nguyễn {form}": count for key in tenth for form, count in counts[key].items()}
    return NameModel({key: forms for key, forms in counts.items() if key not in set(tenth)}), names


def main() -> None:
    model = NameModel.load()
    termbase = Termbase.load([Path("glossary/en-vi")])
    persons = [
        entry.target
        for entry in termbase.entries
        if entry.kind is EntryKind.PERSON
        and without_diacritics(entry.target) == entry.source
        and model.knows("family", entry.source.split()[0])
        and 2 <= len(entry.source.split()) <= 4
    ]
    articles = {
        row["target"]
        for path in sorted(Path("corpus").glob("*/reference.terms.tsv"))
        for row in csv.DictReader(path.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE)
        if without_diacritics(row["target"]) == row["source"] and len(row["source"].split()) > 2
    }
    report("termbase", dict.fromkeys(persons, 1), model)
    report("articles", dict.fromkeys(articles, 1), model)
    report("corpus", dict.fromkeys(corpus_names(model, termbase), 1), model)
    without_pairs, names = held_out()
    report("held out", names, without_pairs)

    matcher, finder = Matcher(termbase), VietnameseNames()
    for kind in (EntryKind.PERSON, EntryKind.PLACE):
        for enforcement in Enforcement:
            found = doubtful = right = 0
            for english, vietnamese in pairs():
                plain = without_diacritics(vietnamese).casefold()
                for match in finder.find(english, [term.span for term in matcher.find(english)]):
                    if match.entry.kind is kind and match.entry.enforcement is enforcement:
                        has_counterpart = match.text.casefold() in plain
                        found += has_counterpart
                        doubtful += not has_counterpart
                        right += fold(match.target) in fold(vietnamese)
            print(
                f"finder     {kind}, {enforcement}: {found} found, {right / found:.1%} as in the reference; "
                f"{doubtful} more have no counterpart there"
            )


if __name__ == "__main__":
    main()

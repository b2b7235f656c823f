"""What a reviewer should look at: small checks of a source and its target, each with one reason.

A check never changes a text. Findings go into the catalogue as `check: numbers: 5,000 has no counterpart`.
Each check was measured on right translations (false alarms) and on corrupted ones (recall):
`docs/benchmarks/checks.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from songngu.checks.base import Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songngu.languages import LanguagePair
    from songngu.terminology.base import Verdict

__all__ = ["Check", "Evidence", "Finding", "run_checks"]


def run_checks(
    source: str,
    target: str,
    *,
    pair: LanguagePair,
    verdicts: Sequence[Verdict] = (),
    missing_placeholders: Sequence[str] = (),
) -> list[Finding]:
    """Run every check that is meant for the target language.

    Args:
        source: the source text, protected pieces as written.
        target: its translation, protected pieces put back.
        pair: source and target language.
        verdicts: what verification found about the terms of the source.
        missing_placeholders: protected pieces that the target lost.

    Returns:
        The findings in the order of the registry; none for a translation that nothing speaks against.
    """
    from songngu.checks.registry import CHECKS

    evidence = Evidence(source, target, pair, verdicts, missing_placeholders)
    language = pair.target.split("-")[0]
    checks = [check for check in CHECKS if not check.targets or language in check.targets]
    if not target.strip():
        checks = [check for check in checks if check.name in ("empty", "placeholders")]
    return [Finding(check.name, message) for check in checks for message in check.find(evidence)]

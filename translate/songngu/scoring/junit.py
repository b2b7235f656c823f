"""JUnit XML, which continuous integration services show: one test case for each document and threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from songngu.errors import ScoringError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from songngu.scoring.base import Scores
    from songngu.scoring.thresholds import Verdict


def write(path: Path, scores: Sequence[Scores], verdicts: Mapping[str, Sequence[Verdict]]) -> None:
    """Write the scores as a test suite.

    Args:
        path: the file.
        scores: those of the documents, and the pooled ones.
        verdicts: by slug, the thresholds; a slug without any gets a case that passes.

    Raises:
        ScoringError: the file cannot be written.
    """
    suite = ElementTree.Element("testsuite", name="songngu score")
    failures = tests = 0
    for each in scores:
        for verdict in verdicts.get(each.slug) or (None,):
            tests += 1
            name = verdict.threshold.measure if verdict else "scores"
            case = ElementTree.SubElement(suite, "testcase", classname=f"score.{each.slug}", name=name)
            if verdict and not verdict.passed:
                failures += 1
                ElementTree.SubElement(case, "failure", message=str(verdict), type="threshold")
            lines = [f"{m.name} {m.score:.2f} {m.signature}" for m in each.metrics]
            ElementTree.SubElement(case, "system-out").text = "\n".join(lines)
    suite.set("tests", str(tests))
    suite.set("failures", str(failures))
    ElementTree.indent(suite)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        ElementTree.ElementTree(suite).write(path, encoding="utf-8", xml_declaration=True)
    except OSError as error:
        raise ScoringError(f"cannot be written ({error.strerror})", path=path) from None

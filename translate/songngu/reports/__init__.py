"""Reports: one HTML page that shows how good a translation is and where it is weak.

The room reads evaluations and writes a page; it scores nothing itself.
"""

from songngu.reports.page import REPORT_METRICS, render
from songngu.reports.wording import WORDINGS

__all__ = ["REPORT_METRICS", "WORDINGS", "render"]

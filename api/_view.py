"""One report, as a notebook shows it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
from lxml import html


@dataclass(frozen=True)
class ReportView:
    """A report of an audit: printed in a line, in a notebook with its tables and what is wrong in them.

    Attributes:
        report: its row of `Audit.reports`.
        findings: its rows of `Audit.findings`.
        page: its page.
    """

    report: pd.Series[Any]
    findings: pd.DataFrame
    page: Path

    def __repr__(self) -> str:
        year = "?" if pd.isna(self.report["year"]) else int(self.report["year"])
        organ = self.report["organ"] or self.report["path"]
        counts = Counter(zip(self.findings["severity"], self.findings["answer"], strict=True))
        listed = (f"{number} {severity} {answer}" for (severity, answer), number in sorted(counts.items()))
        said = ", ".join(listed)
        return f"<{organ} {year}: {said or 'no findings'}>"

    def _repr_html_(self) -> str:
        """The page in a frame of its own: nothing in it can reach the notebook, or is run."""
        page = html.parse(self.page).getroot()
        style = (self.page.parents[1] / "style.css").read_text("utf-8")
        for element in page.xpath("//script | //link | //nav | //meta[@http-equiv]"):
            element.getparent().remove(element)
        head = page.find("head")
        sheet = html.Element("style")
        sheet.text = style
        head.append(sheet)
        text = html.tostring(page, encoding="unicode", doctype="<!DOCTYPE html>")
        look = "width:100%;height:36rem;border:1px solid #ccc"
        return f'<iframe sandbox="" style="{look}" srcdoc="{escape(text)}"></iframe>'

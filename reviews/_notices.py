"""整改通知书: a Word document an organ, with what it must correct, from a finished run."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final
from zipfile import BadZipFile

import pyarrow as pa
import pyarrow.parquet as pq
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import XMLSyntaxError

from gongkai.forms import Language, Text
from gongkai.reviews import _labels
from gongkai.reviews._corrections import suggestions
from gongkai.reviews._render import visible
from gongkai.reviews._site._finding import said_of
from gongkai.reviews._words import severity_mark
from gongkai.reviews._words_notice import NOTICE_WORDS
from gongkai.rules import Catalogue, number_text

_LONGEST: Final = 200
"""Bytes of a name: a file system takes 255, with the number and the ending."""
_UNSAFE: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f]')
_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_RANK: Final = {"error": 0, "warning": 1, "info": 2}

Row = Mapping[str, Any]


class NoticeError(Exception):
    """The run or the template cannot be used; `message` says what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.zh)
        self.message = message


@dataclass(frozen=True, slots=True)
class Item:
    """A finding as a notice lists it; every field is text, "" where there is nothing to say."""

    number: str
    year: str
    severity: str
    title: str
    cells: str
    reported: str
    computed: str
    message: str
    suggestion: str
    remedy: str
    citation: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What an organ must correct (`findings`) and check (`doubts`); how many are waived or notes only."""

    organ: str
    region: str
    findings: tuple[Item, ...]
    doubts: tuple[Item, ...]
    waived: int
    notes: int


@dataclass(frozen=True, slots=True)
class Notices:
    """The notices of a run, and how many findings no notice lists.

    `unaddressed` stand on reports of which the organ is not known; `waived` and `notes` are those of all
    known organs, with a notice or without.
    """

    notices: tuple[Notice, ...]
    unaddressed: int
    waived: int
    notes: int


def read_notices(run: Path, catalogues: Mapping[str, Catalogue], lang: Language) -> Notices:
    """The notices that a finished run gives cause for: an organ with anything at error or warning gets one.

    Args:
        run: the folder of the run.
        catalogues: edition → the rules that it was judged by.
        lang: of the notices.

    Raises:
        NoticeError: the folder holds no run, or one that was judged by other rules.
    """
    _check(run, catalogues)
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    unaddressed = 0
    with pq.ParquetFile(run / "findings.parquet") as table:
        for batch in table.iter_batches():
            for row in batch.to_pylist():
                if row["organ"]:
                    groups[row["organ"], row["region"] or ""].append(row)
                else:
                    unaddressed += 1
    made = [
        _notice(organ, region, rows, catalogues, lang) for (organ, region), rows in sorted(groups.items())
    ]
    return Notices(
        tuple(one for one in made if one.findings or one.doubts),
        unaddressed,
        sum(one.waived for one in made),
        sum(one.notes for one in made),
    )


def _check(run: Path, catalogues: Mapping[str, Catalogue]) -> None:
    for name in ("run.json", "findings.parquet"):
        if not (run / name).is_file():
            raise NoticeError(
                Text(
                    f"{run} 里没有 {name}，不是 gongkai audit 的结果文件夹。请指明审核结果所在的文件夹。",
                    f"{run} has no {name}: it is no result of gongkai audit. Name the folder of one.",
                )
            )
    try:
        packs = json.loads((run / "run.json").read_text("utf-8"))["packs"]
        hashes = {edition: pack["hash"] for edition, pack in packs.items()}
        pq.read_schema(run / "findings.parquet").field("finding_id")
    except (ValueError, KeyError, TypeError, AttributeError, pa.ArrowException) as error:
        raise NoticeError(
            Text(
                f"{run} 里的 run.json 或 findings.parquet 读不出，可能已损坏。请重新审核。",
                f"run.json or findings.parquet of {run} cannot be read: they may be damaged. Audit again.",
            )
        ) from error
    for edition, digest in hashes.items():
        if edition not in catalogues or catalogues[edition].hash != digest:
            raise NoticeError(
                Text(
                    f"{run} 是用另外的规则审核的（{edition}）。请用 --pack 给出当时的规则包，或重新审核。",
                    f"{run} was judged by other rules ({edition}). Give its rule pack with --pack, "
                    "or audit again.",
                )
            )


def _notice(
    organ: str, region: str, rows: Iterable[Row], catalogues: Mapping[str, Catalogue], lang: Language
) -> Notice:
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (_RANK[row["severity"]], -(row["year"] or 0))):
        kinds[_kind(row)].append(row)
    return Notice(
        organ=shown(organ),
        region=shown(region),
        findings=tuple(_items(kinds["findings"], catalogues, lang)),
        doubts=tuple(_items(kinds["doubts"], catalogues, lang)),
        waived=len(kinds["waived"]),
        notes=len(kinds["notes"]),
    )


def _kind(row: Row) -> str:
    if row["waiver"] is not None:
        return "waived"
    if row["severity"] == "info":
        return "notes"
    return "findings" if row["answer"] == "violated" else "doubts"


def _items(rows: Iterable[Row], catalogues: Mapping[str, Catalogue], lang: Language) -> Iterator[Item]:
    for number, row in enumerate(rows, start=1):
        catalogue = catalogues[row["edition"]]
        rule, edition = catalogue.rule(row["rule_id"]), catalogue.edition
        cells = (_labels.cell_label(edition, cell["cell"], lang) for cell in row["cells"])
        item = Item(
            number=str(number),
            year="" if row["year"] is None else str(row["year"]),
            severity=severity_mark(row["severity"], lang).word,
            title=rule.title.of(lang),
            cells="、".join(cells),
            reported=number_text(row["reported"]) or "",
            computed=number_text(row["computed"]) or "",
            message=said_of(row, rule).of(lang),
            suggestion="；".join(suggestions(row["corrections"], edition, lang)),
            remedy=rule.remedy.of(lang),
            citation=rule.citation,
        )
        yield Item(**{name: shown(value) for name, value in asdict(item).items()})


def shown(text: str) -> str:
    """A text with what hides, and what Word's XML cannot hold, named instead."""
    return str(visible(text))


class NoticeWriter:
    """Writes notices from a Word template, the standard one where none is given.

    Raises:
        NoticeError: the template cannot be read.
    """

    def __init__(self, template: Path | None, lang: Language, deadline: dt.date | None) -> None:
        self._name = "notice.docx" if template is None else str(template)
        self._lang: Language = lang
        self._deadline = deadline
        try:
            self._data = (
                files("gongkai.reviews").joinpath("templates", "notice.docx").read_bytes()
                if template is None
                else template.read_bytes()
            )
            DocxTemplate(BytesIO(self._data)).get_docx()
        except (OSError, BadZipFile, KeyError, ValueError, XMLSyntaxError) as error:
            raise NoticeError(
                Text(
                    f"读不出模板 {self._name}。请用 Word 另存为 docx 后再试。（{error}）",
                    f"The template {self._name} cannot be read. Save it as docx with Word. ({error})",
                )
            ) from error

    def write(self, notice: Notice, path: Path) -> None:
        """Fills the template.

        Raises:
            NoticeError: the template asks for something that there is not, or is not well formed.
            OSError: the file cannot be written.
        """
        document = DocxTemplate(BytesIO(self._data))
        # What an organ wrote is text, whatever it looks like; and the template is a file of somebody's.
        environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
        try:
            document.render(self._fields(notice), environment)
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, XMLSyntaxError) as error:
            raise NoticeError(
                Text(
                    f"模板 {self._name} 里有用不了的字段：{error}。可用的字段见 docs/notices.md。",
                    f"The template {self._name} asks for something unknown: {error}. See docs/notices.md.",
                )
            ) from error
        document.save(path)

    def _fields(self, notice: Notice) -> dict[str, object]:
        """What a template may use; docs/notices.md lists it."""
        said = {name: text.of(self._lang) for name, text in NOTICE_WORDS.items()}
        day = "" if self._deadline is None else self._deadline.isoformat()
        return {
            **{name: getattr(notice, name) for name in ("organ", "region", "findings", "doubts")},
            "waived": notice.waived,
            "notes": notice.notes,
            "deadline": day,
            "deadline_sentence": said["deadline"].format(day=day) if day else said["no_deadline"],
            "left_out_sentence": said["left_out"].format(waived=notice.waived, notes=notice.notes)
            if notice.waived or notice.notes
            else "",
            "w": SimpleNamespace(**said),
        }


def file_names(notices: Iterable[Notice]) -> list[str]:
    """A file name for each: the organ's name without what a file system refuses, each name once."""
    taken: set[str] = set()
    names = []
    for notice in notices:
        safe = unicodedata.normalize("NFC", _UNSAFE.sub("_", notice.organ)).strip()
        stem = safe.encode()[:_LONGEST].decode("utf-8", "ignore").strip(" .\u3000") or "_"
        if _RESERVED.match(stem):
            stem = f"_{stem}"
        name, again = stem, 2
        while name.casefold() in taken:
            name, again = f"{stem}（{again}）", again + 1
        taken.add(name.casefold())
        names.append(f"{name}.docx")
    return names

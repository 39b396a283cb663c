"""The reports that are measured: clean ones of the demo, read once to see that they are read rightly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final
from unicodedata import normalize

from benchmarks._pairs import WrongResultError

from gongkai import demo, forms, loaders


def layouts(format_name: str) -> list[str]:
    """Names of the layouts of a format that show every cell."""
    return [name for name in demo.COMPLETE if demo.LAYOUTS[name].format == format_name]


def reports(names: Sequence[str], number: int) -> list[demo.Rendered]:
    """Clean reports printed in these layouts by turns.

    Raises:
        WrongResultError: an edition of the form is not among them.
    """
    printed = list(demo.clean_reports(number, layouts=names))
    absent = {edition.id for edition in forms.editions()} - {one.sample.edition_id for one in printed}
    if absent:
        raise WrongResultError(f"no report of edition {', '.join(sorted(absent))} among {number}")
    return printed


def put(folder: Path, names: Sequence[str], number: int, distinct: int | None = None) -> None:
    """Writes so many reports in these layouts to a new folder, `distinct` of them again and again."""
    folder.mkdir()
    printed = reports(names, min(number, distinct or number))
    for place in range(number):
        one = printed[place % len(printed)]
        (folder / f"{place:06d}-{one.name}").write_bytes(one.data)


def read(rendered: demo.Rendered) -> loaders.Report:
    """Our side: a file's bytes to the form's cells."""
    return loaders.recognise(loaders.read_bytes(rendered.data, rendered.name))


def check_truth(printed: Iterable[demo.Rendered]) -> None:
    """Every cell is read as it was printed.

    Raises:
        WrongResultError: one is not.
    """
    for rendered in printed:
        report = read(rendered)
        seen = {cell_id: (cell.value, cell.status) for cell_id, cell in report.cells.items()}
        told = {cell_id: (cell.value, cell.status) for cell_id, cell in rendered.truth.cells.items()}
        if seen != told:
            wrong = [cell_id for cell_id in told if seen.get(cell_id) != told[cell_id]]
            raise WrongResultError(
                f"{rendered.layout.name}, {rendered.encoding}: {len(wrong)} cells wrong: {wrong[:3]}"
            )


def lacking(rendered: demo.Rendered, texts: Iterable[object]) -> int:
    """How many of our cells, as printed, do not occur among a peer's texts, counted with repetition."""
    ours = Counter(_key(cell.raw) for cell in read(rendered).cells.values() if cell.raw)
    return (ours - Counter(_key(text) for text in texts)).total()


def told(files: int, peer: str, lost: Mapping[str, int]) -> str:
    """What was checked; `lost` counts the files in which the peer loses cells, by layout."""
    lossy = sum(lost.values())
    text = f"our cells equal the truth in all {files} files; {peer} has every figure in {files - lossy}"
    if lossy:
        text += ", which alone are timed; it loses some in " + ", ".join(
            f"{count} of {name}" for name, count in sorted(lost.items())
        )
    return text


def shared(
    names: Sequence[str], number: int, peer: str, texts: Callable[[demo.Rendered], Iterable[object]]
) -> tuple[list[demo.Rendered], str]:
    """The reports in which a peer's `texts` have every figure, which alone are timed, and what was checked.

    Raises:
        WrongResultError: we read a cell wrong.
    """
    printed = reports(names, number)
    check_truth(printed)
    lost: Counter[str] = Counter()
    same: list[demo.Rendered] = []
    for one in printed:
        if lacking(one, texts(one)):
            lost[one.layout.name] += 1
        else:
            same.append(one)
    return same, told(len(printed), peer, lost)


_DELETED: Final = str.maketrans("", "", ", \n\t\u3000")


def _key(text: object) -> str:
    """The same for 1,200, １２００ and 1200.0, which a peer may make of one printed number."""
    bare = normalize("NFKC", str(text)).translate(_DELETED)
    try:
        return f"{Decimal(bare).normalize():f}"
    except InvalidOperation:
        return bare

"""Documents with a file a printed page: told from reports of their own, and read as one."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path
from random import Random

import pytest

from gongkai import demo
from gongkai.loaders import (
    Document,
    Found,
    Grid,
    Leaf,
    Submission,
    UnreadableError,
    find_submissions,
    flipbook,
    read_bytes,
    recognise,
    unpack,
)

LAYOUTS = [name for name, layout in demo.LAYOUTS.items() if layout.format == flipbook.FORMAT]
SAMPLES = list(demo.clean_samples(60))
PER_LAYOUT = 6


def put(folder: Path, files: dict[str, bytes]) -> None:
    for place, data in files.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def read_only(found: Found) -> Document:
    (one,) = found.submissions
    return flipbook.read_pages(one.pages, one.name)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_pages_are_one_document_with_every_cell_as_printed(layout: str, tmp_path: Path) -> None:
    for number in range(PER_LAYOUT):
        chance = Random(f"{layout} {number}")
        style = demo.any_style(chance) if number % 2 else demo.PLAIN
        encoding = chance.choice(demo.encodings("flipbook"))
        rendered = demo.render(chance.choice(SAMPLES), layout, style=style, encoding=encoding)
        folder = tmp_path / str(number)
        put(folder, {f"云州市/{place}": data for place, data in rendered.places.items()})
        (one,) = find_submissions([folder]).submissions
        assert (one.name, one.region) == (f"{folder}/云州市/{rendered.name}", "云州市")
        report = recognise(flipbook.read_pages(one.pages, one.name), one.region)
        told = {cell: (read.status, read.value) for cell, read in report.cells.items()}
        assert told == {cell: (read.status, read.value) for cell, read in rendered.truth.cells.items()}
        sample = rendered.sample
        assert (report.organ, report.year, report.file_year) == (sample.organ.name, sample.year, sample.year)
        assert [section.id for section in report.sections] == [s.id for s in sample.edition.sections]
        assert report.format == flipbook.FORMAT


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The folder of one document of several pages, with what programs put around them."""
    rendered = demo.render(SAMPLES[0], "flipbook.upright")
    put(tmp_path, dict(rendered.places))
    home = tmp_path / rendered.name
    put(
        home,
        {
            "index.html": b"<html><body><div id=viewer></div></body></html>",
            "files/page/1.jpg": b"\xff\xd8\xff",
            "files/basic-html/page1.png": b"\x89PNG\r\n",
            "files/search/book_config.js": b"var x;",
            "files/basic-html/toc.html": b"<html><ul><li>1</li></ul></html>",
        },
    )
    return home


def test_what_programs_put_around_the_pages_is_of_the_document(book: Path) -> None:
    found = find_submissions([book.parent])
    assert [one.name for one in found.submissions] == [str(book)]
    assert len(found.aside) == 5


def test_the_same_pages_for_another_screen_are_not_read_twice(book: Path) -> None:
    shutil.copytree(book / "files" / "basic-html", book / "mobile")
    assert len(find_submissions([book.parent]).submissions) == 1


def test_two_documents_of_one_program_are_two(book: Path) -> None:
    put(book, {f"mobile/{number}.html": page for number, page in enumerate(parts(7), start=1)})
    found = find_submissions([book.parent])
    assert [len(one.pages) > 1 for one in found.submissions] == [True, True]


def test_blocks_say_their_page_and_tables_are_numbered_through(book: Path) -> None:
    document = read_only(find_submissions([book]))
    assert document.path == str(book)
    places = [block.locator for block in document.blocks]
    assert {place.page for place in places} == set(range(1, 1 + max(p.page or 0 for p in places)))
    pages = [place.page or 0 for place in places]
    assert pages == sorted(pages)
    tables = [block.locator.table for block in document.blocks if isinstance(block, Grid)]
    assert tables == list(range(1, len(tables) + 1))
    assert len(tables) > len({block.locator.page for block in document.blocks if isinstance(block, Grid)}) - 1
    assert document.notes == ()


def test_a_page_that_is_missing_or_broken_is_a_note(book: Path) -> None:
    whole = read_only(find_submissions([book]))
    pages = sorted((book / "files" / "basic-html").glob("page*.html"))
    assert len(pages) > 3
    pages[1].write_bytes(b"\x00\x01\x02\x03" * 100)
    pages[2].unlink()
    document = read_only(find_submissions([book]))
    assert [note.zh[:5] for note in document.notes] == ["没有第3页", "第2页没有"]
    assert 0 < len(document.blocks) < len(whole.blocks)
    assert document.sha256 != whole.sha256


def test_no_page_at_all_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "1.html").write_bytes(b"")
    with pytest.raises(UnreadableError) as raised:
        flipbook.read_pages([Leaf(1, tmp_path / "1.html"), Leaf(2, tmp_path / "2.html")], "年报")
    assert raised.value.code == "empty"


def test_pages_that_are_too_large_together_are_not_read(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.loaders._limits.MAX_BYTES", 2000)
    with pytest.raises(UnreadableError) as raised:
        read_only(find_submissions([book]))
    assert raised.value.code == "too_large"


def test_pages_in_an_archive(book: Path, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "云州市.tar", "w") as archive:
        archive.add(book, book.name)
    found = unpack(Submission(tmp_path / "云州市.tar", "云州市.tar"), tmp_path / "into")
    assert found is not None
    (one,) = found.submissions
    assert (one.name, one.region) == (f"云州市.tar/{book.name}", "云州市")
    document = flipbook.read_pages(one.pages, one.name)
    assert document.blocks == read_only(find_submissions([book])).blocks


@pytest.mark.parametrize("number_first", [0, 1])
def test_the_first_page_is_0_or_1(tmp_path: Path, number_first: int) -> None:
    pages = list(demo.render(SAMPLES[0], "flipbook.plain").files.values())
    put(tmp_path, {f"某局年报_{number:02d}.htm": page for number, page in enumerate(pages, number_first)})
    (one,) = find_submissions([tmp_path]).submissions
    assert [page.number for page in one.pages] == list(range(1, len(pages) + 1))
    assert one.name == f"{tmp_path}/某局年报"


def test_a_page_of_contents_and_a_running_title_part_nothing(tmp_path: Path) -> None:
    rendered = demo.render(SAMPLES[0], "flipbook.plain")
    headings = "".join(f"<p>{section.heading}……</p>" for section in rendered.sample.edition.sections)
    pages = [f"<p>{rendered.sample.title}</p>{headings}".encode(), *rendered.files.values()]
    running = f"<p>{rendered.sample.title}</p>".encode()
    put(tmp_path, {f"{number}.html": running + page for number, page in enumerate(pages)})
    assert len(find_submissions([tmp_path]).submissions) == 1


def whole(number: int) -> bytes:
    return demo.render(SAMPLES[number], "html.clean").data


def parts(number: int) -> list[bytes]:
    return list(demo.render(SAMPLES[number], "flipbook.plain").files.values())


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param([whole(0), whole(1)], id="two reports"),
        pytest.param([whole(0), whole(0)], id="the same twice"),
        pytest.param([*parts(0), whole(1)], id="one after its pages"),
        pytest.param([*parts(0), *parts(1)], id="two after each other"),
        pytest.param([whole(0), b"<p>\xe6\x96\xb0\xe9\x97\xbb</p>"], id="a report and other things"),
        pytest.param([b"<p>a</p>", b"<p>b</p>"], id="other things"),
        pytest.param([whole(0)], id="one"),
    ],
)
def test_reports_of_their_own_stay_so(tmp_path: Path, pages: list[bytes]) -> None:
    put(tmp_path, {f"{number}.html": page for number, page in enumerate(pages, start=1)})
    found = find_submissions([tmp_path])
    assert [one.pages for one in found.submissions] == [()] * len(pages)


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["2021", "2022", "2023", "2024", "2025"], id="years"),
        pytest.param(["1", "7", "13", "19", "25"], id="gaps"),
        pytest.param(["1", "01", "2", "3", "4"], id="a number twice"),
        pytest.param(["a1", "b2", "c3", "d4", "e5"], id="other names"),
        pytest.param(["2", "3", "4", "5", "6"], id="no first"),
    ],
)
def test_numbers_that_are_no_pages(tmp_path: Path, names: list[str]) -> None:
    put(tmp_path, {f"{name}.html": page for name, page in zip(names, parts(0), strict=False)})
    assert all(one.pages == () for one in find_submissions([tmp_path]).submissions)


def test_a_page_given_itself_is_read_alone(book: Path) -> None:
    page = book / "files" / "basic-html" / "page1.html"
    (one,) = find_submissions([page]).submissions
    assert one.pages == ()
    assert read_bytes(page.read_bytes(), one.name).blocks

"""PDFs that cannot be read, or not wholly: scans, fonts without a meaning, damage, and malice."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from gongkai.loaders import Document, Paragraph, UnreadableError, read_bytes
from gongkai.loaders import _limits as limits

Draw = Callable[..., bytes]
HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
TEXT = b"BT /F1 12 Tf 72 700 Td (abc 12) Tj ET\n"
SENTENCE = "本页是文字，不是图片，所以读得出来，数量也够多，足以看出这不是扫描件的页码。"


def refusal(data: bytes) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, "年报.pdf")
    for message in (caught.value.message.zh, caught.value.message.en):
        assert "年报.pdf" in message
    assert "请" in caught.value.message.zh
    return caught.value


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    data, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    xref = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return data + xref + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(data))


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), entries, content)


def one_page(content: bytes, *more: bytes, entries: bytes = b"", box: bytes = b"[0 0 595 842]") -> bytes:
    """A page with that content stream; `more` are objects from number 6 on, the first one the form X0."""
    resources = b"/Resources<</Font<</F1 5 0 R>>/XObject<</X0 6 0 R>>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents 4 0 R%s%s>>" % (box, resources, entries)
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", pages, page, content, HELVETICA, *more)


def form(content: bytes, inner: int) -> bytes:
    """A form that may use the font F1 and object number `inner` as X0."""
    resources = b"/Resources<</Font<</F1 5 0 R>>/XObject<</X0 %d 0 R>>>>" % inner
    return stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 600 900]" + resources)


def forms(depth: int, times: int) -> bytes:
    """Forms in forms, each used `times` by the one around it; in the innermost there is text."""
    inner = [form(b"/X0 Do " * times, 7 + level) for level in range(depth - 1)]
    return one_page(stream(b"/X0 Do"), *inner, form(TEXT, 0))


def picture(canvas: Canvas) -> None:
    file = io.BytesIO()
    Image.new("L", (60, 80), 200).save(file, "PNG")
    canvas.drawImage(ImageReader(file), 10, 10, 575, 820)


def scanned(canvas: Canvas) -> None:
    picture(canvas)
    canvas.drawString(290, 30, "- 3 -")


def recognised(canvas: Canvas) -> None:
    picture(canvas)
    guess = canvas.beginText(72, 700)
    guess.setTextRenderMode(3)
    guess.textOut(SENTENCE * 2)
    canvas.drawText(guess)


def written(canvas: Canvas) -> None:
    canvas.drawString(72, 700, SENTENCE)


@pytest.mark.parametrize(
    ("pages", "guessed"), [([scanned], False), ([picture, picture], False), ([recognised, scanned], True)]
)
def test_scans_are_refused(draw_pdf: Draw, pages: Sequence[object], guessed: bool) -> None:
    error = refusal(draw_pdf(*pages))
    assert error.code == "scanned"
    assert ("猜" in error.message.zh) is guessed
    assert "docx" in error.message.zh


def test_pages_that_are_pictures_are_named(draw_pdf: Draw) -> None:
    read = read_bytes(draw_pdf(written, picture, recognised), "a.pdf")
    assert paragraphs(read) == [SENTENCE]
    assert [note.zh for note in read.notes] == [
        "第 2、3 页是图片（扫描），没有读取；请核对这些页上有没有数据",
        "第 3 页有看不见的文字，没有读入",
    ]


def test_text_over_a_picture_is_text(draw_pdf: Draw) -> None:
    def letterhead(canvas: Canvas) -> None:
        picture(canvas)
        written(canvas)

    read = read_bytes(draw_pdf(letterhead), "a.pdf")
    assert (paragraphs(read), read.notes) == ([SENTENCE], ())


def test_a_page_with_nothing_on_it_is_empty(draw_pdf: Draw) -> None:
    assert refusal(draw_pdf(lambda canvas: canvas.rect(0, 0, 50, 50))).code == "empty"


def unmapped(text: bytes) -> bytes:
    """Text in a font of which nobody knows the characters, after a line in one that is known."""
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font"
        b"/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/FontDescriptor<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0"
        b"/Ascent 800/Descent -200/CapHeight 700/StemV 80>>>>]>>"
    )
    content = TEXT + b"BT /F2 12 Tf 72 660 Td <" + text + b"> Tj ET"
    data = one_page(stream(content), font)
    return data.replace(b"/F1 5 0 R>>", b"/F1 5 0 R/F2 6 0 R>>", 1)


def test_text_without_a_meaning_is_refused_or_told() -> None:
    error = refusal(unmapped(b"0013001400150016"))
    assert error.code == "not_text"
    assert "44%" in error.message.en
    read = read_bytes(unmapped(b"0013"), "a.pdf")
    assert paragraphs(read) == ["abc 12", "\ufffd"]
    assert "\ufffd" in read.notes[-1].zh


def test_passwords(draw_pdf: Draw) -> None:
    error = refusal(draw_pdf(written, encrypt="secret"))
    assert (error.code, "密码" in error.message.zh) == ("damaged", True)
    only_owner = StandardEncryption("", ownerPassword="owner", canCopy=0)
    assert paragraphs(read_bytes(draw_pdf(written, encrypt=only_owner), "a.pdf")) == [SENTENCE]


def test_files_cut_off_are_damaged(draw_pdf: Draw) -> None:
    data = draw_pdf(written, written)
    for size in (20, len(data) // 2, len(data) - 200, len(data) - 8):
        error = refusal(data[:size])
        assert (error.code, "不完整" in error.message.zh) == ("damaged", True)


def test_a_repaired_file_is_read_and_told(draw_pdf: Draw) -> None:
    data = draw_pdf(written).replace(b"startxref\n", b"startxref\n9")
    read = read_bytes(data, "a.pdf")
    assert paragraphs(read) == [SENTENCE]
    assert "核对" in read.notes[0].zh


DEEP = b"<</A" * 50_000
LOOP = pdf(
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 100>>",
    b"<</Type/Pages/Kids[2 0 R]/Count 5/Parent 2 0 R>>",
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(LOOP, "damaged", id="page-tree-loop"),
        pytest.param(pdf(b"<</Type/Catalog>>"), "damaged", id="no-pages"),
        pytest.param(LOOP.replace(b"/Count 100>>", b"/Count 999>>"), "limit", id="endless-pages"),
        pytest.param(forms(40, 1), "limit", id="forms-in-forms"),
        pytest.param(forms(7, 7), "limit", id="forms-a-million-times"),
        pytest.param(one_page(stream(b"/X0 Do"), form(b"/X0 Do", 6)), "limit", id="a-form-in-itself"),
        pytest.param(
            one_page(stream(b"1 1 m 2 2 l S\n" * (limits.MAX_MARKS + 1))), "limit", id="too-many-objects"
        ),
        pytest.param(
            one_page(stream(b"0 0 m " + b"9 9 l 20 5 l " * limits.MAX_MARKS + b"S")),
            "limit",
            id="a-path-without-end",
        ),
        pytest.param(
            one_page(stream(zlib.compress(b" " * (limits.MAX_STREAM_BYTES + 1)), b"/Filter/FlateDecode")),
            "limit",
            id="a-bomb",
        ),
    ],
)
def test_malice_is_refused(data: bytes, code: str) -> None:
    assert refusal(data).code == code


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(one_page(stream(TEXT), box=b"[0 0 1e30 1e30]"), id="endless-paper"),
        pytest.param(one_page(stream(TEXT), box=b"[0 0 0 0]"), id="no-paper"),
        pytest.param(one_page(stream(b"q " * 100_000 + TEXT)), id="saved-and-never-restored"),
        pytest.param(one_page(stream(TEXT), entries=b"/X" + DEEP), id="dictionaries-in-dictionaries"),
        pytest.param(forms(3, 1), id="a-few-forms"),
        pytest.param(
            one_page(stream(TEXT), entries=b"/AA<</O<</S/Launch/F(cmd.exe)>>>>").replace(
                b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
                b"/Names<</EmbeddedFiles<</Names[(a.exe)4 0 R]>>>>", 1
            ),
            id="scripts-and-attachments",
        ),
    ],
)  # fmt: skip
def test_oddities_are_passed_over(data: bytes) -> None:
    assert paragraphs(read_bytes(data, "a.pdf")) == ["abc 12"]


TOKENS = st.sampled_from(
    [
        b"<<",
        b">>",
        b"obj",
        b"endstream",
        b"/Kids",
        b"0 R",
        b"-1",
        b"99999999999",
        b"1e38",
        b"[",
        b"(",
        b"\x00",
        b"BT",
    ]
)
CHANGES = st.lists(
    st.tuples(st.integers(0, 5000), st.one_of(TOKENS, st.binary(min_size=1, max_size=4)), st.booleans()),
    min_size=1,
    max_size=12,
)
ODD = unmapped(b"0013").replace(b"Tj ET", b"Tj ET 72 600 50 20 re S 100 600 m 100 620 l S")


@given(CHANGES)
@settings(deadline=None)
def test_any_change_gives_a_document_or_a_reason(changes: list[tuple[int, bytes, bool]]) -> None:
    data = bytearray(ODD)
    for place, written_there, over in changes:
        at = place % len(data)
        data[at : at + len(written_there) * over] = written_there
    try:
        read = read_bytes(bytes(data), "a.pdf")
    except UnreadableError as error:
        assert error.code in {"damaged", "limit", "not_text", "scanned", "empty"}  # noqa: PT017
    else:
        str(read).encode("utf-8", "surrogatepass")

from itertools import islice

import pytest

from gongkai import demo, forms
from gongkai.demo._landmarks import STOCKS, balances

ORGANS = list(islice(demo.organs(17), 4))


@pytest.mark.parametrize("year", demo.YEARS)
@pytest.mark.parametrize("organ", ORGANS, ids=lambda organ: organ.level)
def test_the_prose_says_what_the_tables_say(organ, year):
    sample = demo.make_sample(17, organ, year)
    prose = "".join(text for part in sample.parts for text in part.paragraphs)
    grand = balances(sample.edition_id)[1]
    for cell_id in (grand.received, grand.carried_in, grand.done, grand.carried_out):
        assert f"{sample.cells[cell_id]}件" in prose
    added = {names[1] for names in STOCKS}
    for cell in sample.edition.cells.values():
        if cell.column.id in added:
            assert f"{cell.row.label}{sample.cells[cell.id]}{cell.unit}" in prose


@pytest.mark.parametrize("organ", ORGANS, ids=lambda organ: organ.level)
def test_the_period_is_stated_once(organ):
    for year in demo.YEARS:
        sample = demo.make_sample(17, organ, year)
        texts = [*sample.opening, *(text for part in sample.parts for text in part.paragraphs)]
        stated = [text for text in texts if f"{year}年12月31日" in text]
        assert len(stated) == 1
        assert sample.title.count(str(year)) == 1
        assert organ.name in sample.title
        assert forms.vocabulary().report_titles[0] in sample.title


def test_no_paragraph_begins_like_a_section_or_row():
    for sample in demo.clean_samples(100, seed=17):
        for part in sample.parts:
            assert not any(
                text[:2] in ("一、", "二、", "三、", "四、", "五、", "六、") for text in part.paragraphs
            )

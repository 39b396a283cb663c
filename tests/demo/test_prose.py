import re
from decimal import Decimal
from itertools import islice

import numpy as np
import pytest

from gongkai import demo, forms
from gongkai.demo._prose import written

ORGANS = list(islice(demo.organs(17), 4))
SAMPLES = list(demo.clean_samples(250, seed=17))
WIDTH = 8
MOST_IN_COMMON = 0.3


def whole(sample):
    return "".join(text for part in sample.parts for text in part.paragraphs)


def overview(sample):
    return "".join(sample.parts[0].paragraphs)


def test_every_number_is_a_reading_of_the_tables():
    for sample in SAMPLES:
        for stated in sample.stated:
            topic = forms.claims().topic(stated.topic)
            sums = [value_of(reading, sample.cells) for reading in topic.readings_in(sample.edition)]
            assert any(abs(each - stated.value) <= stated.slack for each in sums), stated


def value_of(reading, cells):
    part = sum(cells[cell] for cell in reading.plus) - sum(cells[cell] for cell in reading.minus)
    whole = sum((cells[cell] for cell in reading.over), Decimal())
    return (100 * part / whole if whole else Decimal()) if reading.over else part


def test_every_number_stands_in_its_sentence_and_the_sentence_in_its_section():
    for sample in SAMPLES:
        for stated in sample.stated:
            (part,) = (part for part in sample.parts if part.section == stated.section)
            assert stated.sentence in "".join(part.paragraphs)
            if "元" not in stated.sentence and stated.value:
                assert str(stated.value) in stated.sentence


def test_every_topic_is_stated_and_some_are_stated_as_nothing():
    stated = [each for sample in SAMPLES for each in sample.stated]
    topics = {topic.id for topic in forms.claims().topics}
    assert topics - {each.topic for each in stated} <= {"granted_all", "granted_all_share"}
    assert any(each.value == 0 and "0" not in each.sentence for each in stated)
    assert any(each.slack for each in stated)


def test_every_report_says_what_a_report_must_say():
    coverage = [re.compile(mention.words) for mention in forms.claims().coverage]
    for sample in SAMPLES:
        assert all(words.search(overview(sample)) for words in coverage)
        assert 300 <= len(overview(sample)) <= 900
        *_, problems, others = sample.parts
        assert len("".join(problems.paragraphs)) >= 40
        assert re.search(forms.claims().fee.words, "".join(others.paragraphs))


def test_honest_reports_share_little_wording():
    """Eight characters on end, without digits, signs and the organ's name."""
    owners: dict[str, list[int]] = {}
    sizes = []
    for number, sample in enumerate(SAMPLES):
        text = re.sub(r"[^\u4e00-\u9fff]", "", whole(sample).replace(sample.organ.name, ""))
        shingles = {text[at : at + WIDTH] for at in range(len(text) - WIDTH + 1)}
        sizes.append(len(shingles))
        for shingle in shingles:
            owners.setdefault(shingle, []).append(number)
    common = np.zeros((len(SAMPLES), len(SAMPLES)))
    for numbers in owners.values():
        common[np.ix_(numbers, numbers)] += 1
    np.fill_diagonal(common, 0)
    assert (common / np.array(sizes)[:, None]).max() <= MOST_IN_COMMON


def test_other_numbers_change_no_other_words():
    sample = SAMPLES[7]
    more = {cell: number + 1 for cell, number in sample.cells.items()}
    edition = sample.edition
    one, other = (written(17, sample.organ, sample.year, edition, each) for each in (sample.cells, more))
    wordings = [
        [re.sub(r"[0-9.]+(?:万?元)?", "", text) for texts in prose.paragraphs.values() for text in texts]
        for prose in (one, other)
    ]
    assert wordings[0] == wordings[1]
    assert one.stated != other.stated


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


def test_reports_are_published_in_time():
    for sample in SAMPLES:
        assert sample.published.year == sample.year + 1
        assert (sample.published.month, sample.published.day) <= (
            (3, 31) if sample.organ.governs else (1, 31)
        )
        assert bool(sample.signature) == sample.signed
    assert 0.1 < sum(sample.signed for sample in SAMPLES) / len(SAMPLES) < 0.5


def test_no_paragraph_begins_like_a_section_or_row():
    for sample in SAMPLES:
        for part in sample.parts:
            assert not any(
                text[:2] in ("一、", "二、", "三、", "四、", "五、", "六、") for text in part.paragraphs
            )

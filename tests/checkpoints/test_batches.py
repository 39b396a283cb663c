"""One batch an edition and year."""

from gongkai.checkpoints._batches import split


def test_batches_by_edition_and_year(make):
    reports = [make.report(3), make.report(1), make.report(2, year=2022), make.report(4, edition="2019")]
    frames = make.frames([*reports, make.without_year(make.report(5))])
    batches = [key.read(frames) for key in split(frames)]
    assert [(batch.id, batch.facts["path"].to_pylist()) for batch in batches] == [
        ("2019-2019", ["in/00004-2019.txt"]),
        ("2021-2022", ["in/00002-2022.txt"]),
        ("2021-2023", ["in/00001-2023.txt", "in/00003-2023.txt"]),
        ("2021-unknown", ["in/00005-2023.txt"]),
    ]


def test_nothing_is_no_batch(make):
    assert split(make.frames([])) == []

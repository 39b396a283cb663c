"""`--engine` and `gongkai export`: the demo province, its findings the same wherever the rules are run."""

from __future__ import annotations

import json
import shutil

import pyarrow.parquet as pq
import pytest

from gongkai.cli import main

RULES_OF = ("--scope", "departments")


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    assert main(["demo", "-o", str(folder / "demo")]) == 0
    return folder


@pytest.fixture(scope="module")
def registry(province):
    return ["--registry", str(province / "demo" / "registry.csv")]


@pytest.fixture(scope="module")
def here(province, registry):
    """The audit by pandas, which the others must equal."""
    out = province / "pandas"
    assert main(["audit", str(province / "demo" / "reports"), *registry, *RULES_OF, "-o", str(out)]) == 1
    return out


def check_same(there, here, engine):
    for name in ("findings", "not_run", "duplicates", "failures"):
        assert pq.read_table(there / f"{name}.parquet").equals(pq.read_table(here / f"{name}.parquet")), name
    assert pq.read_metadata(here / "findings.parquet").num_rows > 100
    runs = [json.loads((folder / "run.json").read_text("utf-8")) for folder in (there, here)]
    assert runs[0]["engine"] == engine
    assert runs[1]["engine"] == "pandas"
    for key in ("counts", "not_run", "problems", "packs"):
        assert runs[0][key] == runs[1][key]
    assert [one["outcomes"] for one in runs[0]["batches"]] == [one["outcomes"] for one in runs[1]["batches"]]
    pages = [
        {path.relative_to(folder).as_posix() for path in (folder / "review").rglob("*.html")}
        for folder in (there, here)
    ]
    assert pages[0] == pages[1]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_database_gives_the_same_findings(kind, province, registry, here, request, tmp_path, capsys):
    url = f"sqlite:///{tmp_path / 'a.db'}"
    if kind == "postgresql":
        # The server asks for none; nothing may show it.
        url = request.getfixturevalue("postgresql").replace("@", ":s3cret@", 1)
    reports = str(province / "demo" / "reports")
    assert main(["export", reports, *registry, *RULES_OF, "--to", url]) == 0
    assert "gongkai_facts_2021" in capsys.readouterr().out
    out = tmp_path / "out"
    assert main(["audit", "--engine", "sql", url, *registry, "-o", str(out)]) == 1
    check_same(out, here, "sql")
    if kind == "postgresql":
        written = [path for path in out.rglob("*") if path.is_file()]
        assert not [path.name for path in written if b"s3cret" in path.read_bytes()]
        assert "s3cret" not in capsys.readouterr().out


def test_the_result_of_a_load_is_exported_without_reading_again(registry, here, tmp_path):
    url = f"sqlite:///{tmp_path / 'a.db'}"
    assert main(["export", str(here), *registry, *RULES_OF, "--to", url]) == 0
    assert main(["audit", "--engine", "sql", url, *registry, "-o", str(tmp_path / "out")]) == 1
    check_same(tmp_path / "out", here, "sql")


@pytest.mark.usefixtures("spark")
def test_a_rule_pack_with_rules_on_prose_is_the_same_everywhere(province, registry, tmp_path):
    pack = tmp_path / "pack.yaml"
    pack.write_text(
        """
name: local
version: "1"
title: 本省规则包
prose:
  - id: local.words
    section: any
    must_not_contain: 公开
    severity: info
    title: {zh: 用词, en: Words}
    remedy: {zh: 核对, en: Check}
    citation: 本省规定
""",
        "utf-8",
    )
    reports = province / "demo" / "reports"
    url = f"sqlite:///{tmp_path / 'a.db'}"
    assert main(["export", str(reports), *registry, "--to", url]) == 0
    ways = {
        "pandas": [str(reports)],
        "sql": ["--engine", "sql", url],
        "spark": ["--engine", "spark", str(reports)],
    }
    for name, words in ways.items():
        assert main(["audit", *words, *registry, "--pack", str(pack), "-o", str(tmp_path / name)]) == 1
    tables = [pq.read_table(tmp_path / name / "findings.parquet") for name in ways]
    assert tables[0].equals(tables[1])
    assert tables[0].equals(tables[2])
    assert "local.words" in tables[0]["rule_id"].to_pylist()


@pytest.mark.usefixtures("spark")
def test_spark_gives_the_same_findings(province, registry, here, tmp_path):
    words = [str(province / "demo" / "reports"), *registry, *RULES_OF, "-o", str(tmp_path / "out")]
    assert main(["audit", "--engine", "spark", *words]) == 1
    check_same(tmp_path / "out", here, "spark")


def test_an_engine_that_is_none_is_told(gongkai, tmp_path):
    done = gongkai("audit", tmp_path, "--engine", "sprak", "-o", tmp_path / "out")
    assert done.code == 2
    assert "spark" in done.err
    done = gongkai("audit", tmp_path, "--engine", "duckdb", "-o", tmp_path / "out", "--lang", "en")
    assert done.code == 2
    assert "pandas, spark, sql" in done.err


@pytest.mark.parametrize("words", [[], ["a", "b"], ["folder"], ["mysql://a/b"]])
def test_what_is_no_database_is_told(gongkai, words, tmp_path):
    done = gongkai("audit", "--engine", "sql", *words, "-o", tmp_path / "out")
    assert done.code == 2
    assert "://" in done.err
    assert not (tmp_path / "out").exists()
    assert gongkai("export", tmp_path, *(["--to", words[0]] if words else [])).code == 2


def test_what_an_export_decided_cannot_be_changed_by_an_audit(gongkai, tmp_path):
    url = f"sqlite:///{tmp_path / 'a.db'}"
    done = gongkai("audit", "--engine", "sql", url, "--scope", "departments", "-o", tmp_path / "out")
    assert done.code == 2
    assert "--scope" in done.err


def test_a_database_that_holds_no_export_is_told(gongkai, tmp_path):
    done = gongkai("audit", "--engine", "sql", f"sqlite:///{tmp_path / 'a.db'}", "-o", tmp_path / "out")
    assert done.code == 2
    assert "a.db" in done.err
    assert "Traceback" not in done.err


def test_an_export_from_nowhere_is_told(gongkai, tmp_path):
    done = gongkai("export", tmp_path / "absent", "--to", f"sqlite:///{tmp_path / 'a.db'}")
    assert done.code == 2
    assert "absent" in done.err


def test_a_file_that_cannot_be_read_is_told_by_an_export(gongkai, province, tmp_path):
    shutil.copytree(province / "demo" / "reports", tmp_path / "in")
    (tmp_path / "in" / "broken.docx").write_bytes(b"PK\x03\x04 nothing")
    done = gongkai("export", tmp_path / "in", "--to", f"sqlite:///{tmp_path / 'a.db'}")
    assert done.code == 3
    assert "broken.docx" in done.out

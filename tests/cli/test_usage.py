"""Wrong usage: exit code 2, and a sentence that names what is wrong and what to do."""

import pytest

COMMANDS = ("audit", "load", "demo", "rules", "explain", "compare")

# Words of the command line; what the Chinese and the English message must name.
WRONG = {
    "no command": (["adit"], ("没有命令 adit", "audit"), ("no command adit", "audit")),
    "unknown option": (
        ["load", "--otput", "x"],
        ("没有选项 --otput", "--output"),
        ("no option --otput", "--output"),
    ),
    "option without value": (["load", "-o"], ("-o", "缺少"), ("-o", "lacks its value")),
    "flag with value": (["--version=3"], ("--version",), ("--version",)),
    "extra words": (["rules", "all"], ("all", "--help"), ("all", "--help")),
    "nothing to read": (["audit", "-o", "x"], ("没有说明要读哪些报告",), ("No reports to read",)),
    "nothing to read in load": (["load", "-o", "x"], ("没有说明要读哪些报告",), ("No reports to read",)),
    "no such path": (["audit", "nowhere", "-o", "x"], ("找不到 nowhere",), ("nowhere does not exist",)),
    "nowhere to write": (["load", "."], ("-o",), ("-o",)),
    "nowhere to write a demo": (["demo"], ("-o",), ("-o",)),
    "seed that is no number": (
        ["demo", "-o", "x", "--seed", "lucky"],
        ("--seed", "lucky"),
        ("--seed", "lucky"),
    ),
    "unknown severity": (
        ["audit", ".", "-o", "x", "--fail-on", "eror"],
        ("--fail-on", "eror", "error"),
        ("--fail-on", "eror", "error"),
    ),
    **{
        f"{command} {option} {value[:9]}": (
            [command, ".", "-o", "x", option, value],
            (option, value, "不能是"),
            (option, value, "not"),
        )
        for command in ("audit", "load")
        for option, value in (
            ("--workers", "0"),
            ("--workers", "all"),
            ("--workers", "9" * 5000),
            ("--timeout", "-1"),
            ("--timeout", "1e9"),
            ("--timeout", "nan"),
            ("--timeout", "soon"),
            ("--memory", "1.5"),
            ("--memory", "1GB"),
        )
    },
    "unknown edition": (
        ["rules", "--edition", "1999"],
        ("没有版本 1999", "2021"),
        ("no edition 1999", "2021"),
    ),
    "no rule named": (["explain"], ("规则编号",), ("Which rule",)),
    "unknown rule": (["explain", "no.such.rule"], ("没有规则 no.such.rule",), ("no rule no.such.rule",)),
}


@pytest.mark.parametrize("case", WRONG)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_wrong_usage_is_told(gongkai, monkeypatch, tmp_path, case, lang):
    monkeypatch.chdir(tmp_path)
    words, zh, en = WRONG[case]
    ended = gongkai(*words, "--lang", lang)
    assert ended.code == 2
    assert ended.out == ""
    assert [part for part in (zh if lang == "zh" else en) if part not in ended.err] == [], ended.err
    assert "Traceback" not in ended.err
    assert list(tmp_path.iterdir()) == [], "wrong usage leaves nothing behind"


def test_without_a_command_the_help_is_shown(gongkai):
    ended = gongkai()
    assert ended.code == 2
    assert [command for command in COMMANDS if command not in ended.out] == []


@pytest.mark.parametrize("words", [[], *([command] for command in COMMANDS)], ids="-".join)
@pytest.mark.parametrize(("lang", "usage"), [("zh", "用法：gongkai"), ("en", "Usage: gongkai")])
def test_help_speaks_the_readers_language(gongkai, words, lang, usage):
    ended = gongkai(*words, "--help", "--lang", lang)
    assert (ended.code, ended.err) == (0, "")
    assert " ".join([usage, *words]) in ended.out
    if lang == "en":
        # The name of the thing audited is given beside its translation.
        letters = ended.out.replace("政府信息公开工作年度报告", "")
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in letters)
    else:
        assert [
            word for word in ("Usage", "Options", "Commands", "Arguments", "Show") if word in ended.out
        ] == []


def test_the_variable_sets_the_language(gongkai, monkeypatch):
    monkeypatch.setenv("GONGKAI_LANG", "en")
    assert "Usage: gongkai" in gongkai("--help").out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_folder_without_files_is_wrong_usage(gongkai, tmp_path, lang):
    folder = tmp_path / "empty" / "deeper"
    folder.mkdir(parents=True)
    ended = gongkai("load", folder.parent, "-o", tmp_path / "out", "--lang", lang)
    assert ended.code == 2
    assert str(folder.parent) in ended.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", ["audit", "load", "demo"])
def test_foreign_files_are_never_written_over(gongkai, tmp_path, command):
    mine = tmp_path / "out" / "thesis.docx"
    mine.parent.mkdir()
    mine.write_bytes(b"mine")
    report = tmp_path / "report.txt"
    report.write_text("x", "utf-8")
    ended = gongkai(command, *([] if command == "demo" else [report]), "-o", mine.parent)
    assert ended.code == 2
    assert str(mine.parent) in ended.err
    assert list(mine.parent.iterdir()) == [mine]


@pytest.mark.parametrize("command", ["audit", "load"])
def test_results_are_not_put_among_the_reports(gongkai, tmp_path, command):
    tmp_path.joinpath("report.txt").write_text("x", "utf-8")
    ended = gongkai(command, tmp_path, "-o", tmp_path / "out")
    assert ended.code == 2
    assert not (tmp_path / "out").exists()


def test_a_file_is_no_place_for_results(gongkai, tmp_path):
    report = tmp_path / "report.txt"
    report.write_text("x", "utf-8")
    ended = gongkai("load", report, "-o", report)
    assert ended.code == 2
    assert report.read_text("utf-8") == "x"


def test_a_hostile_name_does_not_command_the_terminal(gongkai, tmp_path):
    ended = gongkai("load", f"{tmp_path}/\x1b[2Jgone\nno", "-o", tmp_path / "out")
    assert ended.code == 2
    assert "\x1b" not in ended.err
    assert "\\x1b[2Jgone" in ended.err

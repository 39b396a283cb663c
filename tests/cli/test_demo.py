import json


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def covers(told, files):
    """Whether each file is a report, one of its pages or an archive of reports, and no report lacks one."""
    held = [
        {one for one in told if f"{one}/".startswith(f"{file}/") or f"{file}/".startswith(f"{one}/")}
        for file in files
    ]
    return all(held) and set().union(*held) == told


def test_the_province_is_whole_and_the_same_every_time(gongkai, tmp_path):
    first = gongkai("demo", "-o", tmp_path / "a", "--seed", "5")
    again = gongkai("demo", "-o", tmp_path / "b", "--seed", "5")
    assert (first.code, again.code) == (0, 0)
    assert tree(tmp_path / "a") == tree(tmp_path / "b")
    truth = json.loads((tmp_path / "a" / "truth.json").read_text("utf-8"))
    told = {report["path"] for report in truth["reports"]}
    assert covers(told, set(tree(tmp_path / "a")) - {"truth.json", "registry.csv"})
    assert str(len(told)) in first.out
    assert str(tmp_path / "a" / "truth.json") in first.out


def test_another_seed_replaces_the_province(gongkai, tmp_path):
    out = tmp_path / "demo"
    gongkai("demo", "-o", out, "--seed", "5")
    before = tree(out)
    assert gongkai("demo", "-o", out, "--seed", "6", "--lang", "en").code == 0
    after = tree(out)
    assert after != before
    truth = json.loads(after.pop("truth.json"))
    assert after.pop("registry.csv")
    assert covers({report["path"] for report in truth["reports"]}, set(after))

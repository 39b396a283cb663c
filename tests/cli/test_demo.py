import json


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_the_province_is_whole_and_the_same_every_time(gongkai, tmp_path):
    first = gongkai("demo", "-o", tmp_path / "a", "--seed", "5")
    again = gongkai("demo", "-o", tmp_path / "b", "--seed", "5")
    assert (first.code, again.code) == (0, 0)
    assert tree(tmp_path / "a") == tree(tmp_path / "b")
    truth = json.loads((tmp_path / "a" / "truth.json").read_text("utf-8"))
    told = {report["path"] for report in truth["reports"]}
    assert told == set(tree(tmp_path / "a")) - {"truth.json", "registry.csv"}
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
    assert set(after) == {report["path"] for report in truth["reports"]}

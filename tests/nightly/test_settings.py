"""gongkai.yml, environment variables and flags."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.nightly import FILE, OPTIONS, Settings, make_project, template
from gongkai.nightly._values import VALUES
from gongkai.rules import SettingsError


@pytest.fixture
def home(tmp_path: Path) -> Path:
    make_project(tmp_path / "project")
    (tmp_path / "project" / "registry.csv").write_text("机关名称\n某市教育局\n", "utf-8")
    return tmp_path / "project"


def write(home: Path, *lines: str) -> None:
    (home / FILE).write_text("\n".join(("inbox: inbox", *lines)) + "\n", "utf-8")


def test_every_option_has_its_value_and_its_field() -> None:
    assert [option.name for option in OPTIONS] == list(VALUES)
    assert set(Settings.__dataclass_fields__) == {"home", *VALUES}


def test_a_new_project_is_set_to_the_defaults_and_names_every_option(home: Path) -> None:
    (home / FILE).write_text(template(), "utf-8")
    settings = Settings.read(home)
    assert settings.inbox == (home / "inbox",)
    for option in OPTIONS:
        assert f"\n{option.name}: " in template() or f"\n# {option.name}: " in template()
        assert option.about[0] in template()
        if option.name not in ("inbox", "outputs"):
            assert getattr(settings, option.name) == option.default


GIVEN = {
    "inbox": ("inbox, other", ("inbox", "other")),
    "registry": ("registry.csv", "registry.csv"),
    "pack": ("pack.sample.yaml", "pack.sample.yaml"),
    "waivers": ("waivers.sample.yaml", "waivers.sample.yaml"),
    "scope": ("all_below", "all_below"),
    "years": ("2024，2023", (2023, 2024)),
    "fail_on": ("warning", "warning"),
    "lang": ("en", "en"),
    "pdf": ("true", True),
    "outputs": ("junit,metrics", ("junit", "metrics")),
    "settle": ("0", 0.0),
    "workers": ("3", 3),
    "timeout": ("7.5", 7.5),
    "memory": ("512", 512),
    "keep_nights": ("5", 5),
    "keep_months": ("6", 6),
    "keep_sites": ("1", 1),
    "notify": ("notify.sample.yaml", "notify.sample.yaml"),
    "link": ("http://内网/gongkai", "http://内网/gongkai"),
}


def value_of(home: Path, name: str, expected: object) -> object:
    if name == "inbox":
        return tuple(home / one for one in expected)
    return home / expected if name in ("registry", "pack", "waivers", "notify") else expected


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_flags_stand_over_variables_and_these_over_the_file(home: Path, option) -> None:
    (home / "other").mkdir()
    written, expected = GIVEN[option.name]
    value = value_of(home, option.name, expected)
    assert getattr(Settings.read(home, {}, {option.name: written}), option.name) == value
    assert getattr(Settings.read(home, {option.variable: written}), option.name) == value
    if option.name != "inbox":
        write(home, f"{option.name}: {'[' + written.replace('，', ',') + ']' if option.several else written}")
        assert getattr(Settings.read(home), option.name) == value
    nonsense = {option.variable: "\x00" * 3000}
    assert getattr(Settings.read(home, nonsense, {option.name: written}), option.name) == value
    with pytest.raises(SettingsError, match=option.variable):
        Settings.read(home, nonsense)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("fail_om: error", "fail_om"),
        ("fail_on: fatal", "fail_on"),
        ("registry: nowhere.csv", "nowhere.csv"),
        ("settle: -1", "settle"),
        ("settle: 1000000", "settle"),
        ("timeout: 0", "timeout"),
        ("workers: many", "workers"),
        ("years: [1999]", "years"),
        ("outputs: [xml]", "outputs"),
        ("pdf: perhaps", "pdf"),
        ("keep_nights: 0", "keep_nights"),
    ],
)
def test_what_is_wrong_is_told_with_file_line_and_key(home: Path, line: str, said: str) -> None:
    write(home, "scope: none", line)
    with pytest.raises(SettingsError) as caught:
        Settings.read(home)
    assert f"{home / FILE}:3: " in caught.value.message.zh
    assert said in caught.value.message.zh
    assert said in caught.value.message.en


def test_everything_that_is_wrong_is_told_at_once(home: Path) -> None:
    write(home, "scope: all", "settle: soon")
    with pytest.raises(SettingsError) as caught:
        Settings.read(home, {"GONGKAI_WORKERS": "none"}, {"memory": "big"})
    assert len(caught.value.faults) == 4


def test_without_an_inbox_there_is_nothing_to_do(home: Path) -> None:
    (home / FILE).write_text("scope: none\n", "utf-8")
    with pytest.raises(SettingsError, match="inbox"):
        Settings.read(home)


def test_a_key_without_a_value_is_as_if_it_were_not_there(home: Path) -> None:
    write(home, "registry:", "workers:")
    settings = Settings.read(home)
    assert (settings.registry, settings.workers) == (None, None)

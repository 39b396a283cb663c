import pytest

from gongkai.cli._exit import UsageError
from gongkai.cli._voice import VARIABLE, find_voice


@pytest.mark.parametrize(
    ("words", "environ", "lang", "rest"),
    [
        ([], {}, "zh", []),
        ([], {VARIABLE: "en"}, "en", []),
        ([], {VARIABLE: ""}, "zh", []),
        (["--lang", "en", "rules"], {}, "en", ["rules"]),
        (["rules", "--lang=en"], {}, "en", ["rules"]),
        (["rules", "--lang", "zh"], {VARIABLE: "en"}, "zh", ["rules"]),
        (["load", "--", "--lang"], {}, "zh", ["load", "--", "--lang"]),
    ],
)
def test_the_language_is_found_before_anything_else(words, environ, lang, rest):
    say, others = find_voice(words, environ)
    assert (say.lang, others) == (lang, rest)
    assert say("甲", "a") == {"zh": "甲", "en": "a"}[lang]


@pytest.mark.parametrize(
    ("words", "environ", "named"),
    [
        (["--lang", "fr"], {}, "--lang"),
        (["--lang"], {}, "--lang"),
        (["--lang="], {}, "--lang"),
        ([], {VARIABLE: "fr"}, VARIABLE),
    ],
)
def test_another_language_is_refused_in_both(words, environ, named):
    with pytest.raises(UsageError) as refused:
        find_voice(words, environ)
    message = str(refused.value)
    assert message.count(named) == 2
    assert "请用 zh" in message
    assert "use zh or en" in message

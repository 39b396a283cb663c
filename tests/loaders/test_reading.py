"""How submissions are read is checked before anything is."""

import pytest

from gongkai.loaders import Reading


def test_by_default_all_cores_are_used() -> None:
    assert Reading().workers >= 1


@pytest.mark.parametrize("name", ["workers", "seconds", "mebibytes"])
@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf"), 10**7])
def test_a_limit_is_a_number_above_0(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=name):
        Reading(**{name: value})  # type: ignore[arg-type]

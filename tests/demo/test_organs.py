from itertools import islice

import pytest

from gongkai import demo


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_tree_holds_every_level_from_its_beginning(seed):
    first = list(islice(demo.organs(seed), 16))
    assert {organ.level for organ in first} == {"province", "city", "county", "department"}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_organ_has_a_name_of_its_own_and_a_government_above_it(seed):
    everyone = list(demo.organs(seed))
    assert len({organ.name for organ in everyone}) == len(everyone)
    governed = {organ.region for organ in everyone if organ.level != "department"}
    assert {organ.region for organ in everyone} == governed

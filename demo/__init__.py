"""A made-up province: reports in every format and layout, with what must be found in them.

It writes from the form alone and knows no loader and no rule, so that it can judge both.
"""

from gongkai.demo._defects import Defect, defects
from gongkai.demo._figures import figures
from gongkai.demo._judge import Expected, PrintedCell, rule_ids, severity
from gongkai.demo._layouts import ENCODINGS, LAYOUTS, Encoding, Layout, encodings
from gongkai.demo._organs import Organ, government_of_the_province, organs, unregistered
from gongkai.demo._plan import COMPLETE
from gongkai.demo._province import (
    ORGANS,
    SEED,
    YEARS,
    clean_reports,
    clean_samples,
    make_sample,
    write_province,
)
from gongkai.demo._registry import registry
from gongkai.demo._render import Rendered, Truth, render
from gongkai.demo._sample import Part, Sample
from gongkai.demo._scene import Scene, cast, submitted_in
from gongkai.demo._scenes import scenes
from gongkai.demo._style import PLAIN, Style, any_style

__all__ = [
    "COMPLETE",
    "ENCODINGS",
    "LAYOUTS",
    "ORGANS",
    "PLAIN",
    "SEED",
    "YEARS",
    "Defect",
    "Encoding",
    "Expected",
    "Layout",
    "Organ",
    "Part",
    "PrintedCell",
    "Rendered",
    "Sample",
    "Scene",
    "Style",
    "Truth",
    "any_style",
    "cast",
    "clean_reports",
    "clean_samples",
    "defects",
    "encodings",
    "figures",
    "government_of_the_province",
    "make_sample",
    "organs",
    "registry",
    "render",
    "rule_ids",
    "scenes",
    "severity",
    "submitted_in",
    "unregistered",
    "write_province",
]

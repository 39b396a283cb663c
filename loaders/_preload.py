"""What every worker needs, made once: the fork server imports this, and workers begin with it."""

from __future__ import annotations

import gc

from gongkai import forms
from gongkai.loaders import _workers  # noqa: F401 - brings the readers with it
from gongkai.loaders._lexicon import lexicon
from gongkai.loaders._portion import portion_of

for edition in forms.editions():
    lexicon(edition.id)
portion_of([], [])  # Arrow brings pandas in when it is first used
gc.collect()
gc.freeze()

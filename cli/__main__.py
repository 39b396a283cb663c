"""`python -m gongkai.cli`, the same as the command `gongkai`."""

from __future__ import annotations

import sys

from gongkai.cli import main

sys.exit(main())

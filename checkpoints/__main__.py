"""`python -m gongkai.checkpoints`: rebuilds the committed validation definitions and checkpoints."""

import sys

from gongkai.checkpoints._stores import write_stores

for path in write_stores():
    sys.stdout.write(f"{path.parent.name}/{path.name}\n")

"""`python -m gongkai.expectations`: rebuilds the committed suites from the catalogue."""

import sys

from gongkai.expectations import write_suites

for path in write_suites():
    sys.stdout.write(f"{path.name}\n")

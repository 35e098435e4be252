"""``python -m filtergrad`` is the command ``filtergrad``."""

import sys

from filtergrad.cli import main

if __name__ == "__main__":
    sys.exit(main())

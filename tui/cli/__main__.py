"""`python -m penchant.tui.cli` is the command `penchant`."""

from . import main

main()

"""`python -m entrypoints.cli` is `taskapi`."""

from entrypoints.cli import main

main()

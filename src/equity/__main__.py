"""`python -m equity` is the command `equity`."""

from equity.cli.front import main

main()

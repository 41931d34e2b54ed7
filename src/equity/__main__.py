"""`python -m equity` is the command `equity`."""

from equity.cli.app import app

app(prog_name="equity")

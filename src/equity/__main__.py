"""`python -m equity` is the command `equity`."""

from equity.cli import app

app(prog_name="equity")

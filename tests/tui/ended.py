"""How a command has ended, for tests of the command line."""

from typer.testing import Result


def done(result: Result) -> str:
    """Return what a command has printed that went well."""
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout

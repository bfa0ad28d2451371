"""The types of columns that are sealed in an encrypted ledger. In any other they are what they are: nothing is done to a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Dialect, FunctionElement, LargeBinary, String, Table, Text, TypeDecorator
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from . import values
from .rows import bytes_parted, parted, placed_in, with_row
from .vault import NOBODY, vault_of

Processor = Callable[[Any], Any]

BEGINNING: Final = 400


class Sealed(TypeDecorator[str]):
    """A text.

    Args:
        place: its table and column, to which it is bound; and to its row, where rows.py knows what the table calls it.
    """

    impl = Text
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def bind_processor(self, dialect: Dialect) -> Processor | None:
        """Return what makes a value ready for the database."""
        vault, place = vault_of(dialect), self.place
        if vault is None:
            return None

        def sealed(given: Any) -> Any:
            text, row = placed_in(place, given)
            return text if text is None or text in values.EMPTY else vault.seal_text(place, text, row=row)

        return sealed

    def column_expression(self, column: Any) -> Any:
        """Return what is selected for a column: its row's key too, where the ledger is encrypted."""
        return with_row(column)

    def result_processor(self, dialect: Dialect, coltype: object) -> Processor | None:  # noqa: ARG002 - its signature
        """Return what makes it as it was."""
        vault, place = vault_of(dialect), self.place
        if vault is None:
            return None

        def opened(given: Any) -> Any:
            row, text = (None, given) if given is None else parted(given)
            return text if text is None or text in values.EMPTY else vault.open_text(place, text, row=row)

        return opened


class SealedBytes(TypeDecorator[bytes]):
    """Bytes; `place` as for `Sealed`."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def bind_processor(self, dialect: Dialect) -> Processor | None:
        """Return what makes a value ready for the database."""
        vault, place = vault_of(dialect), self.place
        if vault is None:
            return super().bind_processor(dialect)

        def sealed(given: Any) -> Any:
            data, row = placed_in(place, given)
            return None if data is None else values.BYTES_MARK + vault.seal(place, bytes(data), row=row)

        return sealed

    def column_expression(self, column: Any) -> Any:
        """Return what is selected for a column, as for `Sealed`."""
        return with_row(column)

    def result_processor(self, dialect: Dialect, coltype: object) -> Processor | None:
        """Return what makes it as it was."""
        vault, place = vault_of(dialect), self.place
        if vault is None:
            return super().result_processor(dialect, coltype)

        def opened(given: Any) -> Any:
            if given is None:
                return None
            row, data = bytes_parted(bytes(given))
            return vault.open(place, values.from_bytes(data), row=row)

        return opened


class SealedName(TypeDecorator[str]):
    """A text that is looked for, and must come back as it is. PostgreSQL holds no NUL: unsealed, one is written in two characters there.

    Args:
        place: as for `Sealed`; columns that are compared with each other have the same.
        nobody: it is the ledger's own, not a user's.
        length: of the column where that was ever said, in SQLite.
    """

    impl = Text
    cache_ok = True

    def __init__(self, place: str, nobody: bool = False, length: int | None = None) -> None:
        super().__init__()
        self.place, self.nobody, self.length = place, nobody, length

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """Return the type that the database has."""
        short = self.length is not None and dialect.name == "sqlite"
        return String(self.length) if short else self.impl_instance

    def bind_processor(self, dialect: Dialect) -> Processor | None:
        """Return what makes a value ready for the database."""
        vault, place, owner = vault_of(dialect), self.place, NOBODY if self.nobody else None
        if vault is None:
            return plain_name(dialect)
        return lambda name: name if not name else vault.seal_name(place, name, owner)

    def result_processor(self, dialect: Dialect, coltype: object) -> Processor | None:  # noqa: ARG002 - its signature
        """Return what makes it as it was."""
        vault, place, owner = vault_of(dialect), self.place, NOBODY if self.nobody else None
        if vault is None:
            return name_of_plain(dialect)
        return lambda name: name if not name else vault.open_name(place, name, owner)


class Fact(TypeDecorator[bytes]):
    """A small fact about the ledger. One that says something of people is handed over as `Private`, and sealed as the ledger's own."""

    impl = LargeBinary
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Processor | None:
        """Return what makes a value ready for the database."""
        vault = vault_of(dialect)

        def bound(value: bytes) -> bytes:
            if vault is None or not isinstance(value, Private):
                return bytes(value)
            return values.BYTES_MARK + vault.seal(FACTS, value, NOBODY)

        return bound

    def result_processor(self, dialect: Dialect, coltype: object) -> Processor | None:
        """Return what makes it as it was."""
        vault = vault_of(dialect)
        if vault is None:
            return super().result_processor(dialect, coltype)

        def opened(value: Any) -> Any:
            if value is None or not bytes(value).startswith(values.BYTES_MARK):
                return value if value is None else bytes(value)
            return vault.open(FACTS, values.from_bytes(bytes(value)), NOBODY)

        return opened


FACTS: Final = "meta.value"


class Private(bytes):
    """A fact that says something of people."""


def named_by_words(table: Table) -> bool:
    """Return whether the key of a table's rows is sealed: it changes when they are sealed anew, and nothing may repeat it readable."""
    return any(isinstance(column.type, SealedName) for column in table.primary_key.columns)


def plain_name(dialect: Dialect) -> Processor | None:
    """Return how a name is written in a database that is not encrypted; None for as it is."""
    return _without_nul if dialect.name == "postgresql" else None


def name_of_plain(dialect: Dialect) -> Processor | None:
    """Return how it is read."""
    return _with_nul if dialect.name == "postgresql" else None


def _without_nul(text: str | None) -> str | None:
    if text is None or ("\x00" not in text and "\x1a" not in text):
        return text
    return text.replace("\x1a", "\x1a1").replace("\x00", "\x1a0")


def _with_nul(text: str | None) -> str | None:
    return text if text is None or "\x1a" not in text else text.replace("\x1a0", "\x00").replace("\x1a1", "\x1a")


class beginning(FunctionElement[str]):  # noqa: N801 - it is called as SQL's functions are
    """The first `BEGINNING` characters of a text; of a sealed one all of it, for a part cannot be opened."""

    inherit_cache = True

    def __init__(self, text: Any) -> None:
        super().__init__(text)
        self.type = text.type


@compiles(beginning)
def _beginning(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    if vault_of(compiler.dialect):
        return compiler.process(with_row(next(iter(element.clauses))), **options)
    return f"substr({compiler.process(element.clauses, **options)}, 1, {BEGINNING})"

"""An upload in the database, read like a file."""

from io import RawIOBase
from typing import TYPE_CHECKING

from sqlalchemy import Engine, select

from planner.register.models import RegisterPiece

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class PieceFile(RawIOBase):
    """The file handed in for one import; each piece is fetched in a short reading transaction of its own."""

    def __init__(self, engine: Engine, import_id: int) -> None:
        super().__init__()
        self.engine, self.import_id = engine.execution_options(read_only=True), import_id
        self.number = 0
        self.piece = memoryview(b"")

    def readable(self) -> bool:
        """Return True: that is all it can do."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill `buffer` with what comes next and return how many bytes that is, 0 at the end."""
        if not self.piece:
            self.piece = memoryview(self._next())
        room = memoryview(buffer).cast("B")
        size = min(len(room), len(self.piece))
        room[:size] = self.piece[:size]
        self.piece = self.piece[size:]
        return size

    def _next(self) -> bytes:
        one = select(RegisterPiece.content).where(
            RegisterPiece.import_id == self.import_id, RegisterPiece.number == self.number)
        self.number += 1
        with self.engine.connect() as link:
            return link.scalar(one) or b""

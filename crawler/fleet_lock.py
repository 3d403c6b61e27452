"""One coordinator per database: a lock that the system lets go of when its holder dies, however that happens."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class LockedError(Exception):
    """Another coordinator works on this database; the message is its process. Raised by `only_one`."""


@contextmanager
def only_one(db: Path) -> Iterator[None]:
    """Hold the lock beside a database. Raises LockedError."""
    with db.with_name(f"{db.name}.fleet-lock").open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise LockedError(file.read(20).strip() or "?") from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield

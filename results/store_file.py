"""Is this file a database of ours that can be used? What is wrong with it is said in one sentence.

Nothing here changes a file: a damaged or foreign one is left as it is.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from results.migrations import APPLICATION_ID, STEPS

BUSY_SECONDS = 10
_CHECKED = 50_000_000  # bytes; the pages of a national database take longer to look through than most commands
MAGIC = b"SQLite format 3\x00"


class StoreError(Exception):
    """A database that cannot be used; the message names the file and what to do. Raised by `open_store` and Store."""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """SQLite's errors as one sentence about this file."""
    try:
        yield
    except sqlite3.OperationalError as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            raise StoreError(f"{path} is in use by another program; try again when it has finished") from error
        problem = f"{path} cannot be opened or written ({text})"
        raise StoreError(f"{problem}; check its rights or choose another file") from error
    except sqlite3.DatabaseError as error:
        raise _corrupt(path, str(error)) from error
    except OSError as error:
        problem = f"{path} cannot be read ({error.strerror})"
        raise StoreError(f"{problem}; check its rights or choose another file") from error


def _corrupt(path: Path, problem: str) -> StoreError:
    return StoreError(
        f"{path} is damaged ({problem}); it was left as it is: keep a copy, then give another database file"
        " (it can be rebuilt from the evidence folder)"
    )


def inspect(path: Path) -> None:
    """Look at an existing file without changing it; raises StoreError for what is not ours, newer or damaged."""
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise StoreError(f"{path} is not a database; it was left as it is, choose another file")
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        owner = int(connection.execute("PRAGMA application_id").fetchone()[0])
        tables = int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
        if tables and owner != APPLICATION_ID:
            raise StoreError(f"{path} is the database of another program; it was left as it is, choose another file")
        if version > len(STEPS):
            raise StoreError(
                f"{path} was written by a newer version of this program (its format is {version}, this program knows"
                f" {len(STEPS)}); update the program or choose another file"
            )
        check = path.stat().st_size <= _CHECKED
        problem = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0]) if check else "ok"
        if problem != "ok":
            raise _corrupt(path, problem.splitlines()[0])
    finally:
        connection.close()

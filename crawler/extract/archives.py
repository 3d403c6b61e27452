"""Archives: a list of what is inside, and the words of the documents inside.

Members are read into memory and never written anywhere, so their names are words and no paths. What an archive may
cost is bounded for it and everything in it together: a bomb ends at the same place as a long list of documents.
"""

import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from crawler.artifacts import PageText
from crawler.extract import limits
from crawler.extract.document import Document, page, run_tool, unreadable
from crawler.extract.kinds import kind_of
from crawler.extract.member_names import shown_name
from crawler.extract.package import BROKEN, Locked, TooLarge, opened, unpacked

Reader = Callable[[bytes, str], Document]
ARCHIVES = ("zip", "rar", "7z")


@dataclass
class _Budget:
    """What is left for one archive with all archives in it."""

    members: int = limits.ARCHIVE_MEMBERS
    size: int = limits.MAX_UNPACKED
    characters: int = limits.MAX_TEXT
    until: float = field(default_factory=lambda: time.monotonic() + limits.ARCHIVE_SECONDS)

    def is_spent(self) -> bool:
        return min(self.members, self.size, self.characters) <= 0 or time.monotonic() > self.until


class _Archive:
    """One archive under reading, with everything in it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._left = _Budget()
        self.names: list[str] = []
        self.pages: list[PageText] = []
        self.problems: set[str] = set()
        self.read = 0
        self.waiting = 0

    def open(self, body: bytes, kind: str, above: str = "", depth: int = 1) -> None:
        """Read the members; `above` is the name of the archive that this one lies in."""
        if kind != "zip":
            body, problem = _as_zip(body, kind)
            if problem:
                self.problems.add(problem)
                return
        try:
            with opened(body) as archive:
                infos = [info for info in archive.infolist() if not info.is_dir()]
                self.names += [above + shown_name(info) for info in infos[: limits.ARCHIVE_NAMES]]
                self._members(archive, infos, above, depth)
        except TooLarge:
            self.problems.add("too_large")
        except BROKEN:
            self.problems.add("damaged")

    def _members(self, archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], above: str, depth: int) -> None:
        for info in infos:
            if self._left.is_spent():
                raise TooLarge("archive")
            self._left.members -= 1
            try:
                content = self._content(archive, info)
            except Locked:
                self.problems.add("encrypted")
            except TooLarge:
                self.problems.add("too_large")
                self._left.size -= limits.ARCHIVE_SMALL  # what it took to find out
            except BROKEN:
                self.problems.add("damaged")
            else:
                self._left.size -= len(content)
                self._take(content, above + shown_name(info), depth)

    def _content(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
        if info.file_size > max(limits.ARCHIVE_SMALL, info.compress_size * limits.ARCHIVE_RATIO):
            raise TooLarge(info.filename)
        return unpacked(archive, info, min(self._left.size, limits.MAX_BYTES))

    def _take(self, content: bytes, name: str, depth: int) -> None:
        suffix = name.rsplit(".", 1)[-1] if "." in name else ""
        kind = kind_of(content, "", f"member.{suffix}")
        if kind in ARCHIVES:
            if depth < limits.ARCHIVE_DEPTH:
                self.open(content, kind, f"{name} › ", depth + 1)
            else:
                self.problems.add("archive")
            return
        document = self._reader(content, kind)
        self.waiting += document.waiting
        if not document.readable:
            self.problems.add(document.detail.partition(":")[0])
            return
        self.read += 1
        self._keep(document.pages, name)

    def _keep(self, pages: tuple[PageText, ...], name: str) -> None:
        """Count the pages on after what is there; parts of one page of the member keep one number."""
        start = self.pages[-1].number if self.pages else 1  # the list of names is page 1
        own = dict.fromkeys(item.number for item in pages)
        numbers = {number: start + place for place, number in enumerate(own, 1)}
        self.pages.append(page(start + 1, "none", name))
        self.pages += [replace(item, number=numbers[item.number]) for item in pages]
        self._left.characters -= sum(len(item.text) for item in pages)


def read_archive(body: bytes, kind: str, reader: Reader) -> Document:
    """Name and read the members of one archive; `reader` reads a member of a known kind that is no archive."""
    archive = _Archive(reader)
    archive.open(body, kind)
    only = next(iter(archive.problems)) if len(archive.problems) == 1 else ""
    if not archive.names:
        return unreadable(kind, only or "empty")
    pages = (page(1, "none", "\n".join(archive.names[: limits.ARCHIVE_NAMES])), *archive.pages)
    passing = next((why for why in sorted(archive.problems) if why.startswith(("timeout", "tool_missing"))), "")
    if archive.read:
        detail = passing or (f"archive_partly ({archive.read} read)" if archive.problems else "")
        return Document(kind=kind, pages=pages, detail=detail, waiting=archive.waiting)
    detail = passing or (only if only in ("encrypted", "too_large", "damaged") else "archive")
    return Document(kind=kind, pages=pages, readable=False, detail=detail, waiting=archive.waiting)


def _as_zip(body: bytes, kind: str) -> tuple[bytes, str]:
    """A RAR or 7z as a ZIP without compression, by bsdtar where it is installed; the problem when there is none."""
    with tempfile.NamedTemporaryFile(prefix="oit-archive-") as file:
        file.write(body)
        file.flush()
        command = ["bsdtar", "-c", "-f", "-", "--format=zip", "--options=zip:compression=store", f"@{file.name}"]
        code, output, error = run_tool(command, b"", limits.OFFICE_SECONDS)
    if code == 127:
        return b"", f"archive_{kind}"
    if code == 124:
        return b"", "timeout"
    if code != 0:
        return b"", "encrypted" if "encrypt" in error.lower() or "passphrase" in error.lower() else "damaged"
    return output, ""

"""ZIP containers of strangers, opened within limits: number of members, sizes, kinds of compression, XML depth."""

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from crawler.extract import limits

_ENTRY = b"PK\x01\x02"
_BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # of others one step may unpack gigabytes from a few bytes


# All that a container made by strangers can bring about; refusals of our own are ValueErrors.
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, RuntimeError, EOFError, NotImplementedError)


class TooLarge(ValueError):
    """A file that would take more memory or time than one file is worth."""


class Locked(ValueError):
    """A file that asks for a password."""


def opened(body: bytes) -> zipfile.ZipFile:
    """The archive; raises BadZipFile, and TooLarge before the list of members alone fills the memory."""
    if body.count(_ENTRY) > limits.MAX_LISTED:
        raise TooLarge("too many members")
    return zipfile.ZipFile(io.BytesIO(body))


def unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """The bytes of one member, at most `most` of them whatever its header claims."""
    if info.flag_bits & 1:
        raise Locked(info.filename)
    if info.compress_type not in _BOUNDED:
        raise NotImplementedError(f"compression {info.compress_type}")
    with archive.open(info) as member:
        content = member.read(most + 1)
    if len(content) > most:
        raise TooLarge(info.filename)
    return content


class Package:
    """An Office file as the named XML parts that it is made of."""

    def __init__(self, body: bytes) -> None:
        self._archive = opened(body)
        self._left = limits.MAX_UNPACKED
        self.names = tuple(self._archive.namelist())

    def part(self, name: str) -> etree._Element:
        """The root of one part; raises KeyError when there is none of that name."""
        content = unpacked(self._archive, self._archive.getinfo(name), self._left)
        self._left -= len(content)
        return parsed(content)

    def targets(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: id → (last word of the relation's type, name of the part)."""
        folder, file = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        if relations not in self.names:
            return {}
        return {
            item.get("Id", ""): (
                item.get("Type", "").rsplit("/", 1)[-1],
                posixpath.normpath(posixpath.join(folder, item.get("Target", ""))).lstrip("/"),
            )
            for item in self.part(relations)
            if isinstance(item.tag, str)
        }

    def main(self, usual: str) -> str:
        """The name of the part that everything starts from; `usual` when the file does not say."""
        named = (target for kind, target in self.targets("").values() if kind == "officeDocument")
        return next((target for target in named if target in self.names), usual)


def parsed(content: bytes) -> etree._Element:
    """The root of an XML part: no entities, no network, no depth that people do not write."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    return etree.fromstring(content, parser)


def local(node: etree._Element) -> str:
    """The name of an element without its namespace: transitional and strict files use different ones."""
    return node.tag.rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""


def attribute(node: etree._Element, name: str) -> str:
    """An attribute by its name without the namespace."""
    return next((value for key, value in node.attrib.items() if key.rsplit("}", 1)[-1] == name), "")


def count(node: etree._Element, name: str, otherwise: int = 1) -> int:
    """A repetition or span, kept to what a table for people has."""
    value = attribute(node, name)
    return min(int(value), limits.MAX_SPAN) if value.isdecimal() else otherwise

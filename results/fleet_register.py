"""The register of a fleet: lists of bodies as they were imported. The newest list is the register; none is changed."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from results.bodies import body_of
from results.store import Row, Store
from results.store_file import StoreError

KINDS = ("sao", "tambon_municipality", "town_municipality", "city_municipality", "pao", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One body of a register, as typed; `kind` is a word of the outward contract."""

    name: str
    kind: str
    province: str
    district: str
    dla_code: str
    url: str

    @property
    def key(self) -> str:
        """The name under which everything about this body is kept."""
        return body_of(self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One imported list. `sha256` is of its bodies in their order."""

    id: int
    at: str
    source: str
    sha256: str
    bodies: tuple[Body, ...]


def digest(bodies: Sequence[Body]) -> str:
    """What makes a list this list and no other."""
    return hashlib.sha256(json.dumps([astuple(body) for body in bodies], ensure_ascii=False).encode()).hexdigest()


def keep_register(store: Store, bodies: Sequence[Body], *, source: str, at: str) -> bool:
    """Keep a list whole or not at all; False when it is the register already. Raises StoreError."""
    mark = digest(bodies)
    with store.writing():
        newest = store.rows("SELECT sha256 FROM fleet_lists ORDER BY id DESC LIMIT 1")
        if newest and newest[0]["sha256"] == mark:
            return False
        number = store.add("fleet_lists", at=at, source=source, sha256=mark)
        for position, body in enumerate(bodies, 1):
            store.add(
                "fleet_bodies", list=number, position=position, body=body.key, name=body.name, kind=body.kind,
                province=body.province, district=body.district, dla_code=body.dla_code, url=body.url,
            )  # fmt: skip
    return True


def register(store: Store, number: int | None = None) -> Register | None:
    """A list by its number, the newest one without; None when there is none. Raises StoreError for a changed one."""
    found = store.rows("SELECT * FROM fleet_lists WHERE id = coalesce(?, (SELECT max(id) FROM fleet_lists))", [number])
    if not found:
        return None
    head = found[0]
    rows = store.rows("SELECT * FROM fleet_bodies WHERE list = ? ORDER BY position", [head["id"]])
    bodies = tuple(map(_body, rows))
    if digest(bodies) != head["sha256"]:
        raise StoreError(f"{store.path}: list {head['id']} of bodies was changed after its import; import it again")
    return Register(id=head["id"], at=head["at"], source=head["source"], sha256=head["sha256"], bodies=bodies)


def _body(row: Row) -> Body:
    return Body(**{name: row[name] for name in ("name", "kind", "province", "district", "dla_code", "url")})

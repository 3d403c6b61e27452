"""Registers of bodies as offices keep them: what is taken, what is left out with its row, what is refused."""

import random
from pathlib import Path

import pytest
import typer
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from crawler.fleet_import import read_register
from results.fleet_register import Body, digest, keep_register, register
from results.store import open_store
from results.store_file import StoreError

HEAD = "ลำดับ,ชื่อหน่วยงาน,ประเภท,จังหวัด,อำเภอ,รหัส อปท.,เว็บไซต์"


def written(folder: Path, *rows: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    path = folder / "register.csv"
    path.write_bytes("\r\n".join((head, *rows)).encode(encoding))
    return path


def refused(path: Path) -> str:
    with pytest.raises(typer.BadParameter) as caught:
        read_register(path, "en")
    return caught.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
def test_usual_names_and_encodings(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, "1,อบต.บ้านดอน,อบต.,จ.สุราษฎร์ธานี,อ.เมือง,06840101,www.bandon.go.th", encoding=encoding)
    found = read_register(path, "th")
    assert found.problems == ()
    assert found.bodies == (
        Body(name="อบต.บ้านดอน", kind="sao", province="สุราษฎร์ธานี", district="เมือง", dla_code="06840101",
             url="www.bandon.go.th"),
    )  # fmt: skip


def test_english_names_in_any_order_below_a_title_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Register of bodies")
        sheet.write_row(2, 0, ["Website", "Name", "Province", "Type"])
        sheet.write_row(3, 0, ["https://a.go.th/", "เทศบาลเมืองเอ", "ตาก", "town"])
    found = read_register(path, "en")
    assert [(body.name, body.kind, body.url) for body in found.bodies] == [
        ("เทศบาลเมืองเอ", "town_municipality", "https://a.go.th/")
    ]


def test_bad_rows_are_named_and_the_good_ones_taken(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "1,อบต.หนึ่ง,,ตาก,เมือง,100,https://one.go.th/",
        "2,,,ตาก,เมือง,101,https://two.go.th/",
        "3,อบต.สาม,,ตาก,เมือง,102,",
        "4,อบต.สี่,,ตาก,เมือง,103,ftp://four.go.th/",
        "5,อบต.ห้า,,ตาก,เมือง,104,http://www.ONE.go.th/index.html",
        "6,อบต.หก,,ตาก,เมือง,100,https://six.go.th/",
        "7,อบต.หนึ่ง,,จ.ตาก,อ.เมือง,107,https://seven.go.th/",
        "8,อบต.แปด,,ตาก,เมือง,108,https://eight.go.th/",
    )
    found = read_register(path, "en")
    assert [body.name for body in found.bodies] == ["อบต.หนึ่ง", "อบต.แปด"]
    assert [bad.row for bad in found.problems] == [3, 4, 5, 6, 7, 8]
    told = [bad.problem for bad in found.problems]
    assert "no name" in told[0] and "no address" in told[1] and "ftp" in told[2]
    assert "same website as row 2" in told[3] and "same DLA code as row 2" in told[4] and "row 2" in told[5]


def test_missing_columns_are_named_with_what_was_found(tmp_path: Path) -> None:
    told = refused(written(tmp_path, "1,x", head="จังหวัด,ชื่อหน่วยงาน"))
    assert "column url is missing" in told and "จังหวัด, ชื่อหน่วยงาน" in told
    assert "no heading row" in refused(written(tmp_path, "1,2", head="a,b"))


def test_files_that_are_none(tmp_path: Path) -> None:
    assert "cannot be read" in refused(tmp_path / "none.csv")
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04rubbish")
    assert "not readable as CSV or XLSX" in refused(broken)


def test_ten_thousand_rows_in_one_transaction(tmp_path: Path) -> None:
    rows = [f"{n},อบต.ที่ {n},อบต.,จังหวัด {n % 76},อำเภอ {n % 9},{n:08},https://office-{n}.go.th/" for n in range(10_000)]
    found = read_register(written(tmp_path, *rows), "th")
    assert (len(found.bodies), found.problems) == (10_000, ())
    with open_store(tmp_path / "oit.db") as store:
        assert keep_register(store, found.bodies, source="x", at="2026-04-20")
        kept = register(store)
        assert kept is not None and kept.bodies == found.bodies and kept.sha256 == digest(found.bodies)
        assert not keep_register(store, found.bodies, source="x", at="2026-04-21"), "the same list twice is one"


def test_nothing_is_half_imported(tmp_path: Path) -> None:
    body = Body(name="ก", kind="sao", province="", district="", dla_code="", url="https://a.go.th/")
    with open_store(tmp_path / "oit.db") as store:
        with pytest.raises(StoreError):
            keep_register(store, [body, body], source="x", at="2026-04-20")
        assert register(store) is None
        assert store.rows("SELECT * FROM fleet_bodies") == []


def test_a_list_that_was_changed_afterwards_is_refused(tmp_path: Path) -> None:
    body = Body(name="ก", kind="sao", province="", district="", dla_code="", url="https://a.go.th/")
    with open_store(tmp_path / "oit.db") as store:
        keep_register(store, [body], source="x", at="2026-04-20")
        with store.writing():
            store.add("fleet_bodies", list=1, position=2, body="b", name="b", kind="sao", province="", district="",
                      dla_code="", url="https://b.go.th/")  # fmt: skip
        with pytest.raises(StoreError, match="was changed after its import"):
            register(store)


@given(st.lists(st.sampled_from(["a", "b", "c", "d", ""]), max_size=12), st.integers(0, 99))
def test_every_row_is_taken_or_named_once(
    tmp_path_factory: pytest.TempPathFactory, hosts: list[str], seed: int
) -> None:
    folder = tmp_path_factory.mktemp("register")
    chance = random.Random(seed)
    rows = [
        f"{n},อบต.{n},,,,{chance.choice(('', '1', str(n)))},{host and f'https://{host}.go.th/'}"
        for n, host in enumerate(hosts)
    ]
    found = read_register(written(folder, *rows), "en")
    assert len(found.bodies) + len(found.problems) == len(hosts)
    assert len({body.key for body in found.bodies}) == len(found.bodies)

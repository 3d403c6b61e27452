"""The sample site with a misbehaving neighbour in the same house: every case is one small function below /h/.

The home page leads to all cases; what the sample site publishes stays as it is. So an audit of this site must come to
the verdicts of the sample site itself, whatever the cases do.
"""

import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tests.hostile import bodies
from tests.sample.serve import SITE, SampleHandler

HTML = "text/html; charset=utf-8"
Case = Callable[["HostileHandler", str], None]
CASES: dict[str, Case] = {}
_WAITING = "<div id=app>กำลังโหลด...</div>"  # what makes a page worth rendering


def case(function: Case) -> Case:
    CASES[function.__name__] = function
    return function


# --- addresses without end ---------------------------------------------------------------------------------------


@case
def loop(handler: "HostileHandler", rest: str) -> None:
    handler.redirect("/h/loop")


@case
def pingpong(handler: "HostileHandler", rest: str) -> None:
    handler.redirect("/h/pingpong/b" if rest == "a" else "/h/pingpong/a")


@case
def chain(handler: "HostileHandler", rest: str) -> None:
    handler.redirect(f"/h/chain/{int(rest or 0) + 1}")


@case
def calendar(handler: "HostileHandler", rest: str) -> None:
    month = int(parse_qs(rest).get("m", ["0"])[0])
    handler.page(f"<p>ปฏิทินกิจกรรม เดือนที่ {month}</p><a href='?m={month + 1}'>ถัดไป</a><a href='?m={month - 1}'>ก่อน</a>")


@case
def growing(handler: "HostileHandler", rest: str) -> None:
    here = handler.path.rstrip("/")
    handler.page(f"<p>หน้าเดิม</p><a href='{here}/more/'>เพิ่มเติม</a><a href='{here}/again/more/'>อีก</a>")


@case
def session(handler: "HostileHandler", rest: str) -> None:
    token = f"{random.getrandbits(60):x}"
    handler.page("<p>สินค้า</p>" + "".join(f"<a href='/h/session/{page}?zz={token}'>{page}</a>" for page in "abcdefgh"))


@case
def facets(handler: "HostileHandler", rest: str) -> None:
    words = ("color", "size", "brand", "order", "shop")
    given = parse_qs(rest)
    links = []
    for name in words:
        for value in "abcdef":
            query = "&".join(f"{key}={values[0]}" for key, values in sorted({**given, name: [value]}.items()))
            links.append(f"<a href='/h/facets?{query}'>{name} {value}</a>")
    handler.page("<p>ร้านค้าชุมชน</p>" + " ".join(links))


@case
def wide(handler: "HostileHandler", rest: str) -> None:
    handler.send(200, HTML, bodies.wide_page())


@case
def none(handler: "HostileHandler", rest: str) -> None:
    handler.send(404, HTML, b"<p>no</p>")


# --- bodies without end, or much larger than they look ------------------------------------------------------------


@case
def long(handler: "HostileHandler", rest: str) -> None:
    handler.send(200, HTML, bodies.long_page())


@case
def deep(handler: "HostileHandler", rest: str) -> None:
    handler.send(200, HTML, bodies.deep_page())


@case
def gzipped(handler: "HostileHandler", rest: str) -> None:
    handler.send(200, HTML, bodies.gzip_bomb(), ("Content-Encoding", "gzip"))


@case
def brotlied(handler: "HostileHandler", rest: str) -> None:
    handler.send(200, HTML, bodies.brotli_bomb(), ("Content-Encoding", "br"))


@case
def never(handler: "HostileHandler", rest: str) -> None:
    handler.begin(200, HTML)
    while not handler.house.closing.is_set():
        handler.wfile.write(b"<p>more</p>" * 500)
        time.sleep(0.05)


@case
def drip(handler: "HostileHandler", rest: str) -> None:
    handler.begin(200, HTML, ("Content-Length", "100000"))
    while not handler.house.closing.is_set():
        handler.wfile.write(b"x")
        time.sleep(1)


@case
def silent(handler: "HostileHandler", rest: str) -> None:
    handler.house.closing.wait(120)


# --- broken answers -----------------------------------------------------------------------------------------------


@case
def shorter(handler: "HostileHandler", rest: str) -> None:
    handler.begin(200, HTML, ("Content-Length", "5000"))
    handler.wfile.write(b"<title>shorter</title><p>" + b"x" * 100)


@case
def longer(handler: "HostileHandler", rest: str) -> None:
    handler.begin(200, HTML, ("Content-Length", "30"))
    handler.wfile.write(b"<title>longer</title><p>" + b"x" * 100_000)


@case
def reset(handler: "HostileHandler", rest: str) -> None:
    handler.begin(200, HTML, ("Content-Length", "5000"))
    handler.wfile.write(b"<p>")
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


@case
def headers(handler: "HostileHandler", rest: str) -> None:
    handler.begin(200, HTML, *((f"X-Flood-{number}", "y" * 200) for number in range(20_000)))
    handler.wfile.write(b"<p>flood</p>")


@case
def cookies(handler: "HostileHandler", rest: str) -> None:
    handler.send(200, HTML, b"<p>cookies</p>", *(("Set-Cookie", f"c{n}={'z' * 100}; Path=/") for n in range(3000)))


@case
def no_http(handler: "HostileHandler", rest: str) -> None:
    handler.wfile.write(b"\x00\xff\x16\x03\x01 this is no answer\r\n\r\n" * 50)


@case
def bad_chunks(handler: "HostileHandler", rest: str) -> None:
    handler.begin(200, HTML, ("Transfer-Encoding", "chunked"))
    handler.wfile.write(b"FFFFFFFFFFFFFFFF\r\n<p>x")


@case
def bad_location(handler: "HostileHandler", rest: str) -> None:
    handler.redirect("http://[::1/" if rest else "javascript:alert(1)")


@case
def not_gzip(handler: "HostileHandler", rest: str) -> None:
    handler.send(200, HTML, b"<p>plain</p>", ("Content-Encoding", "gzip"))


@case
def status_999(handler: "HostileHandler", rest: str) -> None:
    handler.send(999, HTML, b"<p>nine</p>")


# --- files --------------------------------------------------------------------------------------------------------


@case
def files(handler: "HostileHandler", rest: str) -> None:
    made: dict[str, tuple[str, Callable[[], bytes]]] = {
        "bomb.zip": ("application/zip", bodies.zip_bomb),
        "nested.zip": ("application/zip", bodies.nested_zip),
        "slip.zip": ("application/zip", bodies.slipping_zip),
        "bomb.pdf": ("application/pdf", bodies.pdf_bomb),
        "pages.pdf": ("application/pdf", bodies.pdf_with_many_pages),
        "huge.png": ("image/png", bodies.huge_picture),
        "laughs.docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", bodies.entity_document),
        "torn.pdf": ("application/pdf", lambda: b"%PDF-1.7\n1 0 obj<<"),
        "torn.xlsx": ("application/octet-stream", lambda: b"PK\x03\x04" + bytes(500)),
        "named.pdf": ("application/pdf", lambda: b"<html><title>x</title><p>no pdf</p>"),
    }
    if rest in made:
        kind, body = made[rest]
        handler.send(200, kind, body(), ("Content-Disposition", 'attachment; filename="../../../../tmp/oit-slipped"'))
    else:
        handler.page("<h1>เอกสารดาวน์โหลด</h1>" + "".join(f"<li><a href='/h/files/{name}'>{name}</a></li>" for name in made))


@case
def names(handler: "HostileHandler", rest: str) -> None:
    links = ("/h/names/%00%0a%0d", "/h/names/..%2f..%2f..%2fetc%2fpasswd", "/h/names/" + "ก" * 900, "/h/names/a%FFb", "//[", "http:///x",
             "/h/names/\u202e\u200bfdp.exe", "/h/names/?q={{7*7}}&r=$(id)&s=%s%n")  # fmt: skip
    handler.page("".join(f"<a href='{link}'>{{{{7*7}}}} \x1b[31mred \u202etxt.exe =1+1</a> " for link in links))


# --- pages that misbehave in a browser ----------------------------------------------------------------------------


@case
def refresh(handler: "HostileHandler", rest: str) -> None:
    handler.page("<p>refresh</p>", f"<meta http-equiv=refresh content='0;url=/h/refresh/{int(rest or 0) + 1}'>")


@case
def spinning(handler: "HostileHandler", rest: str) -> None:
    handler.page(_WAITING + "<script>while (true) {}</script>")


@case
def eating(handler: "HostileHandler", rest: str) -> None:
    handler.page(_WAITING + "<script>const a = []; setInterval(() => a.push(new Uint8Array(3e7).fill(1)), 1)</script>")


@case
def dialogs(handler: "HostileHandler", rest: str) -> None:
    handler.page(_WAITING + "<script>for (;;) { alert(1); confirm(2); prompt(3) }; onbeforeunload = () => 1</script>")


@case
def popups(handler: "HostileHandler", rest: str) -> None:
    handler.page(_WAITING + "<script>setInterval(() => window.open('/h/popups'), 20)</script>")


@case
def downloads(handler: "HostileHandler", rest: str) -> None:
    script = "setInterval(() => { const a = document.createElement('a'); a.href = '/h/files/bomb.zip'; a.download = 'x'; a.click() }, 50)"
    handler.page(f"{_WAITING}<script>{script}</script>")


@case
def multiplying(handler: "HostileHandler", rest: str) -> None:
    handler.page(_WAITING + "<script>setInterval(() => document.body.innerHTML += document.body.innerHTML, 20)</script>")


@case
def wandering(handler: "HostileHandler", rest: str) -> None:
    handler.page(_WAITING + "<script>location = '/h/wandering/' + Math.random()</script>")


@case
def bombing(handler: "HostileHandler", rest: str) -> None:
    script = "setInterval(() => { for (const u of ['gzipped', 'long']) fetch(`/h/${u}?${Math.random()}`).then(r => r.text()) }, 300)"
    handler.page(f"{_WAITING}<script>{script}</script>")


@case
def painting(handler: "HostileHandler", rest: str) -> None:
    script = """setInterval(() => { const c = document.createElement('canvas'); c.width = c.height = 4000; document.body.append(c);
                const x = c.getContext('2d'); x.fillRect(0, 0, 4000, 4000); x.getImageData(0, 0, 1, 1) }, 5)"""
    handler.page(f"{_WAITING}<script>{script}</script>")


# --- the server ---------------------------------------------------------------------------------------------------


class HostileHandler(SampleHandler):
    """The sample site's answers, and those of the cases."""

    server: "House"

    @property
    def house(self) -> "House":
        return self.server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path.startswith("/h/"):
            name, _, rest = parts.path[3:].partition("/")
            self.house.asked.append(self.path)
            self.close_connection = True
            try:
                CASES.get(name, none)(self, parts.query or rest)
            except (OSError, ValueError):
                return
        elif parts.path in ("/", "/index.html"):
            self.send(200, HTML, self.house.home)
        elif self.house.alone:
            none(self, "")
        else:
            super().do_GET()

    def page(self, body: str, head: str = "") -> None:
        text = f"<!doctype html><html><head><title>หน้า</title>{head}</head><body>{body}</body></html>"
        self.send(200, HTML, text.encode("utf-8", "surrogatepass"))

    def redirect(self, target: str) -> None:
        self.send(302, HTML, b"", ("Location", target))

    def send(self, status: int, kind: str, body: bytes, *headers: tuple[str, str]) -> None:
        self.begin(status, kind, ("Content-Length", str(len(body))), *headers)
        self.wfile.write(body)

    def begin(self, status: int, kind: str, *headers: tuple[str, str]) -> None:
        lines = [f"HTTP/1.1 {status} x", f"Content-Type: {kind}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in headers]
        self.wfile.write("\r\n".join([*lines, "", ""]).encode())


class House(ThreadingHTTPServer):
    """Serves until closed; `asked` are the addresses of the cases that were asked for. `alone`: without the sample site."""

    daemon_threads = True
    request_queue_size = 100

    def __init__(self, home: bytes, alone: bool) -> None:
        super().__init__(("127.0.0.1", 0), HostileHandler)
        self.home = home
        self.alone = alone
        self.asked: list[str] = []
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def handle_error(self, *arguments: object) -> None:
        """A client that hung up on a bad answer is no news."""


@contextmanager
def serving(home: bytes, alone: bool = False) -> Iterator[House]:
    """A house with this home page, while it is open."""
    house = House(home, alone)
    threading.Thread(target=house.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield house
    finally:
        house.closing.set()
        house.shutdown()
        house.server_close()


@contextmanager
def hostile_site(*names: str, more: str = "") -> Iterator[House]:
    """The sample site whose home page also leads to the named cases, and to `more`."""
    home = (SITE / "index.html").read_bytes()
    links = "".join(f"<a href='/h/{name}'>บริการ {name}</a> " for name in names)
    with serving(home.replace(b"</body>", f"<div>{links}{more}</div></body>".encode())) as house:
        yield house

"""No request leaves the site: a canary listens on every address of this machine and must never be asked."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawl.conftest import Opener
from tests.crawl.loopback import Answer, redirect
from tests.hostile.watched import watched


class Canary:
    """Counts connections on one port of every address, of both families."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self._socket = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(2)
                try:
                    self.heard.append(connection.recv(200))
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\nsecret")
                except OSError:
                    self.heard.append(b"")

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def canary() -> Iterator[Canary]:
    opened = Canary()
    yield opened
    opened.close()


HOSTS = (
    "127.0.0.1", "127.0.0.2", "2130706434", "0x7f000002", "0177.0.0.2", "127.2", "0.0.0.0", "[::1]", "[::]",
    "[::ffff:127.0.0.2]", "[::ffff:7f00:2]", "localhost", "LOCALHOST.", "localhost.localdomain", "user:word@127.0.0.2",
    "127.0.0.2%00.example.go.th", "１２７.0.0.2",
)  # fmt: skip
TAGS = (
    "<a href='{0}/a'>แผน</a>", "<area href='{0}/b'>", "<iframe src='{0}/c'></iframe>", "<img src='{0}/d.png'>", "<script src='{0}/e.js'></script>",
    "<link rel=stylesheet href='{0}/f.css'>", "<object data='{0}/g.pdf'></object>", "<embed src='{0}/h.pdf'>", "<img srcset='{0}/i.png 2x'>",
    "<form action='{0}/j'><button>x</button></form>", "<a href='{0}/k.pdf'>แผนพัฒนาท้องถิ่น</a>", "<video src='{0}/l.mp4'></video>",
    "<style>@import '{0}/m.css'; body {{ background: url({0}/n.png) }}</style>", "<a onclick=\"location='{0}/o'\">x</a>",
    "<link rel=preload as=image href='{0}/p'><link rel=prefetch href='{0}/q'><link rel=dns-prefetch href='{0}'>",
)  # fmt: skip
SCRIPT = """<div>กำลังโหลด...</div><script>fetch('/ran'); for (const u of %s) {
 try { fetch(u + '/s1', {mode: 'no-cors'}).catch(() => 0) } catch {}
 try { const x = new XMLHttpRequest(); x.open('POST', u + '/s2'); x.send('x') } catch {}
 try { new WebSocket(u.replace('http', 'ws') + '/s3') } catch {}
 try { new EventSource(u + '/s4') } catch {}
 try { navigator.sendBeacon(u + '/s5', 'x') } catch {}
 try { import(u + '/s6.js').catch(() => 0) } catch {}
 try { new Image().src = u + '/s7' } catch {}
 try { const f = document.createElement('iframe'); f.src = u + '/s8'; document.body.append(f) } catch {}
 try { window.open(u + '/s9') } catch {}
} setTimeout(() => { location = '%s/s10' }, 300)</script>"""


def test_nothing_but_the_site_is_ever_asked(serve: Opener, canary: Canary, tmp_path: Path) -> None:
    addresses = [f"http://{host}:{canary.port}" for host in HOSTS]
    tags = "".join(tag.format(address) for address in addresses for tag in TAGS)
    odd = "".join(f"<a href='{scheme}'>x</a>" for scheme in ("file:///etc/passwd", "ftp://127.0.0.2/", f"gopher://127.0.0.2:{canary.port}/", "data:text/html,x"))
    moved = {f"/move{number}": redirect(f"{address}/moved") for number, address in enumerate(addresses)}
    leads = "".join(f"<a href='{path}'>ไป</a><a href='{path}.pdf'>ไฟล์</a>" for path in moved)
    locs = "".join(f"<url><loc>{address}/loc</loc></url>" for address in addresses)
    entity = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "{addresses[1]}/entity">]><urlset>&e;{locs}</urlset>'
    site = serve({
        "/": f"<title>อบต.</title><h1>อบต.ตัวอย่าง</h1>{tags}{odd}{leads}<a href=/js>ข้อมูล</a><a href=/base>ฐาน</a><a href=/doc.docx>แผน</a>",
        "/js": SCRIPT % (addresses, addresses[1]),
        "/base": Answer(f"<base href='{addresses[1]}/'><a href='x'>x</a><img src=y.png>", headers={"Content-Type": "text/html"}),
        "/robots.txt": Answer("\n".join(["User-agent: *", "Allow: /", *(f"Sitemap: {address}/map.xml" for address in addresses)])),
        "/sitemap.xml": Answer(entity, headers={"Content-Type": "application/xml"}),
        "/refresh": Answer(f"<meta http-equiv=refresh content='0;url={addresses[1]}/r'>", headers={"Content-Type": "text/html"}),
        **moved, **{f"{path}.pdf": answer for path, answer in moved.items()},
    })  # fmt: skip
    declared = tmp_path / "itas.csv"
    declared.write_text("code,url\n" + "".join(f"O{n},{address}/declared\n" for n, address in enumerate(addresses, 1)), encoding="utf-8")
    done = watched(
        "check", site.url, "--year", 2569, "--as-of", "2026-04-20", "--delay", 0, "--max-minutes", 2, "--quiet", "--declared", declared,
        "--format", "json", "--output", "-", cwd=tmp_path, seconds=200,
    )  # fmt: skip
    assert done.code == 0, done.err
    assert site.count("/ran") == 1  # else the script had no chance
    assert canary.heard == []

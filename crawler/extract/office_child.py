"""A short-lived program of its own: reads one Office file from standard input and writes its pages as JSON.

    python -m crawler.extract.office_child KIND

The libraries that take these formats apart are written in C and Rust: here a hostile file can make them crash, hang or
fill the memory without harm to the crawl. Whoever starts it sets the limits.
"""

import json
import sys
from dataclasses import asdict

from crawler.extract.office_formats import read


def main(kind: str) -> None:
    """Read standard input, write the answer."""
    pages, detail = read(sys.stdin.buffer.read(), kind)
    json.dump({"pages": [asdict(item) for item in pages], "detail": detail}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])

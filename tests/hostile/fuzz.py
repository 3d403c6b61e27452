"""Fuzz one reader for a while: `python -m tests.hostile.fuzz TARGET --seconds N` (without a target: name them all).

Guided by coverage where atheris is installed, else by plain mutation of the seeds. What breaks a reader is written to
`tests/hostile/found/TARGET/`, made small, and from then on tried by every run of the tests.
"""

import argparse
import hashlib
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path

try:
    import atheris
except ImportError:  # it is not among the locked requirements
    atheris = None

if atheris is None:
    from tests.hostile import fuzzing
else:
    with atheris.instrument_imports(include=["crawler", "audits", "results"]):
        from tests.hostile import fuzzing
from tests.hostile.seeds import FOUND, PIECES, SEEDS

_LONGEST = 4096
_LONGEST_WORD = 60  # that libFuzzer takes into its dictionary
_SLOW = 20  # seconds for one input: it hangs


def main() -> int:
    """Run; 1 when something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=[*fuzzing.TARGETS], help="what to fuzz")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=None, help="of plain mutation; default: another one each time")
    parser.add_argument("--keep", type=Path, default=FOUND, help="folder for what breaks it")
    parser.add_argument("--plain", action="store_true", help="plain mutation, even when atheris is installed")
    given = parser.parse_args()
    if atheris is None or given.plain:
        return _mutate(given.target, given.seconds, given.seed, given.keep)
    return _guided(given.target, given.seconds, given.keep)


def mutated(source: random.Random, seeds: list[bytes]) -> bytes:
    """A seed with some of it cut, doubled, overwritten, moved, or spliced with a piece or with another seed."""
    data = bytearray(source.choice(seeds))
    for _ in range(source.randint(1, 8)):
        start = source.randint(0, len(data))
        end = min(len(data), start + source.choice((1, 2, 4, 16, 200)))
        kind = source.randrange(6)
        if kind == 0:
            del data[start:end]
        elif kind == 1:
            data[start:start] = data[start:end] * source.choice((1, 2, 30))
        elif kind == 2:
            data[start : start + 1] = bytes((source.randrange(256),))
        elif kind == 3:
            data[start:start] = source.choice(PIECES) * source.choice((1, 1, 1, 2, 20))
        elif kind == 4:
            data[start:end] = source.choice(PIECES)
        else:
            other = source.choice(seeds)
            cut = source.randint(0, len(other))
            data[start:end] = other[cut : cut + 50]
    return bytes(data[:_LONGEST])


def _mutate(name: str, seconds: int, seed: int | None, kept: Path) -> int:
    source = random.Random(seed)
    signal.signal(signal.SIGALRM, _hangs)
    end, tries, found = time.monotonic() + seconds, 0, 0
    while time.monotonic() < end and found < 5:
        data = mutated(source, SEEDS[name])
        tries += 1
        signal.alarm(_SLOW)
        if trouble := _trouble(name, data):
            found += 1
            _keep(name, data, trouble, kept)
        signal.alarm(0)
    sys.stderr.write(f"{name}: {tries} inputs, {found} broke it\n")
    return int(found > 0)


def _hangs(*_: object) -> None:
    raise TimeoutError(f"one input took more than {_SLOW} s")


def _trouble(name: str, data: bytes) -> str:
    """What goes wrong with an input: "" when nothing does."""
    target = fuzzing.TARGETS[name]
    try:
        fuzzing.outcome(target, data)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a panic of a foreign parser is no Exception
        frames = traceback.extract_tb(error.__traceback__)
        return f"{type(error).__name__} at {Path(frames[-1].filename).name}:{frames[-1].lineno}: {error}"
    return ""


def _keep(name: str, data: bytes, trouble: str, kept: Path) -> None:
    """Write an input down as small as it gets while the same thing goes wrong."""
    same = trouble.split(":")[0]
    for size in (256, 64, 16, 4, 1):
        start = 0
        while start < len(data) and "Timeout" not in same:
            shorter = data[:start] + data[start + size :]
            if _trouble(name, shorter).split(":")[0] == same:
                data = shorter
            else:
                start += size
    folder = kept / name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / hashlib.sha256(data).hexdigest()[:12]
    path.write_bytes(data)
    sys.stderr.write(f"{path}: {_trouble(name, data) or trouble}\n")


def _guided(name: str, seconds: int, kept: Path) -> int:
    """Let atheris search; it ends the process itself, so what it breaks is kept by the callable."""
    with tempfile.TemporaryDirectory() as corpus:
        for number, data in enumerate(SEEDS[name]):
            (Path(corpus) / str(number)).write_bytes(data)
        words = Path(corpus) / "pieces.dict"
        words.write_text("".join(f'"{_escaped(piece)}"\n' for piece in PIECES if len(piece) < _LONGEST_WORD))

        def once(data: bytes) -> None:
            if trouble := _trouble(name, data):
                _keep(name, data, trouble, kept)
                os._exit(1)

        options = (
            f"-max_total_time={seconds}",
            f"-timeout={_SLOW}",
            f"-max_len={_LONGEST}",
            "-rss_limit_mb=1500",
            f"-dict={words}",
        )
        atheris.Setup(
            [sys.argv[0], *options, "-print_final_stats=1", "-verbosity=0", f"-artifact_prefix={corpus}/", corpus], once
        )
        atheris.Fuzz()
    return 0


def _escaped(piece: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in piece)


if __name__ == "__main__":
    sys.exit(main())

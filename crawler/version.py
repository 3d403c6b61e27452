"""The program's name and version, as it stands in reports and in the database."""

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("oit-audit")
except PackageNotFoundError:  # run from a folder that was not installed
    VERSION = "0"
PROGRAM = f"oit-audit {VERSION}"

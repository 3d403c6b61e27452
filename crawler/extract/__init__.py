"""Bytes → Artifact: one small module per kind of document; nothing here knows items, years or verdicts."""

import os

# Before numpy is imported: its threads wait for each other in busy loops, and the small products of the numeral reader
# then cost ten times the processor time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from crawler.extract.artifact import read_artifact

__all__ = ["read_artifact"]

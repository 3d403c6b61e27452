"""Bytes → Artifact: one small module per kind of document; nothing here knows items, years or verdicts."""

from crawler.extract.artifact import read_artifact

__all__ = ["read_artifact"]

"""Signals by which the spider tells what it saw; the evidence extension listens. Neither knows the other."""

fetch_failed = object()  # url, kind, detail, via
site_fact = object()  # kind, url, detail
page_rendered = object()  # url, html, via, redirected_from, label

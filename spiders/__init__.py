"""One spider per web vendor; `generic` serves the sites that need none of their own."""

"""Reading of pages and files: one file of tests per reader."""

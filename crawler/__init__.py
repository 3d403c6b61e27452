"""The machine that looks: crawls, keeps evidence, reads it; and the command `oit`."""

import os

# Before numpy is imported by anybody (the database's library does, too): its threads wait for each other in busy loops,
# and the small products of the numeral reader then cost ten times the processor time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

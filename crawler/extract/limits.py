"""All limits on reading one file, in one place. They bound time and memory whatever a site sends."""

MAX_BYTES = 40 * 1024 * 1024  # one response or file: scanned annual reports reach 30 MB
MAX_PDF_PAGES = 120  # an annual report of a small office has 40-100; what matters stands in front
PDF_SECONDS = 40
OCR_PAGES = 3  # the title page and the two after it tell what, whose and when
OCR_SECONDS_PER_PAGE = 30
OCR_DPI = 200
MIN_TEXT_PER_PAGE = 25  # letters; a page with fewer in its text layer is a picture of a page
MAX_UNPACKED = 150_000_000  # bytes of all members of an office file together
MAX_CELLS = 60_000
MAX_TEXT = 1_500_000  # characters kept of one file
MIN_OCR_PIXELS = 180_000  # smaller pictures are portraits, icons and buttons
MAX_OCR_PIXELS = 40_000_000
TOOL_MEMORY = 1_500_000_000  # bytes of address space of one system program; the largest ordinary need seen is a quarter
TOOL_OUTPUT = 80_000_000  # bytes that one system program may write: a page as raw grey pixels has 12 million

"""What the name of a file says of the day on which it was put up."""

import pytest

from crawler.names import uploaded_in


@pytest.mark.parametrize(
    ("path", "year"),
    [
        ("/files/20240104093000.pdf", 2567), ("/files/20241016093500.pdf", 2568), ("/f/25630227.pdf", 2563),
        ("/f/660405_hr6m.pdf", 2566), ("/f/651105_hr.pdf", 2566), ("/wp-content/uploads/2025/10/plan.pdf", 2569),
        ("/wp-content/uploads/2025/09/plan.pdf", 2568), ("/files/plan69.pdf", None), ("/files/412-2568.pdf", None),
        ("/files/0812345678.pdf", None), ("/files/o21-risk.pdf", None),
    ],
)  # fmt: skip
def test_uploaded_in(path: str, year: int | None) -> None:
    assert uploaded_in(f"https://x.go.th{path}") == year

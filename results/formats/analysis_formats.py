"""The analysis in every format: name → file suffix and a pure function from the model to the file's bytes."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from results.analysis_model import Analysis
from results.formats import analysis_csv, analysis_docx, analysis_html, analysis_json, analysis_xlsx


class AnalysisFormat(NamedTuple):
    """One way to write an analysis."""

    suffix: str
    render: Callable[[Analysis], bytes]


ANALYSIS_FORMATS: Mapping[str, AnalysisFormat] = {
    "html": AnalysisFormat(".html", analysis_html.render),
    "xlsx": AnalysisFormat(".xlsx", analysis_xlsx.render),
    "docx": AnalysisFormat(".docx", analysis_docx.render),
    "csv": AnalysisFormat(".csv", analysis_csv.render),
    "json": AnalysisFormat(".json", analysis_json.render),
    "pdf": AnalysisFormat(".pdf", analysis_html.render_pdf),
}

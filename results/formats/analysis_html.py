"""The analysis as one HTML file in the look of the audit report, and the same printed to PDF."""

from results.analysis_comparison import MOST_COMPARED, comparison_leads, comparisons, history
from results.analysis_model import Analysis
from results.analysis_names import places_text
from results.formats.analysis_rows import earlier_score, heads
from results.formats.html_report import page
from results.formats.pdf_report import printed
from results.wording import phrase


def render(analysis: Analysis) -> bytes:
    """UTF-8 HTML: no script, no request."""
    return _html(analysis).encode()


def render_pdf(analysis: Analysis) -> bytes:
    """PDF by the system's Chromium. Raises ReportError when there is none."""
    return printed(_html(analysis))


def _html(analysis: Analysis) -> str:
    lang, scale = analysis.lang, analysis.scale
    before, after = str(analysis.before or ""), str(analysis.year + 1)
    years = history(analysis) if len(analysis.years) > MOST_COMPARED else None
    return page(
        "analysis.html", a=analysis, t=analysis.text, heads=heads(analysis), places_text=places_text,
        earlier_score=earlier_score, comparisons=comparisons(analysis), history=years, leads=comparison_leads(analysis),
        thresholds=[float(at) for at in dict.fromkeys((scale.lower, scale.upper)) if at < 100],
        compare_title=phrase("analysis", "sec_compare", lang, year=before),
        plan_title=phrase("analysis", "sec_plan", lang, year=after),
        topics=[(topic, phrase("analysis", "topic", lang, number=str(topic.number), title=topic.title))
                for topic in analysis.topics],
    )  # fmt: skip

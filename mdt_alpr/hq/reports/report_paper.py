"""What every report on paper has: numbers with footnotes, charts, and where each comes from."""

from collections.abc import Sequence

from mdt_alpr.domain.printable import day_in_words
from mdt_alpr.domain.review.accuracy import Score
from mdt_alpr.domain.review.annual_report import MONTHS, Report, ReportFigure, ReportSection
from mdt_alpr.hq.base.paper import Cell, Noted, Paper, Printed, in_words
from mdt_alpr.hq.reports import charts

_ROWS_IN_CHART = 24


def begun(printed: Printed, report: Report, title: str, to: str, notice: str) -> Paper:
    """Return a paper that says whose report it is, to whom, and of which days."""
    paper = Paper(title, printed, notice=notice)
    span = report.span
    paper.fields(
        (
            ("To", to),
            ("From", "ALPR system administrator"),
            ("Period", f"{day_in_words(span.first)} to {day_in_words(span.last)}"),
            ("Counted at", in_words(report.made_at)),
        )
    )
    return paper


def add_sections(paper: Paper, report: Report) -> None:
    """Add every section with its chart, where it has one, and its table."""
    for section in report.sections:
        paper.section(section.title, section.about)
        if section.figures:
            _add_chart(paper, section)
            _add_table(paper, report, section)
        else:
            paper.paragraph("There is nothing to count in this period.")


def add_sources(paper: Paper, report: Report) -> None:
    """Add the queries that the footnotes name."""
    paper.section("Where each number comes from")
    paper.paragraph(_counted(report))
    rows = [
        (str(number), source.name, source.words) for number, source in enumerate(report.sources, 1)
    ]
    paper.table(("Note", "Query", "What it counts"), rows, (1, 3, 8))


def noted(report: Report, figure: ReportFigure) -> str:
    """Return a number in running text, with its footnote."""
    return f"{figure.words} [{report.note(figure.source)}]"


def _add_table(paper: Paper, report: Report, section: ReportSection) -> None:
    columns = section.columns
    if columns == ("",):
        head: tuple[str, ...] = ("", "Number")
        shares: Sequence[float] = (3, 1)
    else:
        has_shares = any(figure.of is not None for figure in section.figures)
        head = ("", *columns)
        shares = (2, *[2 if has_shares else 1] * len(columns))
    figures = {(figure.row, figure.column): figure for figure in section.figures}
    rows = [
        (row, *(_number(report, figures.get((row, column))) for column in columns))
        for row in section.rows
    ]
    paper.table(head, rows, shares)


def _number(report: Report, figure: ReportFigure | None) -> Cell:
    return "" if figure is None else Noted(figure.words, report.note(figure.source))


def _add_chart(paper: Paper, section: ReportSection) -> None:
    shares = [(figure, figure.of) for figure in section.figures if figure.of]
    if shares:
        column = shares[0][0].column
        scores = [
            (figure.row, Score(figure.number, of))
            for figure, of in shares
            if figure.column == column
        ]
        words = f"{column}: the share, and its 95% interval."
        paper.chart(charts.intervals(scores[:_ROWS_IN_CHART]), words)
    elif section.title == MONTHS:
        named = {(figure.row, figure.column): figure.number for figure in section.figures}
        series = [
            (column, [named.get((row, column), 0) for row in section.rows])
            for column in ("Hits", "Stops")
        ]
        names = [_short_month(row) for row in section.rows]
        paper.chart(charts.bars(names, series), "Hits and stops by month.")


def _short_month(name: str) -> str:
    month, year = name.split()
    return f"{month[:3]} {year[2:]}"


def _counted(report: Report) -> str:
    stored = (
        f"Days up to {day_in_words(report.counted_to)} come from the counts that were stored "
        "before their captured data went; later days were counted from the data itself."
        if report.counted_to
        else "Every day was counted from the data itself; none of it has gone yet."
    )
    return (
        f"The small number beside each figure is that of the query that counted it. {stored} "
        f"{report.days} What a vehicle brought after its day was counted is not in these numbers."
    )

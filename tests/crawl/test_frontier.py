from types import SimpleNamespace

from scrapy import Request

from crawler.frontier import Entry, Frontier
from crawler.scope import Scope

_ROOT = "http://www.a.go.th"


def _frontier(max_pages: int = 100) -> Frontier:
    frontier = Frontier(per_host=2)
    scope = Scope.of(_ROOT)
    frontier.open(
        SimpleNamespace(  # type: ignore[arg-type]
            scope=scope, take_frontier=lambda _: None, on_response=lambda _: None, on_error=lambda _: None
        )
    )
    frontier.limit(max_pages, 1.0)
    return frontier


def _next(frontier: Frontier) -> str:
    request = frontier.next_request()
    assert isinstance(request, Request)
    frontier.done(request)
    return request.url


def test_best_first_and_once() -> None:
    frontier = _frontier()
    assert frontier.offer(Entry(f"{_ROOT}/low", priority=10))
    assert frontier.offer(Entry(f"{_ROOT}/high", priority=90))
    for twin in ("https://www.a.go.th/high", "http://a.go.th/high", "https://a.go.th/high"):
        assert not frontier.offer(Entry(twin, priority=10))
    assert [_next(frontier), _next(frontier)] == [f"{_ROOT}/high", f"{_ROOT}/low"]
    assert frontier.next_request() is None
    assert not frontier.offer(Entry(f"{_ROOT}/low", priority=900))
    assert len(frontier) == 0


def test_a_better_label_moves_a_waiting_address_up_without_doubling_it() -> None:
    frontier = _frontier()
    frontier.offer(Entry(f"{_ROOT}/a", priority=100))
    frontier.offer(Entry(f"{_ROOT}/b", priority=50))
    assert not frontier.offer(Entry(f"{_ROOT}/b", priority=400, label="ITA"))
    assert len(frontier) == 2
    assert [_next(frontier), _next(frontier)] == [f"{_ROOT}/b", f"{_ROOT}/a"]
    assert not frontier.has_pending_requests()


def test_two_at_once_per_host_and_budget() -> None:
    frontier = _frontier(max_pages=3)
    for number in range(5):
        frontier.offer(Entry(f"{_ROOT}/{number}x"))
    frontier.offer(Entry("http://e.a.go.th/other"))
    assert [frontier.next_request() is not None for _ in range(4)] == [True, True, True, False]
    assert frontier.in_flight == 3


def test_traps_sink_and_are_dropped_only_over_the_cap() -> None:
    frontier = _frontier(max_pages=20)
    traps = [f"{_ROOT}/" + "x/" * 20, f"{_ROOT}/a/b/a/b/a/b/a/b/", f"{_ROOT}/?q=" + "y" * 1600]
    for trap in traps:
        frontier.offer(Entry(trap, priority=100))
    for number in range(1, 301):
        frontier.offer(Entry(f"{_ROOT}/calendar?day={number}", priority=100))
    frontier.offer(Entry(f"{_ROOT}/plain", priority=90))
    assert not frontier.dropped
    order = [_next(frontier) for _ in range(304)]
    assert order.index(f"{_ROOT}/plain") == 200
    assert set(traps) < set(order[201:])
    for number in range(700):
        frontier.offer(Entry(f"{_ROOT}/n{'z' * (number % 40)}/{number}", priority=number))
    assert frontier.dropped
    assert len(frontier) <= 600
    assert _next(frontier).endswith("/699")


def test_an_order_to_stop_is_final() -> None:
    frontier = _frontier()
    frontier.offer(Entry(f"{_ROOT}/a"))
    frontier.stop("stopped")
    frontier.stop("max_pages")
    assert frontier.reason == "stopped"
    assert frontier.next_request() is None
    assert not frontier.has_pending_requests()

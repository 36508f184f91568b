"""The pages and answers of the review."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, get_args

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from extract.config import ConfigError, Settings
from extract.records import LANGUAGES, Action, Decision, FactType, Language
from extract.review.deciding import DecisionError
from extract.review.log import LogError
from extract.review.page.cards import Cards, said
from extract.review.page.desk import Ask, Counted, Desk, Overtaken
from extract.review.page.filters import Query
from extract.review.page.form import FieldError, FormError, blank_form, corrections, form, read_field
from extract.review.page.missed import Marked, decision_of, proposals
from extract.review.page.reasons import Reasons
from extract.review.page.rendering import Pages
from extract.review.page.security import Access, Guard
from extract.review.page.wording import PageWords
from extract.rules.loader import RuleError

_MOST_NEWS = 500


class RequestError(ValueError):
    """A request that our own pages do not make."""


def create_app(desk: Desk, settings: Settings, access: Access, language: Language) -> Starlette:
    """The application; grammars, rules and templates are loaded when this returns.

    Args:
        desk: tables and log.
        settings: what the account of a sentence is made with.
        access: who may come in.
        language: of the pages whose address names none.
    """
    site = Site(desk, settings, access, language)
    site.warm()
    routes = [
        Route("/", site.page),
        Route("/rows", site.rows),
        Route("/row/{fact}", site.row),
        Route("/fact/{fact}", site.card),
        Route("/edit/{fact}", site.edit),
        Route("/why/{fact}/{number:int}", site.why),
        Route("/article", site.article),
        Route("/missed", site.missed, methods=["GET"]),
        Route("/missed", site.missed_added, methods=["POST"]),
        Route("/news", site.news),
        Route("/session", site.session),
        Route("/bulk", site.bulk, methods=["GET"]),
        Route("/bulk", site.bulk_accept, methods=["POST"]),
        Route("/bulk/undo", site.bulk_undo, methods=["POST"]),
        Route("/decide", site.decide, methods=["POST"]),
        Route("/undo", site.undo, methods=["POST"]),
        Route("/check", site.check, methods=["POST"]),
        Mount("/static", StaticFiles(packages=[("extract.review.page", "static")])),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard, access=access)])


class Site:
    """What is answered to each request. Those without `async` run on threads of the server's own."""

    def __init__(self, desk: Desk, settings: Settings, access: Access, language: Language) -> None:
        """Take what `create_app` was given."""
        self._desk, self._access, self._language = desk, access, language
        self._reasons = Reasons(settings)
        self._cards = Cards(desk, self._reasons)
        self._pages = Pages(self._cards)
        self._batches: dict[str, list[str]] = {}

    def warm(self) -> None:
        """Make the first page once, so that the first reviewer need not wait for what it needs."""
        with self._desk.fresh() as desk:
            window = desk.queue.window(Query())
            for fact in window.facts[:1]:
                self._pages.card(PageWords(self._language), Query(), fact)

    def page(self, request: Request) -> Response:
        """The queue beside one fact."""
        query, words = Query.of(request.query_params), self._words(request)
        at, after = (request.query_params.get(name, "") for name in ("at", "after"))
        with self._desk.fresh() as desk:
            window = desk.queue.window(query, after=after, around=at)
            known = at if at in desk.stock.items else next(iter(window.facts), "")
            html = self._pages.page(
                words, query, window, known, csrf=self._access.csrf, gone=bool(at) and at != known, after=after,
                who=desk.who, place=len(desk.ledger), version=desk.stock.version,
            )  # fmt: skip
        return HTMLResponse(html)

    def rows(self, request: Request) -> Response:
        """More of the queue."""
        query, words = Query.of(request.query_params), self._words(request)
        with self._desk.fresh() as desk:
            window = desk.queue.window(query, after=request.query_params.get("after", ""))
            return HTMLResponse(self._pages.rows(words, query, window))

    def row(self, request: Request) -> Response:
        """One fact of the queue."""
        query, words, fact = Query.of(request.query_params), self._words(request), request.path_params["fact"]
        with self._desk.fresh() as desk:
            if fact not in desk.stock.items:
                return HTMLResponse("", 404)
            return HTMLResponse(self._pages.row(words, query, fact))

    def card(self, request: Request) -> Response:
        """A fact with all its evidence."""
        query, words, fact = Query.of(request.query_params), self._words(request), request.path_params["fact"]
        with self._desk.fresh() as desk:
            if fact not in desk.stock.items:
                return HTMLResponse(self._pages.missing(words), 404)
            return HTMLResponse(self._pages.card(words, query, fact))

    def edit(self, request: Request) -> Response:
        """The form of a correction."""
        words, fact = self._words(request), request.path_params["fact"]
        with self._desk.fresh() as desk:
            if fact not in desk.stock.items:
                return HTMLResponse(self._pages.missing(words), 404)
            fields = form(desk.stock.shown.rows[fact][1], desk.live(fact), words)
            return HTMLResponse(self._pages.edit(words, fact, fields))

    def why(self, request: Request) -> Response:
        """The extractor's own account of a sentence; the model is loaded with the first question."""
        words, fact, number = self._words(request), request.path_params["fact"], request.path_params["number"]
        with self._desk.fresh() as desk:
            rows = desk.stock.shown.evidence.get(fact, ())
            if number >= len(rows):
                return HTMLResponse(self._pages.missing(words), 404)
            row = rows[number]
            article = desk.stock.articles.get(row["article"], {})
        text = self._cards.text(row["article"])
        first, last = int(row["sentence_start"]), int(row["sentence_end"])
        if text is None or text[first:last] != row["sentence"]:
            text, first, last = row["sentence"], 0, len(row["sentence"])
        try:
            lines = self._reasons.account(article or row, text, (first, last))
        except (ConfigError, RuleError) as error:
            return HTMLResponse(self._pages.failure(words, str(error)))
        return HTMLResponse(self._pages.account(words, lines))

    def article(self, request: Request) -> Response:
        """The text of an article with what was found in it."""
        words, name = self._words(request), request.query_params.get("name", "")
        start = request.query_params.get("from", "0")
        with self._desk.fresh() as desk:
            if name not in desk.stock.articles:
                return HTMLResponse(self._pages.missing(words), 404)
            begin = int(start) if start.isascii() and start.isdecimal() and len(start) < 12 else 0
            kinds = (*get_args(FactType), *self._reasons.indicators())
            html = self._pages.article(words, Query(), name, begin, kinds, csrf=self._access.csrf)
        return HTMLResponse(html)

    def missed(self, request: Request) -> Response:
        """The fields of a fact that was missed, filled with what its words suggest."""
        words, asked = self._words(request), request.query_params
        kind, name = asked.get("kind", ""), asked.get("name", "")
        with self._desk.fresh() as desk:
            row = desk.stock.articles.get(name, {})
        if kind not in (*get_args(FactType), *self._reasons.indicators()):
            return HTMLResponse(self._pages.missing(words), 404)
        fields = blank_form(kind, proposals(asked.get("text", ""), row, kind), words)
        return HTMLResponse(self._pages.fields(words, fields))

    def news(self, request: Request) -> Response:
        """What has happened since a place in the log."""
        place = request.query_params.get("place", "0")
        query = Query.of(request.query_params)
        with self._desk.fresh() as desk:
            since = desk.ledger.since(int(place)) if place.isdecimal() and len(place) < 12 else frozenset()
            tally = desk.queue.tally(query) if since else None
            return JSONResponse(
                {"place": len(desk.ledger), "version": desk.stock.version, "facts": sorted(since)[:_MOST_NEWS],
                 "tally": [tally.done, tally.left] if tally else None}
            )  # fmt: skip

    def session(self, _: Request) -> Response:
        """The secret of the server as it is now, for a page that was opened before it was started anew."""
        return JSONResponse({"csrf": self._access.csrf})

    def bulk(self, request: Request) -> Response:
        """How many facts would be accepted."""
        query, words = Query.of(request.query_params), self._words(request)
        with self._desk.fresh() as desk:
            number = len(desk.queue.open(query))
        return JSONResponse({"number": number, "says": words.count("bulk_says", number)})

    async def decide(self, request: Request) -> Response:
        """One decision."""
        return await self._answered(request, self._decided)

    async def undo(self, request: Request) -> Response:
        """A decision taken back."""
        return await self._answered(request, self._undone)

    async def missed_added(self, request: Request) -> Response:
        """A fact that was missed."""
        return await self._answered(request, self._missed)

    async def check(self, request: Request) -> Response:
        """A field of the form as it would be kept."""
        return await self._answered(request, self._checked)

    async def bulk_accept(self, request: Request) -> Response:
        """All open facts that the filters let pass."""
        return await self._answered(request, self._accepted)

    async def bulk_undo(self, request: Request) -> Response:
        """What was accepted together, taken back."""
        return await self._answered(request, self._taken_back)

    def _words(self, request: Request) -> PageWords:
        asked = request.query_params.get("ui", "")
        return PageWords(asked if asked in LANGUAGES else self._language)

    async def _answered(self, request: Request, answer: Callable[[Request, Mapping[str, Any]], Response]) -> Response:
        words = self._words(request)
        try:
            content = await request.json()
            if not isinstance(content, dict):
                raise RequestError("send an object")
            return await run_in_threadpool(answer, request, content)
        except (json.JSONDecodeError, UnicodeDecodeError, RequestError, DecisionError) as error:
            return JSONResponse({"message": words("failed", text=str(error))}, 400)
        except FormError as error:
            return JSONResponse({"errors": error.errors}, 422)
        except Overtaken as error:
            return JSONResponse(self._happened(error, words), 410 if error.gone else 409)
        except LogError as error:
            return JSONResponse({"message": words("failed", text=str(error))}, 500)

    def _decided(self, request: Request, content: Mapping[str, Any]) -> Response:
        words, named = self._words(request), _text(content, "action")
        action: Action | None = next((each for each in get_args(Action) if each == named and each != "undo"), None)
        if action is None or action == "add":
            raise RequestError(f"there is no action {named!r}")
        edits, back = self._corrections(content, words) if action == "edit" else ({}, [])
        ask = Ask(
            fact=_text(content, "fact"), mark=_text(content, "mark"), action=action, note=_text(content, "note"),
            edits=edits, back=back, other=_text(content, "other"), other_mark=_text(content, "other_mark"),
        )  # fmt: skip
        decisions = self._desk.decide(ask)
        return self._kept(request, decisions, words(f"said_{action}"))

    def _corrections(self, content: Mapping[str, Any], words: PageWords) -> tuple[dict[str, str], list[str]]:
        fields = content.get("edits")
        if not isinstance(fields, dict) or not all(isinstance(each, str) for each in fields.values()):
            raise RequestError("edits are texts by field")
        fact = _text(content, "fact")
        with self._desk.fresh() as desk:
            if fact not in desk.stock.items:
                raise Overtaken(fact, gone=True)
            edits, back = corrections(fields, desk.stock.shown.rows[fact][1], desk.live(fact), words)
        if not edits and not back:
            raise FormError({"": words("error_nothing")})
        return edits, back

    def _missed(self, request: Request, content: Mapping[str, Any]) -> Response:
        words, cells = self._words(request), content.get("cells")
        start, end = content.get("start"), content.get("end")
        if not isinstance(cells, dict) or not all(isinstance(each, str) for each in cells.values()):
            raise RequestError("cells are texts by column")
        if not isinstance(start, int) or not isinstance(end, int):
            raise RequestError("start and end are whole numbers")
        marked = Marked(
            _text(content, "article"), start, end, _text(content, "quote"), _text(content, "kind"), cells,
            _text(content, "note"),
        )  # fmt: skip
        text, known = self._cards.text(marked.article), self._reasons.indicators()
        decisions = self._desk.add(lambda when: decision_of(marked, text, self._desk.who, when, known, words))
        return JSONResponse({"decisions": [each.id for each in decisions], "said": words("missed_kept")})

    def _undone(self, request: Request, content: Mapping[str, Any]) -> Response:
        named = content.get("decisions")
        if not isinstance(named, list) or not all(isinstance(each, str) for each in named):
            raise RequestError("decisions are ids")
        return self._kept(request, self._desk.undo(named), self._words(request)("said_undo"))

    def _checked(self, request: Request, content: Mapping[str, Any]) -> Response:
        words, fact, name = self._words(request), _text(content, "fact"), _text(content, "field")
        with self._desk.fresh() as desk:
            if fact not in desk.stock.items:
                raise Overtaken(fact, gone=True)
            row = desk.stock.shown.rows[fact][1]
        if f"edited_{name}" not in row:
            raise RequestError(f"there is no field {name!r}")
        try:
            contents = read_field(name, _text(content, "text"), row, words)
        except FieldError as error:
            return JSONResponse({"error": str(error)})
        return JSONResponse({"contents": contents, "shown": self._pages.field(words, contents)})

    def _accepted(self, request: Request, content: Mapping[str, Any]) -> Response:
        words, number = self._words(request), content.get("number")
        if not isinstance(number, int):
            raise RequestError("number is a whole number")
        try:
            decisions = self._desk.accept_all(Query.of(request.query_params), number)
        except Counted as counted:
            says = words.count("bulk_changed", counted.number)
            return JSONResponse({"number": counted.number, "message": says}, 409)
        batch = decisions[0].id if decisions else ""
        if batch:
            self._batches[batch] = [each.id for each in decisions]
        return JSONResponse({"batch": batch, "said": words.count("bulk_done", len(decisions))})

    def _taken_back(self, request: Request, content: Mapping[str, Any]) -> Response:
        decisions = self._desk.undo(self._batches.pop(_text(content, "batch"), []))
        return JSONResponse({"said": self._words(request).count("undone", len(decisions))})

    def _kept(self, request: Request, decisions: list[Decision], says: str) -> Response:
        """What the page shows after decisions that are on the disk."""
        query, words = Query.of(request.query_params), self._words(request)
        with self._desk.fresh() as desk:
            facts = dict.fromkeys(
                fact for each in decisions for fact in (each.fact, each.other) if fact in desk.stock.items
            )  # fmt: skip
            tally = desk.queue.tally(query)
            return JSONResponse(
                {"decisions": [each.id for each in decisions], "fact": decisions[0].fact if decisions else "",
                 "rows": {fact: self._pages.row(words, query, fact) for fact in facts},
                 "tally": [tally.done, tally.left], "place": len(desk.ledger), "said": says}
            )  # fmt: skip

    def _happened(self, error: Overtaken, words: PageWords) -> Mapping[str, Any]:
        if error.gone:
            return {"message": words("overtaken_gone"), "fact": error.fact}
        lines = [
            words("overtaken_entry", who=each.decision.who, when=words.moment(each.decision.when),
                  what=said(each.decision, words))
            for each in error.entries
        ]  # fmt: skip
        return {"fact": error.fact, "mark": error.mark, "happened": lines or [words("overtaken_run")]}


def _text(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name, "")
    if not isinstance(value, str):
        raise RequestError(f"{name} is no text")
    return value

"""How fast the review page answers over many facts: `python tests/bench_review.py [FACTS]`.

Times are medians over requests to a server in a process of its own, by way of the loopback, with an empty request
(`/session`) to compare with. The tables are made up: facts with one to three sentences, a tenth of them in conflict.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from extract.tables import TABLES
from extract.tables.frames import frame, to_csv

_PAIRS = [
    (one, other) for one in ("AT", "BR", "CN", "DE", "EG", "FR") for other in ("GH", "IN", "JP", "KZ", "PL", "US")
]
_TYPES = ("trade", "exports", "investment", "funding", "meeting", "visit")


def write_tables(folder: Path, facts: int) -> None:
    """Tables of so many facts."""
    folder.mkdir(parents=True)
    rows = dict(_rows(facts))
    for table in TABLES:
        empty = {column.name: 0 if column.type == "integer" else "" for column in table.columns}
        content = to_csv(frame(table, [empty | row for row in rows.get(table.name, ())]))
        (folder / f"{table.name}.csv").write_bytes(content)
    (folder / "run.json").write_text(json.dumps({"facts": facts}))


def _rows(facts: int) -> Iterator[tuple[str, list[dict[str, str | int]]]]:
    chance = random.Random(7)
    told: list[dict[str, str | int]] = []
    table: list[dict[str, str | int]] = []
    for number in range(facts):
        identity = f"{number:016x}"
        one, other = chance.choice(_PAIRS)
        kind = chance.choice(_TYPES)
        value = str(chance.randrange(1, 9999) * 1_000_000)
        year = str(2000 + number % 26)
        quote = f"{int(value) // 1_000_000} Millionen Euro"
        sentence = f"Zwischen {one} und {other} waren es {year} insgesamt {quote}, sagte Nummer {number}."
        event = kind in ("meeting", "visit")
        table.append(
            {"fact_id": identity, "type": kind, "country_1": one, "country_2": other, "date": year,
             "measure": "" if event else "level", "value": "" if event else value, "unit": "" if event else "EUR",
             "bound": "" if event else "exact", "modality": "actual", "status": "new", "sources": 1, "languages": "de",
             "participants": "Ada Berg; Jan Holm" if event else "", "flags": "single_source",
             "conflict": f"c{number // 3:015x}" if number % 30 < 3 else "",
             "last_published": f"2024-{number % 12 + 1:02}-01"}
        )  # fmt: skip
        for at in range(1 + number % 3):
            start = sentence.index(quote)
            told.append(
                {"fact_id": identity, "claim_id": f"{number:012x}{at:04x}", "type": kind,
                 "article": f"{number % 997}.txt", "language": "de", "published": "2024-05-01",
                 "start": start, "end": start + len(quote), "quote": quote,
                 "sentence_start": 0, "sentence_end": len(sentence), "sentence": sentence, "date": year,
                 "value": value, "unit": "EUR", "rule": "trade_turnover"}
            )  # fmt: skip
    articles: list[dict[str, str | int]] = [
        {"article": f"{number}.txt", "status": "processed", "language": "de"} for number in range(997)
    ]
    yield from (("facts", table), ("evidence", told), ("articles", articles))


class Client:
    """One connection to the server that stays open, as a browser has it."""

    def __init__(self, port: int) -> None:
        """Connect, and learn the secret that decisions need."""
        self._host = f"127.0.0.1:{port}"
        self._connection = http.client.HTTPConnection(self._host)
        self._csrf = json.loads(self.get("/session"))["csrf"]

    def get(self, path: str) -> str:
        """The body of an answer."""
        self._connection.request("GET", path)
        return self._connection.getresponse().read().decode()

    def post(self, path: str, content: object) -> dict[str, object]:
        """The answer to a decision."""
        headers = {"Content-Type": "application/json", "X-CSRF-Token": self._csrf, "Origin": f"http://{self._host}"}
        self._connection.request("POST", path, json.dumps(content), headers)
        answer = self._connection.getresponse()
        found: dict[str, object] = json.loads(answer.read())
        assert answer.status == 200, found
        return found


def timed(act: Callable[[], object], times: int) -> list[float]:
    """Seconds of each of several calls."""
    found = []
    for _ in range(times):
        before = time.perf_counter()
        act()
        found.append(time.perf_counter() - before)
    return found


def measure(folder: Path) -> None:
    """Serve the folder, and print what takes how long."""
    before = time.perf_counter()
    command = [sys.executable, "-m", "extract.cli", "review", "--no-browser", "--port", "0", "--out", "outputs"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        port = int(server.stdout.readline().rstrip("/\n").rpartition(":")[2])
        print(
            f"start              {time.perf_counter() - before:8.2f} s, {_processor(server.pid):.2f} s of the processor"
        )
        try:
            client = Client(port)
            _report(client)
            memory = Path(f"/proc/{server.pid}/status")
            if memory.is_file():
                print(next(line for line in memory.read_text().splitlines() if line.startswith("VmHWM")))
        finally:
            server.kill()


def _processor(process: int) -> float:
    """Seconds of the processor that a process has used, where the system tells."""
    stat = Path(f"/proc/{process}/stat")
    if not stat.is_file():
        return float("nan")
    used = stat.read_text().rpartition(")")[2].split()
    return (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK")


def _report(client: Client) -> None:
    empty = median(timed(lambda: client.get("/session"), 100))

    def line(what: str, act: Callable[[], object], times: int) -> None:
        seconds = timed(act, times)
        ratio = median(seconds) / empty
        print(f"{what:18} {median(seconds) * 1000:8.1f} ms   worst {max(seconds) * 1000:7.1f}   {ratio:6.1f} x empty")

    print(f"empty request      {empty * 1000:8.1f} ms")
    line("first page", lambda: client.get("/"), 1)
    line("page", lambda: client.get("/"), 10)
    line("page, filtered", lambda: client.get("/?" + urlencode({"q": "insgesamt KZ", "type": "trade"})), 10)
    line("more of the list", lambda: client.get("/rows?after=0000000000000100"), 10)
    facts = iter(range(0, 10_000, 7))

    def card() -> tuple[str, str]:
        fact = f"{next(facts):016x}"
        return fact, client.get(f"/fact/{fact}").split('data-mark="')[1].split('"')[0]

    line("a fact", card, 50)
    shown: list[tuple[str, str]] = []

    def decide() -> None:
        fact, mark = shown.pop()
        client.post("/decide", {"fact": fact, "mark": mark, "action": "accept"})

    shown += [card() for _ in range(60)]

    line("a decision", decide, 50)
    line("news", lambda: client.get("/news?place=10"), 20)
    number = json.loads(client.get("/bulk?type=visit"))["number"]
    line(f"accept {number}", lambda: client.post("/bulk?type=visit", {"number": number}), 1)
    shown += [card() for _ in range(60)]
    line("a decision after", decide, 40)


def main() -> None:
    """Measure."""
    facts = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_tables(folder / "outputs", facts)
        print(f"{facts} facts")
        measure(folder)


if __name__ == "__main__":
    main()

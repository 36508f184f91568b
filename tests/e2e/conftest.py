"""A headless Chromium that can reach nothing but this machine, and servers of the review page."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright
from review_corpus import run_corpus, settings_of, write_corpus

NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium lies; in CI it must be there."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        reason = "no Chromium is installed; `apt-get install chromium` installs it"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for all tests; it resolves no names."""
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
        expect.set_options(timeout=20_000)  # a machine that runs all tests is a busy one
        launched = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield launched
        launched.close()


@dataclass
class Reviewer:
    """A tab of a reviewer, and what went wrong in it."""

    page: Page
    base: str
    problems: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def open(self, path: str = "/") -> None:
        """Go to a page and wait until its script runs."""
        self.page.goto(self.base + path)
        self.page.wait_for_selector("body[data-ready]")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, each when the page has settled."""
        for key in keys:
            self.page.keyboard.press(key)
            self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.page.wait_for_selector("body[data-ready]:not([data-waiting])")

    @property
    def current(self) -> str:
        """Id of the fact that is shown."""
        return str(self.page.get_attribute("[data-card]", "data-card"))

    def check(self) -> None:
        """Nothing left this machine, no policy was broken, nothing was reported to the console."""
        left = [each for each in self.problems if not any(part in each for part in self.allowed)]
        assert left == []


@pytest.fixture
def reviewer(browser: Browser) -> Iterator[Callable[..., Reviewer]]:
    """Opens tabs, each in a session of its own; all are checked at the end."""
    opened: list[tuple[BrowserContext, Reviewer]] = []

    def new(base: str, width: int = 1280, height: int = 800) -> Reviewer:
        context = browser.new_context(viewport={"width": width, "height": height})
        one = Reviewer(context.new_page(), base.rstrip("/"))

        def watch(route: Route) -> None:
            if route.request.url.startswith(f"{one.base}/"):
                route.continue_()
            else:
                one.problems.append(f"request to {route.request.url}")
                route.abort()

        context.route("**/*", watch)
        one.page.on("console", lambda said: one.problems.append(f"console {said.type}: {said.text}"))
        one.page.on("pageerror", lambda error: one.problems.append(f"error: {error}"))
        one.page.on("dialog", lambda box: (one.problems.append(f"dialog {box.message}"), box.dismiss()))
        opened.append((context, one))
        return one

    yield new
    for context, one in opened:
        context.close()
        one.check()


@dataclass
class Server:
    """A page that is served by a process of its own."""

    process: subprocess.Popen[str]
    base: str

    def kill(self) -> None:
        """End it as a crash would."""
        self.process.kill()
        self.process.wait()


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Starts servers, and ends them."""
    servers: list[Server] = []

    def start(work: Path, *options: str, who: str = "ada", port: int = 0) -> Server:
        command = [sys.executable, "-m", "extract.cli", "review", "--no-browser", "--port", str(port), "--who", who]
        process = subprocess.Popen(
            [*command, *options], cwd=work, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        line = process.stdout.readline().strip()
        assert line.startswith("http://127.0.0.1:"), process.stderr.read() if process.stderr else line
        servers.append(Server(process, line.partition("?")[0].rstrip("/")))
        return servers[-1]

    yield start
    for server in servers:
        server.kill()
        for stream in (server.process.stdout, server.process.stderr):
            if stream is not None:
                stream.close()


@pytest.fixture(scope="session")
def finished_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the corpus and the tables of its run; copied by `work`."""
    folder = tmp_path_factory.mktemp("run")
    write_corpus(folder / "corpus")
    run_corpus(folder, settings_of(folder))
    (folder / "extract.toml").write_text('[pipelines]\nen = "blank:en"\nde = "blank:de"\n')
    return folder


@pytest.fixture
def work(finished_run: Path, tmp_path: Path) -> Path:
    """The same for one test to change."""
    return Path(shutil.copytree(finished_run, tmp_path / "work"))

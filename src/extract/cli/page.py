"""`extract review` without an action: the page for reviewers."""

from __future__ import annotations

import argparse
import sys
import webbrowser
from pathlib import Path

from extract.cli.basics import GOOD, reviewer
from extract.config import Settings
from extract.records import LANGUAGES


def add_options(review: argparse.ArgumentParser) -> None:
    """Add the options of the page."""
    review.add_argument("--out", type=Path, metavar="DIR", help="folder of the tables (default: outputs)")
    review.add_argument("--who", metavar="NAME", help="the reviewer (default: your name on this machine)")
    review.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the page (default: en)")
    review.add_argument("--port", type=int, metavar="N", help="port of the page; 0 takes a free one (default: 8765)")
    review.add_argument(
        "--host", default="127.0.0.1", metavar="H", help="address to listen on; others than this machine need --token"
    )
    review.add_argument("--token", default="", metavar="T", help="a secret that a browser has to show")
    review.add_argument("--no-browser", action="store_true", help="print the address, open nothing")


def open_page(options: argparse.Namespace, settings: Settings) -> int:
    """Serve the page until it is interrupted."""
    from extract.review.page.serving import PORT, serve

    def ready(address: str) -> None:
        print(address, flush=True)
        print("review: Ctrl-C ends it; every decision is kept at once", file=sys.stderr)
        if not options.no_browser:
            webbrowser.open(address)

    port = PORT if options.port is None else options.port
    serve(
        options.out or settings.out, settings, reviewer(options), options.lang, host=options.host, port=port,
        token=options.token, ready=ready,
    )  # fmt: skip
    return GOOD

"""The page on a port."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from extract.config import Settings
from extract.records import Language
from extract.review.page.app import create_app
from extract.review.page.desk import Desk
from extract.review.page.security import Access, is_loopback

PORT = 8765
_LEAST_TOKEN = 16


class ServeError(ValueError):
    """An address that the page cannot be served on; the message says what to do."""


def serve(
    folder: Path, settings: Settings, who: str, language: Language, *, host: str = "127.0.0.1", port: int = PORT,
    token: str = "", ready: Callable[[str], None] = lambda _: None,
) -> None:  # fmt: skip
    """Serve the page until it is interrupted.

    Args:
        folder: of the tables.
        settings: where the log lies, and what the account of a sentence is made with.
        who: in whose name decisions are taken.
        language: of the page when it is opened.
        host: address to listen on; another than one of this machine needs a token.
        port: 0 takes any that is free.
        token: that a browser has to show.
        ready: told the address when the page can be opened.

    Raises:
        ServeError: when the address cannot be used.
        TableError: when the folder has no whole set of tables.
        LogError: when the log cannot be read.
    """
    if not is_loopback(host) and not token:
        raise ServeError(f"--host {host}: others can reach this address; give a secret with --token as well")
    if token and len(token) < _LEAST_TOKEN:
        raise ServeError(f"--token: give at least {_LEAST_TOKEN} letters and digits, so that nobody can guess it")
    desk = Desk(folder, settings.review, who)
    with _listening(host, port) as listening:
        access = Access(host=host, port=listening.getsockname()[1], token=token)
        app = create_app(desk, settings, access, language)
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
        ready(address(access))
        uvicorn.Server(config).run(sockets=[listening])


def address(access: Access) -> str:
    """Where a browser finds the page, with the token where there is one."""
    host = "127.0.0.1" if access.host in ("0.0.0.0", "::") else access.host
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{access.port}/{f'?token={access.token}' if access.token else ''}"


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio switches Nagle's algorithm off only where it is; that costs 40 ms an answer.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
        return listening
    except (OSError, OverflowError) as error:
        listening.close()
        reason = getattr(error, "strerror", None) or error
        raise ServeError(f"{host}:{port}: cannot be listened on: {reason}; choose another one with --port") from error

"""Who may talk to the review page."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path

import pytest
from folder_maker import HOSTILE, hostile_folder
from markupsafe import escape
from starlette.responses import Response
from starlette.testclient import TestClient

from extract.cli import main
from extract.config import Settings
from extract.review import LOG_NAME
from extract.review.page import Access, Desk, ServeError, create_app, serve
from extract.review.page.serving import address
from extract.tables.report.safety import shown

HOST = "http://127.0.0.1:8765"
TOKEN = "a-long-secret-of-the-desk"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = hostile_folder(tmp_path_factory.mktemp("hostile") / "outputs", status="new")
    (out / "run.json").write_text("{}")
    return out


def client(folder: Path, review: Path, **access: object) -> TestClient:
    settings = Settings(review=review)
    entry = Access(port=8765, **access)  # type: ignore[arg-type]
    app = create_app(Desk(folder, review, "ada"), settings, entry, "en")
    return TestClient(app, base_url=HOST, follow_redirects=False)


@pytest.fixture
def page(folder: Path, tmp_path: Path) -> TestClient:
    return client(folder, tmp_path)


def note(page: TestClient, **headers: str) -> Response:
    """A decision with good headers, except for some."""
    card = page.get("/fact/0000000000000001").text
    found = re.search(r'data-mark="([^"]+)"', card)
    assert found
    good = {"Origin": HOST, "X-CSRF-Token": page.get("/session").json()["csrf"], "Content-Type": "application/json"}
    content = {"fact": "0000000000000001", "mark": found[1], "action": "note", "note": "x"}
    return page.post("/decide", content=json.dumps(content), headers=good | headers)  # type: ignore[return-value]


def test_what_our_own_page_sends_is_taken(page: TestClient, tmp_path: Path) -> None:
    assert note(page).status_code == 200
    assert (tmp_path / LOG_NAME).read_text().count("\n") == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Origin": "http://127.0.0.1:9999"}, 403),
        ({"Origin": "http://localhost:8765"}, 403),
        ({"X-CSRF-Token": ""}, 403),
        ({"X-CSRF-Token": "wrong"}, 403),
        ({"X-CSRF-Token": "\u00fcber"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Host": "evil.example"}, 400),
        ({"Host": "evil.example:8765"}, 400),
        ({"Host": "127.0.0.1:9999"}, 400),
        ({"Host": "127.0.0.1"}, 400),
        ({"Host": ""}, 400),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_what_other_pages_send_is_not(page: TestClient, tmp_path: Path, headers: dict[str, str], status: int) -> None:
    encoded = {name: text.encode("latin-1") for name, text in headers.items()}
    assert note(page, **encoded).status_code == status  # type: ignore[arg-type]
    assert not (tmp_path / LOG_NAME).exists()


def test_too_much_is_not_read(page: TestClient) -> None:
    csrf = page.get("/session").json()["csrf"]
    headers = {"Origin": HOST, "X-CSRF-Token": csrf, "Content-Type": "application/json"}
    assert page.post("/decide", content=b" " * 1_000_001, headers=headers).status_code == 413
    assert page.put("/decide").status_code == 405


def test_other_names_of_this_machine_do(page: TestClient) -> None:
    for host in ("localhost:8765", "127.0.0.1:8765", "[::1]:8765", "LOCALHOST:8765"):
        assert page.get("/", headers={"Host": host}).status_code == 200
    assert page.get("/", headers={"Host": "rebound.example:8765"}).status_code == 400


def test_another_site_can_link_here_but_not_read(page: TestClient) -> None:
    """A link is followed; what a script of another site asks for is not answered."""
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert page.get("/", headers=link).status_code == 200
    for path in ("/session", "/", "/static/page.js"):
        for mode in ("cors", "no-cors"):
            answer = page.get(path, headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode})
            assert answer.status_code == 403


def test_every_answer_is_sealed(page: TestClient) -> None:
    paths = ("/", "/fact/0000000000000001", "/nowhere", "/static/page.css", "/session", "/article?name=a.txt")
    for path in paths:
        headers = page.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")
        assert headers["Referrer-Policy"] == "no-referrer"
    refused = page.get("/", headers={"Host": "evil.example"}).headers
    assert "default-src 'none'" in refused["Content-Security-Policy"]


def test_pages_have_no_script_or_style_in_them(page: TestClient) -> None:
    for path in ("/", "/article?name=a.txt", "/edit/0000000000000001", "/fact/0000000000001000"):
        html = page.get(path).text
        assert not re.search(r"<script(?![^>]* src=)|<style| style=| on\w+=", html), path
        assert not re.search(r"""(?:href|src)=["']?(?:https?:)?//(?!example\.org)""", html), path


def test_hostile_cells_stay_texts(page: TestClient) -> None:
    for number, text in enumerate(HOSTILE):
        html = page.get(f"/fact/{number:016x}").text
        assert "<r>" not in html
        assert str(escape(shown(text[:100]))) in html


def test_a_token_opens_the_door_once(folder: Path, tmp_path: Path) -> None:
    page = client(folder, tmp_path, host="0.0.0.0", token=TOKEN)
    assert page.get("/").status_code == 401
    assert page.get("/static/page.js").status_code == 401
    assert page.get("/?token=wrong").status_code == 401
    assert page.get("/?token=").status_code == 401
    answer = page.get(f"/?token={TOKEN}&status=all&q=a%26b")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?status=all&q=a%26b")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and TOKEN not in cookie
    assert page.get("/").status_code == 200
    assert page.get("/", headers={"Host": "192.0.2.7:8765"}).status_code == 200
    assert page.get("/", headers={"Host": "rebound.example:8765"}).status_code == 400
    other = client(folder, tmp_path, host="0.0.0.0", token=f"{TOKEN}2")
    other.cookies = page.cookies
    assert other.get("/").status_code == 401


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.org"])
def test_other_addresses_need_a_token(folder: Path, tmp_path: Path, host: str) -> None:
    with pytest.raises(ServeError, match="--token"):
        serve(folder, Settings(review=tmp_path), "ada", "en", host=host)
    with pytest.raises(ServeError, match="at least 16"):
        serve(folder, Settings(review=tmp_path), "ada", "en", host=host, token="short")


def test_the_address_that_is_printed() -> None:
    assert address(Access(port=8765)) == "http://127.0.0.1:8765/"
    assert address(Access(host="::", port=80, token="x")) == "http://127.0.0.1:80/?token=x"
    assert address(Access(host="::1", port=9)) == "http://[::1]:9/"
    assert TOKEN not in repr(Access(token=TOKEN))


def test_messages_of_the_command(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["review", "--no-browser"]) == 2
    assert "`extract run --out outputs` writes it" in capsys.readouterr().err
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["review", "--no-browser", "--out", str(folder), "--port", port]) == 2
        assert f"127.0.0.1:{port}: cannot be listened on" in capsys.readouterr().err
    assert main(["review", "--no-browser", "--out", str(folder), "--port", "70000"]) == 2
    assert "choose another one with --port" in capsys.readouterr().err
    # What stands before the action holds for it.
    assert main(["review", "--out", str(folder), "--who", "eva", "accept", "0000000000000001"]) == 0
    assert main(["review", "log"]) == 0
    assert "\teva\t" in capsys.readouterr().out

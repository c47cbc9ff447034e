import ast
import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from leads.crm.sandbox.cli import masked
from tests.leads.crm.sandbox.calls import contact, note, person, upsert
from tests.sandbox import ROOT, Sandbox, start_sandbox


def run(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "leads.crm.sandbox", *options]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=10, check=False
    )


def test_the_ledger_tells_each_request_and_what_it_changed(crm: Sandbox) -> None:
    start = crm.ledger()["last"]
    number = contact(crm, firstname="Ann")
    note(crm, number)
    contact(crm, firstname="Anna")

    requests, effects = crm.requests(start), crm.effects(start)

    assert [one["what"] for one in effects] == [
        "contact created",
        "note created",
        "contact updated",
    ]
    assert [one["request"] for one in effects] == [one["id"] for one in requests]
    assert effects[0]["record"] == int(number)
    assert requests[0]["method"] == "POST"
    assert requests[0]["size"] == len(requests[0]["body"])
    assert len(requests[0]["sha256"]) == 64
    assert '"Ann"' in requests[0]["body"]


def test_the_ledger_comes_in_pages(crm: Sandbox) -> None:
    start = crm.ledger()["last"]
    for turn in range(3):
        upsert(crm, person(f"a{turn}@acme.example"))

    first = crm.call("GET", f"/_practice/ledger?after={start}&limit=4").json()
    second = crm.call("GET", f"/_practice/ledger?after={first['last']}&limit=4").json()

    assert (len(first["requests"]), len(first["effects"]), first["more"]) == (2, 2, True)
    assert (len(second["requests"]), len(second["effects"]), second["more"]) == (1, 1, False)


def test_the_ledger_can_be_neither_changed_nor_shortened(tmp_path: Path) -> None:
    with start_sandbox(tmp_path) as crm:
        contact(crm)
    file = sqlite3.connect(tmp_path / "sandbox.sqlite3")

    for sql in ("DELETE FROM ledger", "UPDATE ledger SET at = 0"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            file.execute(sql)

    assert file.execute("SELECT count(*) FROM ledger").fetchone()[0] == 3
    file.close()


def test_a_reset_empties_the_crm_and_is_entered(crm: Sandbox) -> None:
    number = contact(crm)
    note(crm, number)
    before = crm.ledger()["last"]

    crm.reset()

    assert crm.counts() == {"contacts": 0, "notes": 0, "tasks": 0, "by_email": {}}
    assert [one["what"] for one in crm.ledger(before)["effects"]] == ["everything emptied"]
    assert int(contact(crm)) > int(number)  # an id never means two things


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/_practice/nothing", 404),
        ("PUT", "/_practice/faults", 405),
        ("GET", "/_practice/ledger?after=x", 400),
        ("GET", "/_practice/ledger?limit=-1", 400),
        ("GET", "/_practice/health", 200),
    ],
)
def test_a_control_call_is_answered_plainly(
    crm: Sandbox, method: str, path: str, status: int
) -> None:
    assert crm.call(method, path).status_code == status


@pytest.mark.parametrize("name", ["health", "counts", "ledger", "faults", "reset"])
def test_control_needs_the_token(crm: Sandbox, name: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", crm.port, timeout=5)

    connection.request("POST" if name == "reset" else "GET", f"/_practice/{name}")

    assert connection.getresponse().status == 401
    connection.close()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("127.0.0.1:80", 200),
        ("[::1]", 200),
        ("[::1]:80", 200),
        ("evil.example", 403),
        ("localhost.evil.example", 403),
        ("127.0.0.1.evil.example:80", 403),
        ("localhost:x", 403),
        ("", 403),
    ],
)
def test_only_this_machines_names_are_answered(crm: Sandbox, host: str, status: int) -> None:
    for path in ("/", "/_practice/health"):
        connection = http.client.HTTPConnection("127.0.0.1", crm.port, timeout=5)
        headers = {"Host": host, "Authorization": f"Bearer {crm.token}"}

        connection.request("GET", path, headers=headers)

        assert connection.getresponse().status == status
        connection.close()


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"Content-Length: x", 400),
        (b"Content-Length: -1", 400),
        (b"Content-Length: 3\r\nContent-Length: 4", 400),
        (b"Content-Length: 99999999999", 413),
        (b"Transfer-Encoding: chunked", 411),
    ],
)
def test_a_request_with_unclear_framing_ends_its_connection(
    crm: Sandbox, head: bytes, status: int
) -> None:
    with socket.create_connection(("127.0.0.1", crm.port), timeout=5) as raw:
        raw.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\n" + head + b"\r\n\r\n")
        answer = b"".join(iter(lambda: raw.recv(4096), b""))

    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert b"Connection: close" in answer


def test_a_client_that_leaves_within_its_body_changes_nothing(crm: Sandbox) -> None:
    start = crm.ledger()["last"]
    with socket.create_connection(("127.0.0.1", crm.port), timeout=5) as raw:
        raw.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nabc")

    assert crm.requests(start) == []


def test_one_connection_serves_many_requests(crm: Sandbox) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", crm.port, timeout=5)
    headers = {"Authorization": f"Bearer {crm.token}"}
    ports = set()
    for _ in range(3):
        connection.request("GET", "/_practice/health", headers=headers)
        connection.getresponse().read()
        ports.add(connection.sock.getsockname()[1])

    assert len(ports) == 1
    connection.close()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_restart_keeps_everything(tmp_path: Path, how: signal.Signals) -> None:
    with start_sandbox(tmp_path) as crm:
        note(crm, contact(crm))
        crm.stop(how)

    with start_sandbox(tmp_path) as crm:
        assert crm.counts()["by_email"] == {"ann@acme.example": {"notes": 1, "tasks": 0}}
        assert len(crm.requests()) == 2
        assert upsert(crm, person("ann@acme.example")).json()["results"][0]["new"] is False


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_at_once_even_while_a_request_hangs(tmp_path: Path, how: signal.Signals) -> None:
    with start_sandbox(tmp_path, "--fault", "hang:match=/notes") as crm:
        with socket.create_connection(("127.0.0.1", crm.port), timeout=5) as raw:
            raw.sendall(b"GET /crm/v3/objects/notes/1 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            while not crm.requests():
                time.sleep(0.01)
            started = time.monotonic()

            status = crm.stop(how)

        assert status == 0
        assert time.monotonic() - started < 10  # the request would hang on
        assert not (tmp_path / "sandbox-port").exists()


def test_it_says_where_it_is_without_the_token(tmp_path: Path) -> None:
    with start_sandbox(tmp_path, token="a-secret-token") as crm:
        assert crm.process.stdout is not None
        line = crm.process.stdout.readline()

        assert line == f"Practice CRM on {crm.base_url} (token ******en)\n"
        assert crm.call("GET", "/account-info/v3/details").status_code == 200


@pytest.mark.parametrize(("token", "shown"), [("practice", "******ce"), ("ab", "******")])
def test_a_token_is_shown_masked(token: str, shown: str) -> None:
    assert masked(token) == shown


def test_a_taken_port_is_named_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        ended = run("--port", str(port), "--database", str(tmp_path / "a.sqlite3"))

    assert ended.returncode == 2
    assert str(port) in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_file_that_is_no_database_is_named_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite3"
    file.write_bytes(b"this is no database at all" * 100)

    ended = run("--port", "0", "--database", str(file))

    assert ended.returncode == 2
    assert str(file) in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_the_management_command_takes_the_same_options(tmp_path: Path) -> None:
    database = ["--database", str(tmp_path / "a.sqlite3")]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = ["manage.py", "sandbox_crm", "--port", port, "--fault", "hang", *database]

        ended = subprocess.run(
            [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, timeout=30
        )

    assert ended.returncode == 2
    assert ended.stderr.startswith(f"Port {port} on 127.0.0.1 cannot be used")


def test_a_bad_option_is_refused(tmp_path: Path) -> None:
    ended = run("--fault", "explode")

    assert ended.returncode == 2
    assert "explode" in ended.stderr


def test_it_ends_when_the_process_that_started_it_is_gone(tmp_path: Path) -> None:
    starter = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-m', 'leads.crm.sandbox', *sys.argv[1:]],"
        " stdout=subprocess.PIPE)\n"
        "child.stdout.readline()\n"
        "print(child.pid)\n"
    )
    options = ["--port", "0", "--database", str(tmp_path / "a.sqlite3"), "--watch-parent"]

    command = [sys.executable, "-c", starter, *options]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=10)

    pid = int(ended.stdout)
    deadline = time.monotonic() + 5
    while _runs(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(pid)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat")
        return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def test_it_imports_neither_django_nor_the_rest_of_leadline() -> None:
    package = ROOT / "leads" / "crm" / "sandbox"
    imported = set()
    for file in package.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                imported |= {name.name for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(node.module or "")

    outside = {
        name
        for name in imported
        if not name.startswith("leads.crm.sandbox")
        and name.split(".")[0] not in sys.stdlib_module_names
    }
    assert outside == set()

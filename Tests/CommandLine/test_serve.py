"""Serving as a process: the names it answers under, and what it writes on standard error."""

import http.client
import re
import signal
import subprocess

import pytest
from processes import EXECUTABLE


@pytest.fixture
def server(tmp_path):
    """A server on a port of its own; afterwards `server.log` is all that it wrote."""
    process = subprocess.Popen(
        [str(EXECUTABLE), "serve", "--port", "0", "--public-host", "kreds.example.dk", "--database",
         f"sqlite:{tmp_path}/kreds.sqlite", "--key-file", f"{tmp_path}/kreds.key"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    lines = []
    for line in process.stdout:
        lines.append(line)
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        if found:
            break
    else:
        pytest.fail("".join(lines))

    def ask(host, path):
        connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=30)
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer, body

    def stop():
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=60)
        return "".join(lines) + rest

    ask.stop = stop
    yield ask
    if process.poll() is None:
        process.kill()
        process.wait()


def test_only_its_own_names_are_answered(server):
    assert server("kreds.example.dk", "/sign-in")[0].status == 200
    assert server("127.0.0.1", "/health")[0].status == 200
    answer, body = server("evil.example", "/sign-in")
    assert answer.status == 421
    assert "evil" not in body and "<" not in body
    assert answer.getheader("Server") is None
    assert answer.getheader("Cross-Origin-Resource-Policy") == "same-origin"


def test_the_log_of_the_server_keeps_nothing_of_what_was_asked(server):
    for path in ("/persons?q=Hemmelighed", "/Hemmelighed", "/%zz?q=Hemmelighed", "/cases/Hemmelighed%00",
                 "/sign-in?from=//Hemmelighed"):
        assert server("kreds.example.dk", path)[0].status < 500
    assert server("Hemmelighed.example", "/")[0].status == 421
    log = server.stop()
    assert "ready" in log
    assert "Hemmelighed" not in log and "hemmelighed" not in log


@pytest.mark.parametrize("name", ["https://kreds.example.dk", "kreds.example.dk:443", "", "a b"])
def test_a_public_host_is_a_name_alone(kreds, name):
    result = kreds("serve", "--public-host", name)
    assert result.code == 64
    assert "is no name of a host" in result.err

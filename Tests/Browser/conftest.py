"""A served demo district, a browser, and pages in it, for all browser tests.

The tests drive a real Chromium against the debug executable, which must have been built. One small district is filled for
the whole run, and each file of tests serves a copy of it of its own, so that what one file changes no other meets. The tests
of a file run in one process and in order, but for those of SPREADS.
"""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from xdist.scheduler import LoadScopeScheduling

import steps
from paths import MAIN_PAGES
from troubles import Troubles

REPOSITORY = Path(__file__).resolve().parents[2]
EXECUTABLE = Path(os.environ.get("KREDS_EXECUTABLE", REPOSITORY / ".build/debug/kreds"))
FAILURES = REPOSITORY / ".build/browser-failures"

# These read pages, and leave nothing behind.
SPREADS = {"test_accessibility.py"}

FILLING_SECONDS = 300
STARTING_SECONDS = 60
STOPPING_SECONDS = 15
ACTION_MILLISECONDS = 15_000

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


@dataclass(frozen=True)
class Login:
    name: str
    password: str
    role: str


@dataclass(frozen=True)
class District:
    """A filled demo database, and who may sign in to it."""

    database: str
    folder: Path
    logins: tuple[Login, ...]

    def login(self, role: str) -> Login:
        for login in self.logins:
            if login.role == role:
                return login
        known = ", ".join(login.role for login in self.logins)
        raise LookupError(f"The demo has no login with the role {role}; it has {known}.")

    def spare_login(self) -> Login:
        """One that no other test signs in with: attempts with a wrong password may make it wait."""
        unused = [login for login in self.logins if login.name == login.role and login.role not in MAIN_PAGES.values()]
        return unused[-1]


class FilesTogether(LoadScopeScheduling):
    """Sends the tests of a file to one process, in order; those of SPREADS, and all others, wherever there is room."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::")[0]
        is_together = file not in SPREADS and (Path(__file__).parent / file).exists()
        return file if is_together else nodeid


def pytest_xdist_make_scheduler(config, log):
    return FilesTogether(config, log)


@pytest.fixture(scope="module")
def district(tmp_path_factory, worker_id, request):
    if not EXECUTABLE.exists():
        pytest.exit(f"{EXECUTABLE} is missing: swift build makes it.", returncode=1)
    folder = tmp_path_factory.mktemp("district")
    here = tmp_path_factory.getbasetemp()
    filled = filled_district(here if worker_id == "master" else here.parent)
    shutil.copytree(filled, folder, dirs_exist_ok=True)
    printed = json.loads((folder / "demo.json").read_text())
    logins = tuple(Login(each["name"], each["password"], each["role"]) for each in printed["logins"])
    yield District(f"sqlite:{folder / 'demo.sqlite'}", folder, logins)
    # After a failure the server's log is worth reading.
    if not request.session.testsfailed:
        shutil.rmtree(folder)


def filled_district(shared: Path) -> Path:
    """A folder with a filled demo database and what was printed; the first process that asks fills it, others wait."""
    folder = shared / "filled"
    with (shared / "filled.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (folder / "demo.json").exists():
            return folder
        folder.mkdir()
        database = f"sqlite:{folder / 'demo.sqlite'}"
        command = ["demo", "--no-serve", "--json", "--scale", "0.05", "--seed", "1", "--database", database]
        filled = subprocess.run(
            [EXECUTABLE, *command], cwd=folder, env=environment(), capture_output=True, text=True,
            timeout=FILLING_SECONDS)
        if filled.returncode != 0:
            raise RuntimeError(f"kreds demo ended with {filled.returncode}:\n{filled.stderr}")
        (folder / "demo.json").write_text(filled.stdout)
    return folder


@pytest.fixture(scope="module")
def base_url(district) -> str:
    """The address of the served district."""
    with serve(district.folder, district.database) as address:
        yield address


@contextmanager
def serve(folder: Path, database: str, *options: str, port: int | None = None, at: str | None = None):
    """Serves a database until the block ends; gives the address. `at` is when the server's clock starts, in UTC."""
    port = port or free_port()
    log = folder / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            kreds("serve", "--host", "127.0.0.1", "--port", str(port), "--database", database, *options, at=at),
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # What moves its clock runs it as a child: both are stopped together.
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_ready(server, address, log)
        yield address
    finally:
        stop(server)


def stop(server: subprocess.Popen) -> None:
    """Ends a server with what it runs in."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(server.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            server.wait(STOPPING_SECONDS)
            return


def environment() -> dict[str, str]:
    """The environment without the caller's own settings of Kreds."""
    return {name: value for name, value in os.environ.items() if not name.startswith("KREDS_")}


def kreds(*arguments: str, at: str | None = None) -> list[str]:
    """A command line; `at` is when the clock of its process starts, in UTC."""
    command = [str(EXECUTABLE), *arguments]
    if at is None:
        return command
    if shutil.which("faketime") is None:
        pytest.fail("There is no faketime: scripts/install-missing.sh browser-tests installs it.")
    # The clock that timeouts are measured by goes on as it is.
    return ["env", "TZ=UTC", "faketime", "--exclude-monotonic", "-m", "-f", f"@{at}", *command]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until_ready(server: subprocess.Popen, address: str, log: Path) -> None:
    deadline = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"kreds serve ended with {server.returncode}:\n{log.read_text(errors='replace')}")
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.1)
    raise RuntimeError(f"Not ready after {STARTING_SECONDS} seconds:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=chromium_arguments())
        yield browser
        browser.close()


def chromium() -> str:
    """The browser of the system; Playwright's own is not used."""
    names = [os.environ.get("KREDS_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    for name in filter(None, names):
        if found := shutil.which(name):
            return found
    pytest.exit("There is no Chromium: scripts/install-missing.sh browser-tests installs it.", returncode=1)


def chromium_arguments() -> list[str]:
    # Chromium's sandbox refuses to run as root.
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


@pytest.fixture
def open_page(browser, base_url, request):
    """Opens a page in a browser context of its own: `open_page(DESKTOP, storage_state=…)`.

    `page.troubles` collects what the console reports. Where the test fails, the text of each page is printed and a screenshot
    of it kept in .build/browser-failures.
    """
    opened = []

    def open_page(viewport, **options):
        context = browser.new_context(
            base_url=base_url, viewport=viewport, locale="da-DK", timezone_id="Europe/Copenhagen", **options
        )
        context.set_default_timeout(ACTION_MILLISECONDS)
        page = context.new_page()
        page.troubles = Troubles(page)
        opened.append(page)
        return page

    yield open_page
    failed = getattr(request.node, "failed", False)
    for number, page in enumerate(opened, start=1):
        if failed:
            keep(page, f"{request.node.name}-{number}")
        page.context.close()


@pytest.fixture
def page(open_page):
    """A desktop page, signed out."""
    return open_page(DESKTOP)


@pytest.fixture
def phone(open_page):
    """A page as wide as a small phone, signed out."""
    return open_page(PHONE)


@pytest.fixture(scope="session")
def sign_in():
    """`sign_in(page, name, password)`: signs in through the form and arrives at the desk."""
    return steps.sign_in


@pytest.fixture(scope="module")
def sessions(browser, base_url, district):
    """`sessions(role)`: the cookies of a signed-in user with that role, from one sign-in a file."""
    kept = {}

    def session(role: str):
        if role not in kept:
            login = district.login(role)
            context = browser.new_context(base_url=base_url, viewport=DESKTOP, locale="da-DK")
            context.set_default_timeout(ACTION_MILLISECONDS)
            steps.sign_in(context.new_page(), login.name, login.password)
            kept[role] = context.storage_state()
            context.close()
        return kept[role]

    return session


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if report.when == "call":
        item.failed = report.failed
    return report


def keep(page, name: str) -> None:
    """A screenshot, and in the output of the test what the page said."""
    print(f"{name}: {page.url}\n{page.locator('body').inner_text()[:4000]}")
    FAILURES.mkdir(parents=True, exist_ok=True)
    file_name = "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in name)
    page.screenshot(path=FAILURES / f"{file_name}.png", full_page=True)

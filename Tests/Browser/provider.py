"""An identity provider for the tests: glewlwyd from Debian, on a port, a configuration and a database of its own.

It runs as whoever runs the tests, in a folder that goes with them.
"""

import json
import shutil
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

EXECUTABLE = "/usr/bin/glewlwyd"
# As the package brings them: an empty database with an administrator, and where the modules lie.
SCHEMA = Path("/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3")
MODULES = "/usr/lib/glewlwyd"
PAGES = "/usr/share/glewlwyd/webapp"
PAGES_CONFIGURATION = "/usr/share/glewlwyd/templates/config.json"
MIME_TYPES = {".html": "text/html", ".css": "text/css", ".js": "application/javascript", ".json": "application/json"}
CLIENT, SECRET = "kreds", "hush-hush-hush"
PASSWORD = "en-god-adgangskode"
STARTING_SECONDS = 20


@dataclass(frozen=True)
class Person:
    name: str
    shown: str
    roles: tuple[str, ...]
    authority: str


class Provider:
    """A running provider; `stop` ends it."""

    def __init__(self, folder: Path, port: int, kreds: str, people: list[Person]):
        self.folder = folder
        self.address = f"http://localhost:{port}"
        self.issuer = f"{self.address}/api/oidc"
        self._cookie = ""
        folder.mkdir()
        with sqlite3.connect(folder / "provider.sqlite") as database:
            database.executescript(SCHEMA.read_text(encoding="utf-8"))
        database.close()
        # A copy: of what links out of its folder, the provider serves nothing.
        shutil.copytree(PAGES, folder / "pages", ignore=shutil.ignore_patterns("config.json"))
        shutil.copy(PAGES_CONFIGURATION, folder / "pages" / "config.json")
        (folder / "provider.conf").write_text(self._configuration(port), encoding="utf-8")
        with (folder / "provider.log").open("wb") as log:
            self._process = subprocess.Popen(
                [EXECUTABLE, "-c", folder / "provider.conf"], cwd=folder, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT)
        try:
            self._wait()
            self._set_up(kreds, people)
        except BaseException:
            self.stop()
            raise

    @staticmethod
    def is_installed() -> bool:
        return shutil.which(EXECUTABLE) is not None and SCHEMA.exists()

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _configuration(self, port: int) -> str:
        types = ",\n".join(
            f'{{ extension = "{ending}" mime_type = "{kind}" compress = 0 }}' for ending, kind in MIME_TYPES.items())
        return f"""
port={port}
bind_address="127.0.0.1"
external_url="{self.address}"
login_url="login.html"
api_prefix="api"
static_files_path="{self.folder}/pages/"
log_mode="console"
log_level="WARNING"
cookie_domain="localhost"
cookie_secure=0
session_expiration=3600
session_key="PROVIDER"
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="{MODULES}/user"
user_middleware_module_path="{self.folder}"
client_module_path="{MODULES}/client"
user_auth_scheme_module_path="{MODULES}/scheme"
plugin_module_path="{MODULES}/plugin"
use_secure_connection=false
secure_connection_key_file="none"
secure_connection_pem_file="none"
secure_connection_ca_file="none"
hash_algorithm="SHA512"
database = {{ type = "sqlite3" path = "{self.folder}/provider.sqlite" }};
static_files_mime_types = ( {types} )
"""

    def _wait(self) -> None:
        deadline = time.monotonic() + STARTING_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.address}/config", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise RuntimeError(f"The provider does not run:\n{(self.folder / 'provider.log').read_text(errors='replace')}")

    def _call(self, method: str, path: str, body=None):
        headers = {"Content-Type": "application/json", "Cookie": self._cookie}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.address}/api{path}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                if given := answer.headers.get("Set-Cookie"):
                    self._cookie = given.split(";")[0]
                text = answer.read().decode()
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method} {path}: {error.code} {error.read().decode()}") from None
        return json.loads(text) if text else None

    def _set_up(self, kreds: str, people: list[Person]) -> None:
        self._call("POST", "/auth/", {"username": "admin", "password": "password"})
        self._allow("user", {"roles": True, "authority": False})
        self._allow("client", {"post_logout_redirect_uris": True})
        self._call("POST", "/mod/plugin/", {
            "module": "oidc", "name": "oidc", "display_name": "oidc", "enabled": True, "parameters": self._protocol()})
        self._call("POST", "/client/", {
            "client_id": CLIENT, "name": "Kreds", "confidential": True, "client_secret": SECRET, "enabled": True,
            "redirect_uri": [f"{kreds}/sign-in/provider/back"], "post_logout_redirect_uris": [f"{kreds}/sign-in"],
            "authorization_type": ["code"], "token_endpoint_auth_method": ["client_secret_basic"], "scope": []})
        for person in people:
            self._call("POST", "/user/", {
                "username": person.name, "name": person.shown, "password": PASSWORD, "enabled": True,
                "roles": list(person.roles), "authority": person.authority, "scope": ["openid"]})

    def _allow(self, kind: str, properties: dict[str, bool]) -> None:
        """Lets users or clients have properties of their own, one or several of each."""
        module = self._call("GET", f"/mod/{kind}/database")
        for name, several in properties.items():
            module["parameters"]["data-format"][name] = {"multiple": several, "read": True, "write": True}
        self._call("PUT", f"/mod/{kind}/database", module)
        self._call("PUT", f"/mod/{kind}/database/reset/")

    def _protocol(self) -> dict:
        def openssl(*arguments: str) -> str:
            done = subprocess.run(["openssl", *arguments], cwd=self.folder, capture_output=True, text=True, check=True)
            return done.stdout

        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "key.pem")
        claims = {"roles": "roles", "preferred_username": "username", "authority": "authority"}
        return {
            "iss": self.issuer, "jwt-type": "ecdsa", "jwt-key-size": "256",
            "key": (self.folder / "key.pem").read_text(), "cert": openssl("pkey", "-in", "key.pem", "-pubout"),
            "access-token-duration": 3600, "refresh-token-duration": 3600, "code-duration": 600,
            "session-cookie-name": "PROVIDERSESSION", "session-cookie-expiration": 3600,
            "auth-type-code-enabled": True, "auth-type-id-token-enabled": True, "auth-type-code-revoke-replayed": True,
            "allow-non-oidc": False, "jwks-show": True, "subject-type": "public", "pkce-allowed": True,
            "pkce-required": True, "pkce-method-plain-allowed": False, "session-management-allowed": True,
            "address-claim": {"type": "no"}, "name-claim": "mandatory", "name-claim-scope": ["openid"],
            "email-claim": "no", "scope-claim": "no",
            "claims": [
                {"name": name, "user-property": of, "type": "string", "mandatory": True, "scope": ["openid"]}
                for name, of in claims.items()
            ],
        }

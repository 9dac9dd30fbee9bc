"""The SPARQL 1.1 Graph Store Protocol: named graphs of a store, read, put, added to and deleted over HTTP."""

from __future__ import annotations

import html
import ipaddress
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import pyoxigraph as ox
import requests
from requests.auth import HTTPBasicAuth, HTTPDigestAuth

from lovp_graph.errors import LovpGraphError, StoreError

USER, PASSWORD, TOKEN = "LOVP_STORE_USER", "LOVP_STORE_PASSWORD", "LOVP_STORE_TOKEN"
"""The variables of the environment that credentials are taken from."""

TIMEOUT = (10.0, 300.0)
"""Seconds to wait for a connection, and for an answer: a store may take minutes to replace a large graph."""

READABLE = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5"
"""N-Triples first: in Turtle Virtuoso writes the decimal 5.0 as 5, which is an integer."""

# Virtuoso looks at the content itself, not at its announced type, to see what it is: this line says Turtle.
TURTLE = b"@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
QUOTED = re.compile(rb'"(?:[^"\\]|\\.)*"')

_IS_IT = "is this the address of its Graph Store Protocol?"

LONGEST = 300
"""As many characters of what a server says are repeated in a message."""


@dataclass(frozen=True)
class Credentials:
    """A user with a password, or a token. They are never shown."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


def credentials(environment: Mapping[str, str]) -> Credentials | None:
    """The credentials that the environment holds, if any. Raises LovpGraphError for half or double ones."""
    user, password, token = (environment.get(name, "") for name in (USER, PASSWORD, TOKEN))
    if not (user or password or token):
        return None
    if token and (user or password):
        raise LovpGraphError(f"set {TOKEN}, or {USER} and {PASSWORD}, not both")
    if not token and not (user and password):
        raise LovpGraphError(f"{USER} and {PASSWORD} go together: {PASSWORD if user else USER} is not set")
    for name, text in ((USER, user), (PASSWORD, password), (TOKEN, token)):
        if not text.isprintable() or (name == TOKEN and not re.fullmatch(r"[!-~]*", text)):
            raise LovpGraphError(f"{name}: holds a character that cannot be sent, perhaps the end of a line")
    return Credentials(user, password, token)


class GraphStore:
    """The graphs of a store, by the address of its Graph Store Protocol. To be closed after use."""

    def __init__(self, url: str, known: Credentials | None = None) -> None:
        """Raises LovpGraphError for what is no address, or one over which the credentials would be seen."""
        loopback = _check(url, known)
        self.url = url
        self._credentials = known
        self._session = requests.Session()
        self._session.headers.update({"User-Agent": "lovp-graph", "Cache-Control": "no-cache"})
        # Something must stand here, or the library takes a password from the file .netrc.
        self._session.auth = self._authorise
        if loopback:
            self._session.trust_env = False  # no proxy of the environment stands between this machine and itself

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def read(self, graph: str) -> list[ox.Triple] | None:
        """The triples of a graph, read whole; None where the store has no such graph. Raises StoreError."""
        response = self._send("GET", graph, headers={"Accept": READABLE})
        if response.status_code == requests.codes.not_found:
            return None
        kind = response.headers.get("Content-Type", "")
        style = ox.RdfFormat.from_media_type(kind)
        if response.status_code != requests.codes.ok or style is None:
            what = kind.partition(";")[0] or f"status {response.status_code}"
            raise StoreError(f"{self.url}: answered with {what}, not with RDF; {_IS_IT}")
        if "X-SPARQL-MaxRows" in response.headers or "X-SQL-State" in response.headers:  # so Virtuoso says it
            raise StoreError(f"{self.url}: sent {graph} only in part; raise its limit (ResultSetMaxRows in Virtuoso)")
        try:
            return [quad.triple for quad in ox.parse(response.content, format=style)]
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.url}: the answer was cut off or broken ({error})") from error

    def put(self, graph: str, triples: Sequence[ox.Triple]) -> None:
        """Make a graph hold these triples and no others. Raises StoreError."""
        self._send("PUT", graph, _turtle(triples), {"Content-Type": "text/turtle"})

    def add(self, graph: str, triples: Sequence[ox.Triple]) -> None:
        """Add triples to a graph. Raises StoreError."""
        self._send("POST", graph, _turtle(triples), {"Content-Type": "text/turtle"})

    def delete(self, graph: str) -> None:
        """Remove a graph; it may be gone already. Raises StoreError."""
        self._send("DELETE", graph)

    def _send(
        self, method: str, graph: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> requests.Response:
        """The answer to a request that succeeded, or 404 where a graph may be missing."""
        try:
            response = self._ask(method, graph, body, headers)
            if response.status_code == requests.codes.unauthorized and self._log_in(response):
                response = self._ask(method, graph, body, headers)
        except requests.ReadTimeout as error:
            raise StoreError(f"{self.url}: no answer within {TIMEOUT[1]:.0f} seconds") from error
        except UnicodeError:  # not chained: it shows what could not be sent
            raise StoreError(f"{USER} or {PASSWORD} holds a character that this store cannot be sent") from None
        except requests.RequestException as error:
            raise StoreError(f"{self.url}: no answer ({_reason(error)}); is the store running there?") from error
        missing = response.status_code == requests.codes.not_found and method in {"GET", "DELETE"}
        if not missing and response.status_code // 100 != 2:
            raise StoreError(f"{self.url}: {self._refusal(response)}")
        return response

    def _ask(self, method: str, graph: str, body: bytes | None, headers: Mapping[str, str] | None) -> requests.Response:
        return self._session.request(
            method,
            self.url,
            params={"graph": graph},
            data=body,
            headers=headers,
            timeout=TIMEOUT,
            allow_redirects=False,  # credentials go nowhere but to the address that was given
        )

    def _authorise(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._credentials and self._credentials.token:
            request.headers["Authorization"] = f"Bearer {self._credentials.token}"
        return request

    def _log_in(self, challenge: requests.Response) -> bool:
        """Take up the way in which the server asks for a password; False where there is none."""
        known, asked = self._credentials, challenge.headers.get("WWW-Authenticate", "").lower()
        if known is None or not known.user:
            return False
        if "digest" in asked:
            self._session.auth = HTTPDigestAuth(known.user, known.password)
        elif "basic" in asked:
            self._session.auth = HTTPBasicAuth(known.user.encode(), known.password.encode())
        else:
            return False
        return True

    def _refusal(self, response: requests.Response) -> str:
        """Why a store refused, in our words where that helps, else in its own."""
        status, known = response.status_code, self._credentials
        if status == requests.codes.unauthorized:
            if known is None:
                return f"asks who you are: set {USER} and {PASSWORD}, or {TOKEN}"
            names = TOKEN if known.token else f"{USER} and {PASSWORD}"
            return f"does not let you in; check {names}"
        if response.is_redirect:
            there = urlsplit(urljoin(self.url, response.headers["Location"]))
            return (
                f"sends on to {there.scheme}://{there.netloc.rpartition('@')[2]}{there.path}; give the address itself"
            )
        hint = f"; {_IS_IT}" if status in {requests.codes.not_found, requests.codes.not_allowed} else ""
        return f"refused ({status}): {_said(response) or response.reason}{hint}"


def _check(url: str, known: Credentials | None) -> bool:
    """Whether an address is this machine. Raises LovpGraphError, which shows none of an address that is no good."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        parts, host, port = urlsplit(""), "", None
    if "@" in url:
        raise LovpGraphError(f"no user or password in the address: set {USER} and {PASSWORD}, or {TOKEN}")
    if parts.scheme not in {"http", "https"} or not host or port == 0 or not re.fullmatch(r"[!-~]+", url):
        raise LovpGraphError("not the address of a store; write http://… or https://…")
    if "?" in url or "#" in url:
        raise LovpGraphError("the address ends before ? or #: the name of the graph is put behind it")
    if known and parts.scheme == "http" and not _is_loopback(host):
        raise LovpGraphError(
            f"{host}: over http anyone on the way could see the password; write https://…, "
            f"or unset {USER}, {PASSWORD} and {TOKEN}"
        )
    return _is_loopback(host)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _turtle(triples: Sequence[ox.Triple]) -> bytes:
    """N-Triples with a line before them that makes them Turtle, which every store takes."""
    lines = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    # Virtuoso would take a graph in which a text speaks of <html> for a page.
    return TURTLE + QUOTED.sub(lambda text: text[0].replace(b"<", b"\\u003C"), lines)


def _reason(error: BaseException) -> str:
    """The cause at the bottom of an error of the library, whose own text is long and hardly readable."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return str(getattr(error, "strerror", None) or error or type(error).__name__)


def _said(response: requests.Response) -> str:
    """What a server says, in one line; of a page only the text."""
    text = response.text
    if "html" in response.headers.get("Content-Type", ""):
        text = html.unescape(re.sub(r"(?is)<(title|style|script).*?</\1>|<[!/]?[a-z][^<>:]*>", " ", text))
    words = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"

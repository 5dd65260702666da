"""The title of a page on the web, looked up when somebody who typed its address asks for it.

Never by itself, and only from public addresses: a name is resolved once, every address it has
must be public, and the connection goes to that very address, so that no name can lead inside.
"""

import http.client
import ipaddress
import re
import socket
import ssl
import time
from html import unescape
from urllib.parse import urljoin, urlsplit

SECONDS = 5
MOST_BYTES = 256 * 1024
MOST_REDIRECTS = 3
LONGEST_TITLE = 200
PORTS = {"http": 80, "https": 443}
TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
CHARSET = re.compile(r"charset=([\w-]+)", re.IGNORECASE)
REDIRECTS = {301, 302, 303, 307, 308}


class NoTitleError(Exception):
    """The page gives no title, or may not be asked for one."""


def title_of_page(address: str, *, resolve=socket.getaddrinfo, connect=None) -> str:
    """The page's own title in one line; raises ``NoTitleError``."""
    ends = time.monotonic() + SECONDS
    connect = connect or connected
    for _ in range(MOST_REDIRECTS + 1):
        try:
            answer = ask(address, ends, resolve, connect)
        except (OSError, http.client.HTTPException, ValueError) as problem:
            raise NoTitleError(address) from problem
        if isinstance(answer, bytes):
            return title_in(answer)
        address = urljoin(address, answer)
    raise NoTitleError(address)


def ask(address: str, ends: float, resolve, connect) -> bytes | str:
    """How the page begins, or where it says it has moved to."""
    parts = urlsplit(address)
    host, path = parts.hostname or "", parts.path or "/"
    if parts.scheme not in PORTS or parts.port not in (None, PORTS[parts.scheme]):
        raise NoTitleError(address)
    place = public_address(host, PORTS[parts.scheme], resolve)
    connection = connect(parts.scheme, host, place, ends - time.monotonic())
    try:
        target = f"{path}?{parts.query}" if parts.query else path
        connection.request("GET", target, headers={"Accept": "text/html", "User-Agent": "title"})
        answer = connection.getresponse()
        if answer.status in REDIRECTS and answer.getheader("Location"):
            return str(answer.getheader("Location"))
        if answer.status != http.client.OK or "html" not in answer.getheader("Content-Type", ""):
            raise NoTitleError(address)
        return beginning(answer, ends)
    finally:
        connection.close()


def public_address(host: str, port: int, resolve) -> str:
    """One address of the host, where all it has are public."""
    found = {entry[4][0] for entry in resolve(host, port, type=socket.SOCK_STREAM)}
    if not found or not all(is_public(address) for address in found):
        raise NoTitleError(host)
    return sorted(found)[0]


def is_public(address: str) -> bool:
    known = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(known, "ipv4_mapped", None) or getattr(known, "sixtofour", None)
    return known.is_global and not known.is_multicast and (inner is None or inner.is_global)


def connected(scheme: str, host: str, place: str, seconds: float):
    """To the address that was looked at, and by the name that the certificate must bear."""
    if seconds <= 0:
        raise TimeoutError
    line = socket.create_connection((place, PORTS[scheme]), timeout=seconds)
    if scheme == "https":
        line = ssl.create_default_context().wrap_socket(line, server_hostname=host)
    connection = http.client.HTTPConnection(host, PORTS[scheme])
    connection.sock = line
    return connection


def beginning(answer, ends: float) -> bytes:
    read = b""
    while len(read) < MOST_BYTES and b"</title" not in read.lower():
        piece = answer.read1(16 * 1024) if time.monotonic() < ends else b""
        if not piece:
            break
        read += piece
    charset = CHARSET.search(answer.getheader("Content-Type", ""))
    return read.decode(charset[1] if charset else "utf-8", "replace").encode()


def title_in(page: bytes) -> str:
    found = TITLE.search(page)
    words = " ".join(unescape(found[1].decode("utf-8", "replace")).split()) if found else ""
    if not words:
        raise NoTitleError("no title")
    return words[:LONGEST_TITLE]

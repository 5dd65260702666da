"""A page's title, from public addresses only, and never more than a little of it."""

import http.client
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from evidence.link_titles import NoTitleError, is_public, title_in, title_of_page

PUBLIC = "93.184.216.34"


class Pages(BaseHTTPRequestHandler):
    """A small web site."""

    def do_GET(self):
        pages = {
            "/": (200, "text/html", b"<html><title>\n Carers &amp; you </title>"),
            "/latin": (
                200,
                "text/html; charset=iso-8859-1",
                "<title>Caf\xe9</title>".encode("latin1"),
            ),
            "/moved": (302, "text/html", b""),
            "/round": (302, "text/html", b""),
            "/inside": (302, "text/html", b""),
            "/file": (200, "application/pdf", b"%PDF-<title>No</title>"),
            "/long": (200, "text/html", b"x" * 400_000 + b"<title>Late</title>"),
        }
        status, kind, content = pages.get(self.path, (404, "text/html", b"<title>Gone</title>"))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        to = {"/moved": "/", "/round": "/round", "/inside": "http://inside.example/"}
        if self.path in to:
            self.send_header("Location", to[self.path])
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        """Not to the tests' output."""


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def connect(scheme, host, place, seconds):
        assert place == PUBLIC
        return http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=seconds)

    yield connect
    server.shutdown()


def names(host, port, type):
    """Where each name leads, as a resolver would say."""
    where = {
        "council.example": [PUBLIC],
        "inside.example": ["10.0.0.7"],
        "both.example": [PUBLIC, "127.0.0.1"],
    }
    if host not in where:
        raise socket.gaierror
    return [(socket.AF_INET, type, 6, "", (address, port)) for address in where[host]]


def title(site, path="/", host="council.example"):
    return title_of_page(f"http://{host}{path}", resolve=names, connect=site)


def test_the_title_comes_in_one_line(site):
    assert title(site) == "Carers & you"
    assert title(site, "/latin") == "Café"


def test_a_page_that_has_moved_is_followed(site):
    assert title(site, "/moved") == "Carers & you"


@pytest.mark.parametrize("path", ["/round", "/inside", "/file", "/long", "/nothing"])
def test_no_title_is_no_title(site, path):
    with pytest.raises(NoTitleError):
        title(site, path)


@pytest.mark.parametrize("host", ["inside.example", "both.example", "unknown.example"])
def test_a_name_that_leads_inside_is_not_asked(site, host):
    with pytest.raises(NoTitleError):
        title(site, host=host)


@pytest.mark.parametrize(
    "address", ["ftp://council.example/", "http://council.example:8080/", "http:///"]
)
def test_only_ordinary_web_addresses_are_asked(site, address):
    with pytest.raises(NoTitleError):
        title_of_page(address, resolve=names, connect=site)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
    ],
)
def test_an_address_inside_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:220:1::1"])
def test_an_address_of_the_web_is_public(address):
    assert is_public(address)


def test_a_page_without_words_for_a_title_has_none():
    with pytest.raises(NoTitleError):
        title_in(b"<title> </title>")

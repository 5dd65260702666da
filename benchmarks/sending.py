"""Somebody who sends files to a real web server."""

import base64
import http.client
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.test import Client

PIECE = 8 * 1024 * 1024


@dataclass(frozen=True)
class Sender:
    """``cookie`` is of somebody signed in, ``answers`` what they say of every file they send."""

    port: int
    cookie: str
    answers: dict[str, str]
    token: str = "t" * 32

    def ask(self, method: str, address: str, body=None, **headers: str) -> tuple[int, dict]:
        """The answer's status and headers; raises ``OSError`` where the server is gone."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            asked.request(method, address, body=body, headers=self.said(headers))
            answer = asked.getresponse()
            answer.read()
        except http.client.HTTPException as problem:
            raise ConnectionError(str(problem)) from problem
        finally:
            asked.close()
        return answer.status, dict(answer.getheaders())

    def said(self, headers: dict[str, str]) -> dict[str, str]:
        return {
            "Cookie": f"{self.cookie}; csrftoken={self.token}",
            "X-CSRFToken": self.token,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }

    def begin_to_send(
        self, method: str, address: str, body: bytes, *, of: int, **headers: str
    ) -> http.client.HTTPConnection:
        """The first bytes of ``of`` that are announced; the connection waits for the rest."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        asked.putrequest(method, address)
        for name, value in self.said(headers | {"Content_Length": str(of)}).items():
            asked.putheader(name, value)
        asked.endheaders()
        asked.send(body)
        return asked

    def send_in_pieces(self, file: Path) -> None:
        """As the page does with scripts: begin, pieces, then the form without the file."""
        place = self.begin(file)
        self.go_on(place, file)
        self.save(place)

    def begin(self, file: Path) -> str:
        """The address where the file is to arrive."""
        name = base64.b64encode(file.name.encode()).decode()
        status, headers = self.ask(
            "POST",
            "/evidence/uploads/",
            Upload_Length=str(file.stat().st_size),
            Upload_Metadata=f"filename {name}",
        )
        expect(status, 201)
        return headers["Location"]

    def arrived(self, place: str) -> int:
        """How much of the file is there, as a sender asks who was cut off."""
        status, headers = self.ask("HEAD", place)
        expect(status, 200)
        return int(headers["Upload-Offset"])

    def go_on(self, place: str, file: Path, *, at: int = 0) -> None:
        with file.open("rb") as content:
            content.seek(at)
            while piece := content.read(PIECE):
                self.send_piece(place, piece, at=at)
                at += len(piece)

    def send_piece(self, place: str, piece: bytes, *, at: int) -> None:
        kind = "application/offset+octet-stream"
        status, _ = self.ask("PATCH", place, piece, Upload_Offset=str(at), Content_Type=kind)
        expect(status, 204)

    def save(self, place: str) -> None:
        key = place.split("/")[-2]
        body, kind = form_body(self.answers | {"upload": key, "shown": key}, None)
        status, _ = self.ask("POST", "/evidence/add/", body, Content_Type=kind)
        expect(status, 302)

    def send_by_form(self, file: Path) -> None:
        """As the page does without scripts: the file is part of the form."""
        head, tail, kind = form_around(self.answers, file)
        length = len(head) + file.stat().st_size + len(tail)
        status, _ = self.ask(
            "POST",
            "/evidence/add/",
            parts(head, file, tail),
            Content_Type=kind,
            Content_Length=str(length),
        )
        expect(status, 302)


def signed_in(person) -> str:
    """The cookie of somebody signed in."""
    client = Client()
    client.force_login(person, backend="readiness.roles.RoleBackend")
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def expect(status: int, wanted: int) -> None:
    if status != wanted:
        raise AssertionError(f"The server answers {status}, not {wanted}")


def form_body(fields: dict[str, str], file: Path | None) -> tuple[bytes, str]:
    """A form as browsers send it, up to where the file's content begins, if there is one."""
    boundary = uuid.uuid4().hex
    body = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    if file:
        body += (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; '
            f'filename="{file.name}"\r\nContent-Type: text/plain\r\n\r\n'
        )
    else:
        body += f"--{boundary}--\r\n"
    return body.encode(), f"multipart/form-data; boundary={boundary}"


def form_around(fields: dict[str, str], file: Path) -> tuple[bytes, bytes, str]:
    """What comes before and after a file's content, and the type of the whole."""
    head, kind = form_body(fields, file)
    return head, f"\r\n--{kind.partition('boundary=')[2]}--\r\n".encode(), kind


def parts(head: bytes, file: Path, tail: bytes) -> Iterator[bytes]:
    yield head
    with file.open("rb") as content:
        while piece := content.read(1024 * 1024):
            yield piece
    yield tail

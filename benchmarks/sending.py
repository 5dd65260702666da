"""Somebody who sends files to a real web server (import after ``fresh_place.prepare``)."""

import base64
import http.client
import uuid
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connections
from django.test import Client

from benchmarks import web_worker
from evidence.models import Document
from readiness.models import EvidenceCategory, Statement

PIECE = 8 * 1024 * 1024


class Sender:
    """A contributor with one statement to put evidence forward for."""

    def __init__(self):
        call_command("migrate", verbosity=0)
        call_command("load_framework", verbosity=0)
        person = get_user_model().objects.create_user("sender", "sender@council.example")
        person.groups.add(Group.objects.get_or_create(name="contributor")[0])
        client = Client()
        client.force_login(person, backend="readiness.roles.RoleBackend")
        self.cookie = (
            f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        )
        self.statement, self.category = (
            Statement.objects.first().pk,
            EvidenceCategory.objects.first().pk,
        )
        self.owner = person.pk
        self.port = web_worker.free_port()
        self.token = "t" * 32
        connections.close_all()

    def server(self):
        return web_worker.web_server(self.port)

    def ask(self, method, address, body=None, **headers):
        """The answer's status and headers; raises ``OSError`` where the server is gone."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        said = {
            "Cookie": f"{self.cookie}; csrftoken={self.token}",
            "X-CSRFToken": self.token,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        try:
            asked.request(method, address, body=body, headers=said)
            answer = asked.getresponse()
            answer.read()
        except http.client.HTTPException as problem:
            raise ConnectionError(str(problem)) from problem
        finally:
            asked.close()
        return answer.status, dict(answer.getheaders())

    def send_in_pieces(self, file: Path) -> None:
        """As the page does with scripts: begin, pieces, then the form without the file."""
        size = file.stat().st_size
        name = base64.b64encode(file.name.encode()).decode()
        status, headers = self.ask(
            "POST",
            "/evidence/uploads/",
            Upload_Length=str(size),
            Upload_Metadata=f"filename {name}",
        )
        expect(status, 201)
        with file.open("rb") as content:
            at = 0
            while piece := content.read(PIECE):
                status, _ = self.ask(
                    "PATCH",
                    headers["Location"],
                    piece,
                    Upload_Offset=str(at),
                    Content_Type="application/offset+octet-stream",
                )
                expect(status, 204)
                at += len(piece)
        key = headers["Location"].split("/")[-2]
        self.save({"upload": key, "shown": key})

    def save(self, more: dict[str, str]) -> None:
        body, kind = form_body(self.answers() | more, None)
        status, _ = self.ask("POST", "/evidence/add/", body, Content_Type=kind)
        expect(status, 302)

    def send_by_form(self, file: Path) -> None:
        """As the page does without scripts: the file is part of the form."""
        head, kind = form_body(self.answers(), file)
        tail = f"\r\n--{kind.partition('boundary=')[2]}--\r\n".encode()
        length = len(head) + file.stat().st_size + len(tail)
        status, _ = self.ask(
            "POST",
            "/evidence/add/",
            parts(head, file, tail),
            Content_Type=kind,
            Content_Length=str(length),
        )
        expect(status, 302)

    def answers(self) -> dict[str, str]:
        return {
            "shows": "Waits fell",
            "statements": str(self.statement),
            "category": str(self.category),
            "owner": str(self.owner),
        }

    def documents(self) -> int:
        return Document.objects.count()


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


def parts(head: bytes, file: Path, tail: bytes):
    yield head
    with file.open("rb") as content:
        while piece := content.read(1024 * 1024):
            yield piece
    yield tail

"""As much of an object store as reading one object takes, on this machine."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Objects(BaseHTTPRequestHandler):
    """Every object is this one."""

    content = b"What people told us."

    def do_HEAD(self):
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.content)))
        self.send_header("ETag", '"one"')
        self.end_headers()

    def do_GET(self):
        self.do_HEAD()
        self.wfile.write(self.content)

    def log_message(self, *args):
        """Not to the tests' output."""


@contextmanager
def running():
    """What ``STORAGES["default"]`` is while it runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Objects)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": "evidence",
            "endpoint_url": f"http://127.0.0.1:{server.server_port}",
            "access_key": "invented",
            "secret_key": "invented",
            "default_acl": "private",
            "max_memory_size": 1,
        },
    }
    server.shutdown()

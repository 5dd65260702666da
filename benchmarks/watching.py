"""How much memory the processes of a web server take while something goes on."""

import threading
import time
from collections.abc import Callable
from contextlib import contextmanager

from benchmarks import web_server


class Watch(threading.Thread):
    """The most a server's processes hold while something goes on."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.most, self.going = server, 0.0, True

    def run(self):
        while self.going:
            self.most = max(self.most, *web_server.megabytes_of_workers(self.server))
            time.sleep(0.02)


@contextmanager
def watched(server):
    watch = Watch(server)
    watch.start()
    yield watch
    watch.going = False
    watch.join()


def measure(server, send: Callable[[], None]) -> tuple[float, float]:
    """(megabytes grown, seconds)."""
    before = max(web_server.megabytes_of_workers(server))
    begun = time.perf_counter()
    with watched(server) as watch:
        send()
    return watch.most - before, time.perf_counter() - begun

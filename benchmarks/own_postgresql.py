"""A benchmark on PostgreSQL, in a database made for it and dropped after it.

    python -m benchmarks.own_postgresql MODULE [ARGUMENTS]

``BENCHMARK_POSTGRESQL_URL`` says with which server; without one there, it says so and ends well.
"""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

SERVER = os.environ.get("BENCHMARK_POSTGRESQL_URL", "postgres://postgres@127.0.0.1/postgres")


def main() -> int:
    name = f"golden_thread_benchmark_{os.getpid()}"
    own = urlsplit(SERVER)._replace(path=f"/{name}").geturl()
    try:
        server = psycopg.connect(SERVER, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError as problem:
        print(f"Not measured on PostgreSQL: {str(problem).splitlines()[0]}")
        return 0
    with server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            command = [sys.executable, "-m", *sys.argv[1:]]
            own_one = os.environ | {"DATABASE_URL": own, "BENCHMARK_DATABASE_URL": own}
            return subprocess.run(command, env=own_one, check=False).returncode
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


if __name__ == "__main__":
    sys.exit(main())

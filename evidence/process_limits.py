"""The share of the machine that a process which reads somebody's file may use.

Imported by the scripts that ``limited_process`` runs, from their own folder; nothing of Django.
"""

import resource

MEMORY = 1024**3
CPU_SECONDS = 60


def limit(cpu_seconds: int = CPU_SECONDS) -> None:
    """From here on this process, and what it starts, writes no files and uses no more than this."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))

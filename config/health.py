"""Whether this process lives, and whether it can serve. For load balancers; tells no secrets."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from config.celery import app

SECONDS_TO_ANSWER = 2


@never_cache
@require_GET
@login_not_required
def live(request):
    """This process answers. Asks nothing of the database."""
    return JsonResponse({"live": True})


@never_cache
@require_GET
@login_not_required
def ready(request):
    """Everything a page needs is there: 200, or 503 and which part is not."""
    parts = {name: works(ask) for name, ask in QUESTIONS.items()}
    is_ready = all(parts.values())
    return JsonResponse({"ready": is_ready, "parts": parts}, status=200 if is_ready else 503)


def works(ask) -> bool:
    """Any failure means the same to a load balancer; the words of one are not for strangers."""
    try:
        return ask()
    except Exception:
        return False


def database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def migrations() -> bool:
    """Every migration this code needs has been applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def shared_cache() -> bool:
    cache.set("health", "well", timeout=10)
    return cache.get("health") == "well"


def background_work() -> bool:
    """The broker takes work; in memory it always does."""
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=SECONDS_TO_ANSWER)
    return True


QUESTIONS = {
    "database": database,
    "migrations": migrations,
    "cache": shared_cache,
    "background_work": background_work,
}

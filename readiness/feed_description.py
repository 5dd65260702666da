"""The feeds described as OpenAPI 3.1. Pure."""

from readiness.feeds import AT_ONCE, FEEDS, MOST_AT_ONCE, Feed

SINCE = {
    "name": "changed_since",
    "in": "query",
    "description": "Only rows that changed at this moment or later: 2026-11-22 or ISO 8601.",
    "schema": {"type": "string"},
}
AFTER = {
    "name": "after",
    "in": "query",
    "description": "Go on after the row with this id.",
    "schema": {"type": "integer", "minimum": 0},
}
LIMIT = {
    "name": "limit",
    "in": "query",
    "description": "Rows at a time, in JSON. CSV comes whole.",
    "schema": {"type": "integer", "default": AT_ONCE, "maximum": MOST_AT_ONCE},
}
PERIOD = {
    "name": "period",
    "in": "query",
    "required": True,
    "description": "Such as 2023-24 Q2 or 2023-24.",
    "schema": {"type": "string"},
}
REFUSALS = {
    "400": {"description": "What was asked cannot be understood; the answer says what."},
    "401": {"description": "No key, or one that is not in force."},
}


def description(*, council: str, address: str) -> dict:
    return {
        "openapi": "3.1.0",
        "info": {"title": f"Golden Thread of {council}", "version": "1"},
        "servers": [{"url": address}],
        "security": [{"key": []}, {"password": []}],
        "paths": {
            f"/{name}.{kind}": {"get": operation(feed, kind)}
            for name, feed in FEEDS.items()
            for kind in ("json", "csv")
        },
        "components": {
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer"},
                "password": {"type": "http", "scheme": "basic"},
            },
            "schemas": {name: schema(feed) for name, feed in FEEDS.items()},
        },
    }


def operation(feed: Feed, kind: str) -> dict:
    return {
        "operationId": f"{feed.name}_{kind}",
        "summary": feed.about,
        "parameters": parameters(feed, kind),
        "responses": {"200": {"description": "Rows", "content": content(feed, kind)}, **REFUSALS},
    }


def parameters(feed: Feed, kind: str) -> list[dict]:
    if feed.name == "scorecard":
        return [PERIOD]
    if not feed.is_paged:
        return []
    return [SINCE, AFTER, LIMIT] if kind == "json" else [SINCE, AFTER]


def content(feed: Feed, kind: str) -> dict:
    if kind == "csv":
        return {"text/csv": {"schema": {"type": "string"}}}
    rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{feed.name}"}}
    next_ = {"type": ["string", "null"], "description": "Address of the rows after these."}
    return {
        "application/json": {
            "schema": {"type": "object", "properties": {"rows": rows, "next": next_}}
        }
    }


def schema(feed: Feed) -> dict:
    return {
        "type": "object",
        "required": list(feed.fields),
        "properties": {
            name: {"type": [kind, "null"], "description": about}
            for name, (kind, about) in feed.fields.items()
        },
    }

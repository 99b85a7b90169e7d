"""The published description of version 1, made from the message classes (OpenAPI 3.1)."""

import re
from functools import cache
from typing import Any

from mdt_alpr.hq.serving.operations import OPERATIONS, Operation
from mdt_alpr.wire.problems import CONTENT_TYPE, ProblemMessage
from mdt_alpr.wire.schema import Schema, add_components

_NAMED = re.compile(r"{(\w+)}")
_NO_CONTENT = 204


@cache
def document() -> dict[str, Any]:
    """Return the whole description, JSON values only."""
    components: dict[str, Schema] = {}
    paths: dict[str, dict[str, Any]] = {}
    for (method, path), operation in OPERATIONS.items():
        paths.setdefault(path, {})[method.lower()] = _described(path, operation, components)
    return {
        "openapi": "3.1.0",
        "info": {"title": "mdt-alpr headquarters", "version": "1"},
        "paths": paths,
        "components": {
            "schemas": dict(sorted(components.items())),
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
        },
    }


def _described(path: str, operation: Operation, components: dict[str, Schema]) -> dict[str, Any]:
    named = [_parameter(name, "path", "string") for name in _NAMED.findall(path)]
    asked = [_parameter(name, "query", kind) for name, kind in operation.query.items()]
    answers = {str(s): _answer(s, operation, components) for s in operation.statuses}
    problem = _content(ProblemMessage, components, CONTENT_TYPE)
    described: dict[str, Any] = {
        "summary": operation.does,
        "security": [] if operation.is_open else [{"session": []}],
        "parameters": named + asked,
        "responses": {
            **answers,
            "default": {"description": "A numbered problem (RFC 9457)", "content": problem},
        },
    }
    if operation.takes is not None:
        content = _content(operation.takes, components)
        described["requestBody"] = {"required": True, "content": content}
    return described


def _answer(status: int, operation: Operation, components: dict[str, Schema]) -> dict[str, Any]:
    if status == _NO_CONTENT or operation.gives is None:
        return {"description": "Done, or nothing new"}
    return {"description": operation.does, "content": _content(operation.gives, components)}


def _content(
    kind: type | str, components: dict[str, Schema], media_type: str = "application/json"
) -> dict[str, Any]:
    if isinstance(kind, str):
        return {kind: {}}
    return {media_type: {"schema": add_components(kind, components)}}


def _parameter(name: str, place: str, kind: str) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "schema": {"type": kind}}

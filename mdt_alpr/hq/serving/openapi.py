"""The published description of version 1, made from the message classes (OpenAPI 3.1)."""

import re
from functools import cache
from typing import Any

from mdt_alpr.hq.people.endpoints import Endpoint
from mdt_alpr.wire.addresses import SECOND_PERSON
from mdt_alpr.wire.codec import schemas
from mdt_alpr.wire.dispatch import CLOUD_EVENT, SIGNATURE, CloudEvent
from mdt_alpr.wire.problems import CONTENT_TYPE, ProblemMessage

_NAMED = re.compile(r"{(\w+)}")
_NO_CONTENT = 204


@cache
def document(endpoints: tuple[Endpoint, ...]) -> dict[str, Any]:
    """Return the description of these addresses, JSON values only."""
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        methods = paths.setdefault(endpoint.address, {})
        methods[endpoint.method.lower()] = _described(endpoint)
    kinds = {
        ProblemMessage,
        CloudEvent,
        *(kind for e in endpoints for kind in (e.accepts, e.returns)),
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "mdt-alpr headquarters", "version": "1"},
        "paths": paths,
        "webhooks": {"hit": {"post": _webhook()}},
        "components": {
            "schemas": schemas(kind for kind in kinds if isinstance(kind, type)),
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
        },
    }


def _webhook() -> dict[str, Any]:
    """Return what a receiver of dispatch is sent."""
    signature = _parameter(SIGNATURE, "header", "string") | {"required": True}
    words = "t=SECONDS,v1=HEX: HMAC-SHA256 of SECONDS.BODY under the bytes of the secret"
    return {
        "summary": "A hit was raised, accepted, verified or ended; it comes again until 200",
        "parameters": [signature | {"description": words}],
        "requestBody": {"required": True, "content": _content(CloudEvent, CLOUD_EVENT)},
        "responses": {"200": {"description": "Received; one that comes twice has the same id"}},
    }


def _described(endpoint: Endpoint) -> dict[str, Any]:
    named = [_parameter(name, "path", "string") for name in _NAMED.findall(endpoint.address)]
    asked = [_parameter(name, "query", kind) for name, kind in endpoint.query.items()]
    if endpoint.declared.second is not None:
        asked.append(_parameter(SECOND_PERSON, "header", "string"))
    answers = {str(int(s)): _answer(s, endpoint) for s in endpoint.statuses}
    problem = _content(ProblemMessage, CONTENT_TYPE)
    described: dict[str, Any] = {
        "summary": endpoint.summary,
        "security": [] if endpoint.is_open else [{"session": []}],
        "parameters": named + asked,
        "responses": {
            **answers,
            "default": {"description": "A numbered problem (RFC 9457)", "content": problem},
        },
    }
    if endpoint.accepts is not None:
        content = _content(endpoint.accepts)
        described["requestBody"] = {"required": True, "content": content}
    return described


def _answer(status: int, endpoint: Endpoint) -> dict[str, Any]:
    if status == _NO_CONTENT or endpoint.returns is None:
        return {"description": "Done, or nothing new"}
    return {"description": endpoint.summary, "content": _content(endpoint.returns)}


def _content(kind: type | str, media_type: str = "application/json") -> dict[str, Any]:
    if isinstance(kind, str):
        return {kind: {}}
    return {media_type: {"schema": {"$ref": f"#/components/schemas/{kind.__name__}"}}}


def _parameter(name: str, place: str, kind: str) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "schema": {"type": kind}}

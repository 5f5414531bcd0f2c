"""The API over a real socket: its answers are as its description says, and a wrong request is told why."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from tests.domain.words import DAY_MS, answers, joins
from tests.gateway.rig import CENTRE, ScriptedPbx, config, running
from tests.gateway.web_client import Answer, get
from wallboard.domain.ids import ALL
from wallboard.feed.roles import Role
from wallboard.gateway.fanout import client_limits
from wallboard.gateway.fanout.web import answers as web_answers
from wallboard.gateway.fanout.web import shared
from wallboard.gateway.fanout.web.openapi import ENDPOINTS
from wallboard.gateway.setup.queue_tables import GroupEntry
from wallboard.host.clock import now_ms

pytestmark = pytest.mark.network

TYPES = {"string": str, "boolean": bool, "array": list, "object": dict, "null": type(None)}


class Described:
    """Holds values against the schemas of a description."""

    def __init__(self, description: Mapping[str, Any]) -> None:
        self._description = description

    def check(self, path: str, answer: Answer) -> None:
        content = self._description["paths"][path]["get"]["responses"][str(answer.status)]["content"]
        self._check(answer.json(), content[answer.headers["content-type"]]["schema"], path)

    def _check(self, value: Any, schema: Mapping[str, Any], where: str) -> None:
        if "$ref" in schema:
            schema = self._description["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        if "anyOf" in schema:
            self._check_any(value, schema["anyOf"], where)
            return
        assert schema.keys() <= KNOWN, (where, schema)
        if "enum" in schema:
            assert value in schema["enum"], where
        if "type" in schema:
            assert _is(value, schema["type"]), (where, value, schema)
        if schema.get("format") == "date-time":
            assert datetime.fromisoformat(value).tzinfo is not None
        if schema.get("type") == "array":
            for one in value:
                self._check(one, schema["items"], f"{where}[]")
        if schema.get("type") == "object":
            self._check_object(value, schema, where)

    def _check_any(self, value: Any, schemas: list[Mapping[str, Any]], where: str) -> None:
        fits = []
        for schema in schemas:
            try:
                self._check(value, schema, where)
            except AssertionError:
                continue
            fits.append(schema)
        assert fits, (where, value)

    def _check_object(self, value: Mapping[str, Any], schema: Mapping[str, Any], where: str) -> None:
        assert set(schema.get("required", ())) <= value.keys(), where
        properties, more = schema.get("properties", {}), schema.get("additionalProperties", True)
        for name, one in value.items():
            if name in properties:
                self._check(one, properties[name], f"{where}.{name}")
            else:
                assert isinstance(more, Mapping), (where, name)
                self._check(one, more, f"{where}.{name}")


KNOWN = {
    *("title", "description", "type", "properties", "required", "items", "enum", "format"),
    *("additionalProperties", "default", "propertyNames"),
}


def _is(value: Any, kind: str) -> bool:
    if kind in ("number", "integer"):
        return isinstance(value, int if kind == "integer" else int | float) and not isinstance(value, bool)
    return isinstance(value, TYPES[kind])


@pytest.fixture(autouse=True)
def anew_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "FRESH_S", 0.0)


def busy() -> ScriptedPbx:
    at_s = (now_ms() - DAY_MS) / 1000
    calls = [joins("a", "sales", at_s), answers("ana", "a", at_s), joins("w", "sales", at_s)]
    return ScriptedPbx(*CENTRE[:-1], *calls, CENTRE[-1])


async def test_that_real_answers_are_as_the_description_says() -> None:
    made_by = config(groups={"front": GroupEntry(name="Front", queues=["sales"])})
    async with running(busy(), made_by) as gateway:
        described = Described((await get(gateway, "/api/v1/openapi.json")).json())
        for path in ENDPOINTS:
            for role in Role:
                answer = await get(gateway, path, role)
                assert answer.status == 200
                described.check(path, answer)
            described.check(path, await get(gateway, f"{path}?colour=red", Role.VIEWER))
            described.check(path, await get(gateway, path))


async def test_that_one_queue_and_one_window_can_be_asked_for() -> None:
    async with running(busy()) as gateway:
        path = "/api/v1/figures?scope=pbx%3Asales&window=rolling_30"
        body: Any = (await get(gateway, path, Role.VIEWER)).json()
        assert [one["id"] for one in body["scopes"]] == ["pbx:sales"]
        assert body["window"] == "rolling_30"
        intervals = (await get(gateway, "/api/v1/intervals", Role.VIEWER)).json()
        assert (intervals["scope"], intervals["intervals"]) == (ALL, [])


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/v1/figures?window=year", 400, "rolling_30"),
        ("/api/v1/figures?scope=nobody", 404, "/api/v1/queues"),
        ("/api/v1/intervals?scope=", 404, "/api/v1/queues"),
        ("/api/v1/agents?name=ana", 400, "takes none"),
        ("/api/v1/figures?scope=all&scope=all", 400, "each once"),
        ("/api/v1/figures?" + "&".join(f"p{number}=1" for number in range(500)), 400, "each once"),
        ("/api/v1/queue", 404, "/api/v1/queues"),
        ("/api/v2/queues", 404, "openapi.json"),
    ],
)
async def test_that_a_wrong_request_is_told_what_to_do(path: str, status: int, words: str) -> None:
    async with running(busy()) as gateway:
        answer = await get(gateway, path, Role.VIEWER)
        assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
        problem = answer.json()
        assert words in str(problem["detail"])
        assert str(problem["instance"]) == path[:200]


async def test_that_nothing_is_told_without_a_token_and_nothing_can_be_changed() -> None:
    async with running(busy()) as gateway:
        for path in ENDPOINTS:
            answer = await get(gateway, path)
            assert (answer.status, answer.json()["title"]) == (401, "The API needs a token")
        for method in ("POST", "DELETE"):
            answer = await get(gateway, "/api/v1/queues", Role.SUPERVISOR, method=method)
            assert (answer.status, answer.headers["allow"]) == (405, "GET")


async def test_that_one_token_cannot_ask_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_limits, "REQUESTS_BURST", 1)
    async with running(busy()) as gateway:
        assert (await get(gateway, "/api/v1/queues", Role.VIEWER)).status == 200
        refused = await get(gateway, "/api/v1/agents", Role.VIEWER)
        assert (refused.status, refused.headers["retry-after"]) == (429, "5")


async def test_that_too_long_an_answer_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "BODY_MOST", 100)
    async with running(busy()) as gateway:
        answer = await get(gateway, "/api/v1/figures", Role.VIEWER)
        assert (answer.status, answer.json()["title"]) == (503, "The answer is too long")
        assert len(answer.body) < web_answers.BODY_MOST

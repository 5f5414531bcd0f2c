"""Queues as the doctor lists them, and the wrap-up that AMI does not tell."""

from tests.pbx.asterisk.answering import Answering
from wallboard.pbx.asterisk.adapter import AsteriskOptions
from wallboard.pbx.asterisk.doctor.queue_check import check_queues
from wallboard.pbx.asterisk.wire.codec import AmiMessage
from wallboard.pbx.findings import Finding, Grade


def rows(*names: str, wrap_up: int = 0) -> list[AmiMessage]:
    queues = [AmiMessage({"Event": "QueueParams", "Queue": name}) for name in names]
    members = [
        AmiMessage({"Event": "QueueMember", "Queue": name, "Location": "PJSIP/1", "Wrapuptime": str(wrap_up)})
        for name in names
    ]
    return [*queues, *members]


async def seen(listed: list[AmiMessage], probe: Answering | None = None, **options: object) -> list[Finding]:
    given = {"host": "pbx", "user": "u", "secret": "s", **options}
    return await check_queues(probe or Answering({}), listed, AsteriskOptions(**given))  # type: ignore[arg-type]  # options by name, as a test wants them


async def test_that_a_pbx_without_queues_is_warned_of() -> None:
    (found,) = await seen([])
    assert found.grade is Grade.WARNING


async def test_that_the_wrap_up_of_the_file_is_written_out_for_the_configuration() -> None:
    probe = Answering(
        {"Getvar AST_CONFIG(queues.conf,vip desk,wrapuptime,-1)": {"Value": "8"}, "Getvar": {"Value": ""}}
    )
    listed, told = await seen(rows("vip desk", "sales"), probe)
    assert listed.text == "2 queues with 1 agents: sales, vip desk."
    assert told.remedy == 'gateway.toml, below [wrap_up]:\n"vip desk" = 8\n# sales = its wrapuptime, 0 too'


async def test_that_all_lines_of_many_queues_are_written_out() -> None:
    names = [str(number) for number in range(400, 430)]
    probe = Answering({f"Getvar AST_CONFIG(queues.conf,{name},wrapuptime,-1)": {"Value": name} for name in names})
    _, told = await seen(rows(*names), probe)
    assert told.remedy.splitlines()[1:] == [f"{name} = {name}" for name in names]


async def test_that_a_wrap_up_that_all_have_is_one_line() -> None:
    _, told = await seen(rows("sales", "vip"), Answering({"Getvar": {"Value": "8"}}))
    assert told.remedy.splitlines()[1:] == ["default_wrap_up_s = 8"]
    _, none = await seen(rows("sales", "vip"), Answering({"Getvar": {"Value": "0"}}))
    assert none.remedy.splitlines()[1:] == ["sales = 0", "vip = 0"]


async def test_that_a_queue_with_quotation_marks_is_written_as_toml_wants_it() -> None:
    _, told = await seen(rows('the "vip" desk'))
    assert told.remedy.startswith(r'gateway.toml, [wrap_up]: "the \"vip\" desk" = its wrapuptime')


async def test_that_the_wrap_up_is_asked_of_the_administrator_where_the_pbx_does_not_tell() -> None:
    _, told = await seen(rows("sales"))
    assert told.remedy.startswith("gateway.toml, [wrap_up]: sales = its wrapuptime")


async def test_that_a_name_that_would_ask_something_else_is_not_asked_for() -> None:
    probe = Answering({"Getvar": {"Value": "8"}})
    await seen(rows("a,secret)"), probe)
    assert probe.asked == []


async def test_that_a_queue_that_no_call_can_be_moved_to_is_named() -> None:
    found = await seen(rows("x" * 2000), default_wrap_up_s=5.0)
    assert "No call can be moved to queue xxx" in found[1].text
    assert len(await seen(rows("7", "r&d", "Äußeres", "x/y", "_vip", "a b+c"), default_wrap_up_s=5.0)) == 1


async def test_that_a_wrap_up_that_is_known_is_not_asked_for() -> None:
    assert len(await seen(rows("sales", wrap_up=5))) == 1
    assert len(await seen(rows("sales"), wrap_up_s={"sales": 0.0})) == 1
    assert len(await seen(rows("sales"), default_wrap_up_s=5.0)) == 1

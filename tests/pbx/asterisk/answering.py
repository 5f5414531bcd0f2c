"""A PBX that can be asked one thing after the other without a socket: each action has its answer ready."""

from collections.abc import Callable, Iterable, Mapping

from wallboard.pbx.asterisk.doctor.probe import Probe
from wallboard.pbx.asterisk.wire.codec import AmiMessage

Rows = tuple[AmiMessage, list[AmiMessage]]


class Answering(Probe):
    """Answers by an action's name, or by its name and its first header's value; else with an error.

    Attributes:
        asked: the actions, each with its first header's value.
    """

    def __init__(
        self, answers: Mapping[str, Mapping[str, str]], rows: Mapping[str, Iterable[AmiMessage]] = {}
    ) -> None:
        self.events: list[AmiMessage] = []
        self.asked: list[str] = []
        self._answers, self._rows = answers, rows

    async def ask(self, name: str, *headers: tuple[str, str]) -> AmiMessage:
        """The answer that is ready."""
        value = headers[0][1] if headers else ""
        self.asked.append(f"{name} {value}".strip())
        answer = self._answers.get(
            f"{name} {value}", self._answers.get(name, {"Response": "Error", "Message": "No"})
        )
        return AmiMessage({"Response": "Success", **answer})

    async def list_rows(self, name: str, *headers: tuple[str, str]) -> Rows:
        """The answer, and the rows for an action of that name."""
        return await self.ask(name, *headers), list(self._rows.get(name, ()))

    async def until(self, condition: Callable[[], bool], wait_s: float) -> bool:
        """Whether it is so: nothing more will come."""
        return condition()

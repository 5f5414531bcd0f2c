"""The error classes: misuse of this program apart from faults of the other side."""

from typing import TYPE_CHECKING, Self

from tests.releases.release_next.domain.problems import Problem, ProblemKind

if TYPE_CHECKING:
    from tests.releases.release_next.domain.actions.commands import Reason


class WallboardError(Exception):
    """An error in words a user can act on: what, where and what to do.

    Attributes:
        problem: the same by its kind, where a screen has words for it in the user's language.
    """

    problem: Problem | None = None

    def as_problem(self, kind: ProblemKind) -> Problem:
        """Returns the problem for a screen; of ``kind`` where no better one is set."""
        return self.problem or Problem(kind=kind, technical=str(self))

    def of(self, problem: Problem) -> Self:
        """Returns this error, with its kind."""
        self.problem = problem
        return self


class ConfigError(WallboardError):
    """A file or an option that a person wrote cannot be used."""


class RemoteError(WallboardError):
    """The other side of a connection violated the protocol, or is not there."""


class ProtocolError(RemoteError):
    """The other side sent what its protocol does not allow."""


class LoginRefused(RemoteError):
    """The other side does not accept the credentials; automatic retries are pointless."""


class PbxRefused(RemoteError):
    """The PBX did not accept an action; the message is the PBX's own, or Wallboard's if it was not sent.

    Attributes:
        reason: one of the reasons that screens have words for; None where it is the PBX's own.
    """

    def __init__(self, words: str, reason: "Reason | None" = None) -> None:
        super().__init__(words)
        self.reason = reason

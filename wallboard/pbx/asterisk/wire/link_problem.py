"""Maps a failure of the connection to the PBX to its kind, for screens in their user's language."""

import ssl

from wallboard.domain.errors import LoginRefused, ProtocolError, RemoteError
from wallboard.domain.problems import ProblemKind


def kind_of(error: Exception) -> ProblemKind:
    """Returns the kind in the error, else the one of its type."""
    match error:
        case RemoteError(problem=problem) if problem is not None:
            return problem.kind
        case LoginRefused():
            return ProblemKind.PBX_LOGIN
        case ProtocolError():
            return ProblemKind.PBX_NONSENSE
        case RemoteError():
            return ProblemKind.PBX_TROUBLE
        case ssl.SSLError():
            return ProblemKind.PBX_TLS
        case ConnectionRefusedError():
            return ProblemKind.PBX_NOT_LISTENING
        case TimeoutError():
            return ProblemKind.PBX_NO_ANSWER
        case OSError():
            return ProblemKind.PBX_UNREACHABLE
        case _:
            return ProblemKind.PBX_FAULT

"""Every way in which the connection to the PBX fails has its kind."""

import ssl

import pytest

from wallboard.domain.errors import LoginRefused, PbxRefused, ProtocolError, RemoteError
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.pbx.asterisk.wire.link_problem import kind_of


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (RemoteError("closed").of(Problem(kind=ProblemKind.PBX_CLOSED)), ProblemKind.PBX_CLOSED),
        (RemoteError("a list was refused"), ProblemKind.PBX_TROUBLE),
        (PbxRefused("no right"), ProblemKind.PBX_TROUBLE),
        (LoginRefused("no such user"), ProblemKind.PBX_LOGIN),
        (ProtocolError("no greeting"), ProblemKind.PBX_NONSENSE),
        (ssl.SSLCertVerificationError("expired"), ProblemKind.PBX_TLS),
        (ConnectionRefusedError(), ProblemKind.PBX_NOT_LISTENING),
        (TimeoutError(), ProblemKind.PBX_NO_ANSWER),
        (OSError(113, "no route"), ProblemKind.PBX_UNREACHABLE),
        (KeyError("x"), ProblemKind.PBX_FAULT),
    ],
)
def test_that_a_failure_has_its_kind(error: Exception, kind: ProblemKind) -> None:
    assert kind_of(error) is kind

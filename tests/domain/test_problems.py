"""A problem in a log: its kind and all that is known of it."""

from wallboard.domain.problems import Problem, ProblemKind


def test_that_a_log_names_the_kind_and_its_particulars() -> None:
    problem = Problem(
        kind=ProblemKind.PROXY_REFUSES, subject={"url": "wss://g", "status": "403"}, technical="Forbidden"
    )
    assert str(problem) == "proxy refuses: wss://g, 403, Forbidden"
    assert str(Problem(kind=ProblemKind.VERSIONS)) == "versions"

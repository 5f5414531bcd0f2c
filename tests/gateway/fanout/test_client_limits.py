"""What a client may do: its screens share it, and nobody else has to."""

from wallboard.gateway.fanout.client_limits import COMMANDS_BURST, AllLimits


def test_that_all_sessions_of_a_client_share_its_limits_and_others_have_their_own() -> None:
    limits = AllLimits()
    allowed = [limits.of("mallory").commands.allows() for _ in range(COMMANDS_BURST + 1)]
    assert allowed == [True] * COMMANDS_BURST + [False]
    assert limits.of("sue").commands.allows()
    assert limits.of("mallory").charts.allows()

"""What a doctor's finding may put on a terminal."""

from wallboard.pbx.findings import note, ok, problem, warning


def test_that_no_name_of_the_pbx_moves_a_terminals_cursor_or_turns_its_lines_around() -> None:
    text, remedy = "the queue \x1b[2J\u202esales\r", "write:\nqueue\x07"
    for finding in (note("queues", text, remedy), warning("queues", text, remedy), problem("queues", text, remedy)):
        assert (finding.text, finding.remedy) == ("the queue \ufffd[2J\ufffdsales\ufffd", "write:\nqueue\ufffd")
    assert ok("queues", text).text == "the queue \ufffd[2J\ufffdsales\ufffd"

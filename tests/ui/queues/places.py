"""Where the columns of a queue table are as it comes."""

from enum import IntEnum


class Column(IntEnum):
    """The columns from left to right."""

    NAME = 0
    SERVICE_LEVEL = 1
    WAITING = 2
    LONGEST = 3
    ABANDONED = 4
    ASA = 5
    AGENTS = 6

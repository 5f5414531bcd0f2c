"""Names of things: each kind of identifier is a type of its own, so that they cannot be mixed up."""

from typing import NewType

QueueId = NewType("QueueId", str)
AgentId = NewType("AgentId", str)
"""The PBX's key of the phone the agent is rung at, e.g. ``PJSIP/1001``."""
CallId = NewType("CallId", str)
"""One caller's presence, however often it is moved: the PBX's key of the caller's channel."""
CommandId = NewType("CommandId", str)
LinkId = NewType("LinkId", str)

ALL_QUEUES = QueueId("*")
"""Stands for the total over all queues wherever a queue id is asked for."""

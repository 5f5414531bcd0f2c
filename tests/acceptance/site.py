"""A site whose dialplan has something behind its queues: a maximum wait, an overflow, transfer keys; and odd names.

It stands beside the lab's own configuration until the PBX is started the next time.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.lab.fixtures import ROOT, Pbx

WAIT_S = 8

ODD_NAMES = (
    b"7",
    b"_vip",
    b"-late",
    b"r&d",
    b"a+b",
    b"x/y",
    b"Cafe Central",
    "Äußeres".encode(),
    b"t\xe9cnico",
    b"q" * 79,
    b"Lisboa (PT",
    b'say "hi"',
    b"one, two",
    b"${EXTEN}$[1",
    b"back\\slash",
)

QUEUES = b"""
; takes nobody without a member that can be rung, and lets go who waits when the last one pauses
[closed](brisk)
joinempty = paused,invalid,unavailable
[closing](brisk)
leavewhenempty = paused,invalid,unavailable
member => PJSIP/1102,0,Paulius Jonaitis,PJSIP/1102
[small](brisk)
maxlen = 1
member => PJSIP/1102,0,Paulius Jonaitis,PJSIP/1102
[doomed](brisk)
member => PJSIP/1102,0,Paulius Jonaitis,PJSIP/1102
"""

DIALPLAN = b"""
[inbound](+)
exten => _w-.,1,Set(QUEUE_PRIO=3)
 same => n,Queue(${EXTEN:2},tT,,,8)
 same => n,Goto(overflow,${EXTEN},1)
exten => _c-.,1,Queue(${EXTEN:2},ct,,,60)
 same => n,Goto(overflow,${EXTEN},1)
exten => _e-.,1,Queue(${EXTEN:2},,,,60)
exten => _g-.,1,Gosub(waiting,s,1(${EXTEN:2}))
 same => n,Goto(overflow,${EXTEN},1)
exten => _u-.,1,Queue(${EXTEN:2},tb(s^1),,,60,,noted)
exten => s,1,UserEvent(Rung,At: ${CHANNEL})
 same => n,Return()
exten => odd,1,Queue(t\xe9cnico,t,,,60)
exten => h,1,UserEvent(SiteHangup,Context: ${CONTEXT})

[waiting]
exten => s,1,Queue(${ARG1},t,,,8)
 same => n,Return()

[noted]
exten => s,1,UserEvent(Noted,At: ${CHANNEL})
 same => n,Return()

[overflow]
exten => _.,1,UserEvent(Overflow,Why: ${QUEUESTATUS},From: ${EXTEN})
 same => n,Answer()
 same => n,Echo()
"""


@contextmanager
def built_at(pbx: Pbx) -> Iterator[Pbx]:
    """The PBX with this site's queues and dialplan."""
    odd = b"".join(
        b"[%b](brisk)\nmember => PJSIP/1102,0,Paulius Jonaitis,PJSIP/1102\n" % name for name in ODD_NAMES
    )
    add(pbx, "queues.conf", QUEUES + odd)
    add(pbx, "extensions.conf", DIALPLAN)
    reload(pbx)
    yield pbx
    pbx.restart()


def add(pbx: Pbx, file: str, text: bytes) -> None:
    """Write lines at the end of one of the PBX's files."""
    with (ROOT / "etc/asterisk" / file).open("ab") as conf:
        conf.write(text)


def reload(pbx: Pbx) -> None:
    """Have the PBX read its queues and its dialplan again."""
    pbx.cli("dialplan reload")
    pbx.cli("queue reload all")

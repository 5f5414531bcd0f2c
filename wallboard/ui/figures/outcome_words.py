"""Texts of callers' outcomes: classes that add up to all who came, and the exits of the flowed out."""

from collections.abc import Mapping
from functools import cache

from wallboard.domain.centre.exits import Exit
from wallboard.present.frame import QueueRow
from wallboard.ui.words import text


@cache
def _exits() -> Mapping[Exit, str]:
    return {
        Exit.TIMEOUT: text.translate("text", "timed out"),
        Exit.KEY: text.translate("text", "by keypress"),
        Exit.EMPTY: text.translate("text", "no agents in the queue"),
        Exit.OVERFLOW: text.translate("text", "continued in the dialplan"),
        Exit.WITHDRAWN: text.translate("text", "removed"),
        Exit.MOVED: text.translate("text", "to another queue"),
        Exit.UNOBSERVED: text.translate("text", "unknown"),
        Exit.UNKNOWN: text.translate("text", "unknown exit"),
    }


def balance(row: QueueRow) -> str:
    """Returns all who came as the sum of their outcomes; empty classes are left out."""
    came = [text.tr("{n} offered").format(n=text.count(row.tally.offered))]
    if row.carried > 0:
        came.append(text.tr("{n} carried over").format(n=text.count(row.carried)))
    classes = (
        (text.tr("{n} answered"), row.tally.answered),
        (text.tr("{n} abandoned"), row.tally.abandoned),
        (text.tr("{n} flowed out"), row.tally.flowed_out),
        (text.tr("{n} with unknown outcome"), row.tally.unobserved),
        (text.tr("{n} still in the queue"), row.here),
    )
    went = [words.format(n=text.count(many)) for words, many in classes if many > 0]
    return f"{' + '.join(came)} = {' + '.join(went)}" if went else came[0]


def exits(row: QueueRow) -> str:
    """Returns the exits of the flowed out, most frequent first; empty without any."""
    if not row.tally.flowed_out:
        return ""
    known = sorted(row.tally.exits.items(), key=lambda one: -one[1])
    words = [f"{_exits()[exit_]} {text.count(many)}" for exit_, many in known]
    sentence = text.tr("Flowed out: {exits}").format(exits=" · ".join(words))
    return sentence if words else text.tr("{n} flowed out").format(n=text.count(row.tally.flowed_out))

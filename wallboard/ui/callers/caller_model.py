"""The model of callers who wait or are moving, longest wait first, one row each."""

from operator import attrgetter

from wallboard.domain.centre.state import CallPhase
from wallboard.domain.ids import source_of
from wallboard.present.frame import CallerRow
from wallboard.ui.look.rows_model import RowsModel
from wallboard.ui.words import sentences, text

translate = text.translate


class CallerModel(RowsModel[CallerRow]):
    """Callers by their call's id."""

    key = attrgetter("call_id")

    def accessible_text(self, row: CallerRow) -> str:
        parts = [
            sentences.caller_name(row),
            row.queue_name,
            text.clock(row.shown_ms(self.now_ms) - row.since_ms),
            text.phase_word(row.phase),
        ]
        if row.pending is not None:
            parts.append(sentences.pending_words(row.pending))
        return ", ".join(parts)

    def tool_tip(self, row: CallerRow) -> str:
        lines = [sentences.caller_name(row)]
        if row.name and row.number:
            lines.append(row.number)
        if row.position:
            lines.append(
                translate("callers", "Position {n} in {queue}").format(n=row.position, queue=row.queue_name)
            )
        else:
            lines.append(row.queue_name)
        if row.phase is CallPhase.MOVING and row.moving_to:
            lines.append(translate("callers", "Moving to {target}").format(target=row.moving_to))
        if row.phase is CallPhase.UNKNOWN:
            lines.append(sentences.sentence(text.phase_word(row.phase)))
        if row.returned:
            lines.append(translate("callers", "Answered before, waiting again"))
        lines.append(sentences.as_of_words(source_of(row.call_id), row.as_of_ms))
        return "\n".join(line for line in lines if line)

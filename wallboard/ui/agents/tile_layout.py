"""Where the parts of an agent's tile are: four densities, each worked out once for one size of tile."""

from msgspec import Struct

from wallboard.ui.look.lettering import Lettering
from wallboard.ui.look.theme import Text, Theme


class Density(Struct, frozen=True, kw_only=True):
    """How much room a tile gets, in the design's pixels; ``lines`` of text: 3, 2 or 1."""

    least_width: int
    height: int
    gap: int
    lines: int
    name: Text
    clock: Text


GENEROUS = Density(least_width=184, height=86, gap=8, lines=3, name=Text.HEADING, clock=Text.FIGURE)
DETAILED = Density(least_width=164, height=70, gap=6, lines=3, name=Text.STRONG, clock=Text.STRONG)
MEDIUM = Density(least_width=164, height=56, gap=6, lines=2, name=Text.STRONG, clock=Text.STRONG)
COMPACT = Density(least_width=180, height=32, gap=4, lines=1, name=Text.BODY, clock=Text.BODY)


class Places(Struct, frozen=True, kw_only=True):
    """Distances from the tile's upper left corner, device-independent pixels.

    ``…_y`` of a text is the top of its line. Name, badges and, in the closest density, the clock share
    a line that ends at ``right``. ``word_x`` and ``detail_y`` are -1 where there is no such part. ``has_caller``:
    there is no third line, and the caller stands in the place of the state's word.
    """

    margin: int
    width: int
    height: int
    left: int
    right: int
    name_x: int
    name_y: int
    clock_y: int
    icon_y: int
    icon_px: int
    word_x: int = -1
    word_y: int = -1
    detail_y: int = -1
    has_caller: bool = False
    badge_y: int
    badge_px: int
    badge_step: int
    beside_clock: int


def places(density: Density, theme: Theme, letters: Lettering, size: tuple[int, int]) -> Places:
    """Returns the places in a cell of ``size`` (width, height), of which the gap is left free on all sides."""
    px = theme.px
    margin = px(density.gap / 2)
    width, height = size[0] - 2 * margin, size[1] - 2 * margin
    match density.lines:
        case 3:
            high = letters.height(density.name) + letters.height(density.clock) + letters.height(Text.CAPTION)
            name_y = (height - high - 2 * px(2)) // 2
            second_y = name_y + letters.height(density.name) + px(2)
            second_high = letters.height(density.clock)
        case 2:
            name_y = (height - 2 * letters.height(density.name) - px(3)) // 2
            second_y = name_y + letters.height(density.name) + px(3)
            second_high = letters.height(density.clock)
        case _:
            name_y = second_y = (height - letters.height(density.name)) // 2
            second_high = letters.height(density.name)
    icon_px = px({3: 16, 2: 14}.get(density.lines, 13))
    left, after_icon = px(14), px(14) + icon_px + px(7)
    badge_px = px(15)
    is_close = density.lines == 1
    return Places(
        margin=margin,
        width=width,
        height=height,
        left=left,
        right=width - px(12),
        name_x=after_icon if is_close else left,
        name_y=name_y,
        clock_y=second_y,
        icon_y=second_y + (second_high - icon_px) // 2,
        icon_px=icon_px,
        word_x=-1 if is_close else after_icon,
        word_y=-1 if is_close else second_y + (second_high - letters.height(Text.BODY)) // 2,
        has_caller=density.lines == 2,
        detail_y=second_y + second_high + px(2) if density.lines == 3 else -1,
        badge_y=name_y + (letters.height(density.name) - badge_px) // 2,
        badge_px=badge_px,
        badge_step=badge_px + px(5),
        beside_clock=px(6),
    )

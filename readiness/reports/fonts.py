"""The typeface of what is printed: Source Sans Pro (SIL Open Font License), from its package."""

from functools import cache
from pathlib import Path

import font_source_sans_pro
import typst


@cache
def fonts() -> typst.Fonts:
    """No font of the machine: what is printed looks the same everywhere. Signs that it lacks come
    from those that the typesetter carries."""
    folder = str(Path(font_source_sans_pro.__file__).parent / "files")
    return typst.Fonts(include_system_fonts=False, font_paths=[folder])

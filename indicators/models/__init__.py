"""Places, indicators and their figures. Knows nothing of CQC."""

from indicators.models.areas import Area, ComparatorGroup, ComparatorGroupChange
from indicators.models.changes import IndicatorChange
from indicators.models.collection import (
    CollectionEvent,
    CollectionRound,
    FigureEntry,
    OwedFigure,
)
from indicators.models.column_mappings import (
    IndicatorAlias,
    SavedMapping,
    SavedMappingChange,
)
from indicators.models.commentary import Commentary
from indicators.models.data_packs import DataPack, ReleaseNote, SeriesBreak
from indicators.models.indicators import Indicator, Period, RatingWords, Target
from indicators.models.outturns import KeptStanding, Outturn

__all__ = [
    "Area",
    "CollectionEvent",
    "CollectionRound",
    "Commentary",
    "ComparatorGroup",
    "ComparatorGroupChange",
    "DataPack",
    "FigureEntry",
    "Indicator",
    "IndicatorAlias",
    "IndicatorChange",
    "KeptStanding",
    "Outturn",
    "OwedFigure",
    "Period",
    "RatingWords",
    "ReleaseNote",
    "SavedMapping",
    "SavedMappingChange",
    "SeriesBreak",
    "Target",
]

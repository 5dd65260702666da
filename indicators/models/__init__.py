"""Places, indicators and their figures. Knows nothing of CQC."""

from indicators.models.areas import Area, ComparatorGroup
from indicators.models.data_packs import DataPack, ReleaseNote, SeriesBreak
from indicators.models.indicators import Indicator, Period, Target
from indicators.models.outturns import KeptStanding, Outturn

__all__ = [
    "Area",
    "ComparatorGroup",
    "DataPack",
    "Indicator",
    "KeptStanding",
    "Outturn",
    "Period",
    "ReleaseNote",
    "SeriesBreak",
    "Target",
]

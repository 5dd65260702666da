from datetime import UTC, date, datetime

import pytest
import time_machine

from tests.factories import (
    ActionUpdateFactory,
    EvidenceLinkFactory,
    FrameworkFactory,
    HomeCouncilFactory,
    IndicatorLinkFactory,
    OutturnFactory,
    ScoreFactory,
    SelfAssessmentFactory,
    SignOffFactory,
    StatementFactory,
    TargetFactory,
    four_levels,
)

TODAY = date(2026, 11, 22)


@pytest.fixture
def today():
    """It is midday on 22 November 2026, for defaults of models too: quarter 3 of 2026-27."""
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC)):
        yield TODAY


@pytest.fixture
def framework():
    HomeCouncilFactory()
    return FrameworkFactory(rules=four_levels())


@pytest.fixture
def statement(framework):
    return StatementFactory(
        theme__framework=framework, slug="safeguarding", title="Safeguarding", position=1
    )


@pytest.fixture
def this_round(framework):
    return SelfAssessmentFactory(framework=framework, title="Self-assessment 2026")


@pytest.fixture
def add_things(statement, this_round, contributor):
    """``add_things(11)`` adds that many of everything a statement page shows."""

    def add(count):
        for _ in range(count):
            link = EvidenceLinkFactory(statement=statement)
            indicator = IndicatorLinkFactory(statement=statement).indicator
            for year in (2022, 2023, 2024):
                OutturnFactory(indicator=indicator, period__year=year, value=year - 1970)
            TargetFactory(indicator=indicator)
            action = ActionUpdateFactory().action
            action.statements.add(statement)
            SignOffFactory(
                score=ScoreFactory(
                    self_assessment=this_round, statement=statement, scored_by=contributor
                )
            )
        return link

    return add

from datetime import date

import pytest
from django.utils import timezone

from readiness.score_reads import framework_in_use
from tests.factories import FrameworkFactory, SelfAssessmentFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_before_any_framework_is_loaded_none_is_in_use():
    assert framework_in_use() is None


def test_without_a_round_the_newest_framework_is_in_use():
    FrameworkFactory(slug="older", position=1)
    newest = FrameworkFactory(slug="newer", position=2)
    assert framework_in_use() == newest


def test_the_framework_of_the_open_round_is_in_use_though_a_newer_one_is_loaded():
    used = FrameworkFactory(slug="older", position=1)
    newer = FrameworkFactory(slug="newer", position=2)
    SelfAssessmentFactory(framework=used, starts_on=date(2026, 4, 1))
    SelfAssessmentFactory(
        framework=newer,
        starts_on=date(2026, 9, 1),
        closed_at=timezone.now(),
        closed_by=UserFactory(),
    )
    assert framework_in_use() == used

"""API tokens: shown once, kept as a digest, refused when expired, revoked or of an inactive user."""

from datetime import timedelta

import pytest

from daicho.engine.access.models import ApiToken, User
from daicho.engine.access.tokens import issue, resolve, revoke
from tests.engine.catalog.rows import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return User.objects.make("token_user", at=NOW)


def test_a_token_leads_to_its_user_and_is_not_kept(user: User) -> None:
    plain = issue(user, at=NOW, name="CRM")
    assert resolve(plain, at=NOW) == user
    assert plain.startswith("daicho_")
    assert plain not in str(list(ApiToken.objects.values()))


@pytest.mark.parametrize("wrong", ["", "daicho_", "daicho_x", "ä"])
def test_a_wrong_token_leads_nowhere(user: User, wrong: str) -> None:
    issue(user, at=NOW)
    assert resolve(wrong, at=NOW) is None


def test_it_expires_only_when_asked(user: User) -> None:
    forever, short = issue(user, at=NOW), issue(user, at=NOW, expires_at=NOW + timedelta(days=1))
    assert resolve(short, at=NOW + timedelta(hours=23)) == user
    assert resolve(short, at=NOW + timedelta(days=1)) is None
    assert resolve(forever, at=NOW + timedelta(days=9999)) == user


def test_not_after_revoking_nor_for_an_inactive_user(user: User) -> None:
    first, second = issue(user, at=NOW), issue(user, at=NOW)
    assert revoke(user, ApiToken.objects.earliest("id").pk)
    assert resolve(first, at=NOW) is None
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert resolve(second, at=NOW) is None


def test_the_last_use_is_written_once_in_ten_minutes(user: User) -> None:
    plain = issue(user, at=NOW)
    for minutes in (0, 5, 11):
        resolve(plain, at=NOW + timedelta(minutes=minutes))
        assert ApiToken.objects.get().last_used_at == NOW + timedelta(minutes=11 if minutes == 11 else 0)

"""Tables of who may enter and what they may do: users, permission sets, API tokens. Which rows they see is in `scope`."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from daicho.engine.catalog.fields import with_twins
from daicho.engine.catalog.record_base import Record
from daicho.values.text import normalise


class UserManager(BaseUserManager["User"]):
    """Makes users outside of the save path: the first one, and those of tests."""

    def make(self, username: str, *, at: datetime, password: str | None = None, **fields: Any) -> "User":
        """A saved user; without a password he cannot log in. `at` is the moment of creation."""
        user = self.model(username=username, created_at=at, updated_at=at, **{"name": username, **fields})
        user.username_normal, user.name_normal = normalise(user.username), normalise(user.name)
        user.email_normal = normalise(user.email)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user of a log-in name."""
        return self.get(username=username)


@with_twins("username", "name", "email", "phone")
class User(AbstractBaseUser, Record):
    """Somebody who works with the ledger. `permission_sets` are keys of PermissionSet; inactive users cannot log in."""

    username_normal: Any
    name_normal: Any
    email_normal: Any
    password = models.CharField(max_length=128, default="!")  # no password: cannot log in
    username = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254, blank=True, default="")
    phone = models.CharField(max_length=60, blank=True, default="")
    signature = models.TextField(blank=True, default="")
    language = models.CharField(max_length=5, default="ja")
    manager = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="subordinates")
    permission_sets = models.JSONField(default=list, blank=True)
    is_active = models.BooleanField(default=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "user_account"

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The name for people."""
        return self.name or self.username

    @property
    def active(self) -> bool:
        """Whether he may log in."""
        return bool(self.is_active)


class PermissionSet(models.Model):
    """Rights that users may hold. `rights` is `{"objects": {"contract": ["read", ...]}, "features": [...]}`; "*" = all."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=60, unique=True)
    label_ja = models.CharField(max_length=100)
    label_en = models.CharField(max_length=100)
    rights = models.JSONField(default=dict)

    class Meta:
        db_table = "permission_set"

    def __str__(self) -> str:
        return self.key


class ApiToken(models.Model):
    """A key with which a program acts as a user. Only the digest is kept; `expires_at` None means that it does not expire."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=200, default="", blank=True)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "api_token"

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"

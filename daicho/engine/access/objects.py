"""Users as the catalog describes them. Passwords, tokens and permission sets are no fields."""

from daicho.engine.access.models import User
from daicho.engine.access.set_names import check_sets, use_keys
from daicho.engine.catalog.declare import PREFERRED_LANGUAGES, checkbox, field, long_text, lookup, picklist, text
from daicho.engine.catalog.specs import ObjectSpec
from daicho.values.labels import Label

USER = ObjectSpec(
    "user",
    Label("利用者", "User"),
    Label("利用者", "Users"),
    User,
    (
        text("username", "ログイン名", "User name", required=True, unique=True),
        text("name", "氏名", "Name", required=True),
        field("email", "email", "メールアドレス", "E-mail"),
        field("phone", "phone", "電話番号", "Phone"),
        long_text("signature", "署名", "Signature", filterable=False),
        picklist("language", "言語", "Language", PREFERRED_LANGUAGES, default="ja"),
        lookup("manager", "上長", "Manager", "user"),
        field("json", "permission_sets", "権限セット", "Permission sets", filterable=False),
        checkbox("active", "有効", "Active", column="is_active", default=True),
    ),
    sort=("name", "id"),
    lookup_keys=("username",),
    derive=use_keys,
    validate=check_sets,
)

OBJECTS = (USER,)

"""Objects for tests of the catalog: one with every field type, a chain of three parents, and rows that are current by turns."""

from typing import Any

from django.db import models

from daicho.engine.access.models import User
from daicho.engine.catalog.fields import ScaledDecimalField, with_twins
from daicho.engine.catalog.record_base import Record
from daicho.engine.catalog.specs import Choice, ExpressionContext, FieldSpec, ObjectSpec, Occurrence
from daicho.values.labels import Label


def _label(text: str) -> Label:
    return Label(text, text)


@with_twins("name")
class Country(Record):
    name = models.TextField(default="")

    class Meta:
        app_label = "sampler"


@with_twins("name", "code")
class Parent(Record):
    name = models.TextField(default="")
    code = models.CharField(max_length=20, default="")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT)
    owner = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    above = models.ForeignKey("self", null=True, on_delete=models.PROTECT)

    class Meta:
        app_label = "sampler"


@with_twins("name", "memo")
class Sample(Record):
    name = models.TextField(default="")
    memo = models.TextField(default="")
    code = models.CharField(max_length=20, default="")
    whole = models.IntegerField(null=True)
    amount = ScaledDecimalField(null=True)
    checked = models.BooleanField(null=True)
    day = models.DateField(null=True)
    moment = models.DateTimeField(null=True)
    pick = models.CharField(max_length=20, default="")
    picks = models.JSONField(default=list)
    parent = models.ForeignKey(Parent, null=True, on_delete=models.PROTECT)
    owner = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "sampler"


class Term(Record):
    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="terms")
    valid_from = models.DateField()
    valid_to = models.DateField()
    end_day = models.DateField(null=True)
    price = ScaledDecimalField(null=True)
    payer = models.ForeignKey(Parent, null=True, on_delete=models.PROTECT)

    class Meta:
        app_label = "sampler"


class Line(Record):
    sample = models.ForeignKey(Sample, on_delete=models.CASCADE)
    amount = ScaledDecimalField(default=0)

    class Meta:
        app_label = "sampler"


MODELS = (Country, Parent, Sample, Term, Line)
CHOICES = (Choice("b", _label("二番")), Choice("a", _label("一番")), Choice("c", _label("三番")))


def _doubled(context: ExpressionContext) -> Any:
    return models.ExpressionWrapper(
        models.F(context.record + "amount") + models.F(context.occurrence + "price"), output_field=ScaledDecimalField()
    )


USER = ObjectSpec(
    "user",
    _label("利用者"),
    _label("利用者"),
    User,
    (FieldSpec("username", "text", _label("ログイン名"), unique=True), FieldSpec("name", "text", _label("氏名"))),
    lookup_keys=("username",),
)
COUNTRY = ObjectSpec("country", _label("国"), _label("国"), Country, (FieldSpec("name", "text", _label("名前")),))
PARENT = ObjectSpec(
    "parent",
    _label("親"),
    _label("親"),
    Parent,
    (
        FieldSpec("name", "text", _label("名前")),
        FieldSpec("code", "text", _label("コード"), unique=True),
        FieldSpec("country", "lookup", _label("国"), target="country"),
        FieldSpec("owner", "lookup", _label("担当"), target="user"),
        FieldSpec("above", "lookup", _label("上位"), target="parent"),
    ),
    owner="owner",
    lookup_keys=("code",),
)
SAMPLE = ObjectSpec(
    "sample",
    _label("見本"),
    _label("見本"),
    Sample,
    (
        FieldSpec("name", "text", _label("名前")),
        FieldSpec("memo", "long_text", _label("メモ")),
        FieldSpec("code", "auto_number", _label("番号")),
        FieldSpec("whole", "number", _label("個数"), scale=0),
        FieldSpec("amount", "currency", _label("金額")),
        FieldSpec("checked", "checkbox", _label("済")),
        FieldSpec("day", "date", _label("日付")),
        FieldSpec("moment", "datetime", _label("日時")),
        FieldSpec("pick", "picklist", _label("状態"), choices=CHOICES),
        FieldSpec("picks", "multi_picklist", _label("役割"), choices=CHOICES),
        FieldSpec("parent", "lookup", _label("親"), target="parent"),
        FieldSpec("owner", "lookup", _label("担当"), target="user"),
        FieldSpec("end_day", "date", _label("終了日"), source="occurrence"),
        FieldSpec("price", "currency", _label("単価"), source="occurrence"),
        FieldSpec("payer", "lookup", _label("支払"), target="parent", source="occurrence"),
        FieldSpec("total", "currency", _label("合計"), source="expression", expression=_doubled, made=True),
        FieldSpec("x_text", "text", _label("独自文字"), source="custom", custom=True),
        FieldSpec("x_number", "number", _label("独自数値"), source="custom", custom=True),
        FieldSpec("x_day", "date", _label("独自日付"), source="custom", custom=True),
        FieldSpec("x_moment", "datetime", _label("独自日時"), source="custom", custom=True),
        FieldSpec("x_check", "checkbox", _label("独自済"), source="custom", custom=True),
        FieldSpec("x_pick", "picklist", _label("独自状態"), source="custom", custom=True, choices=CHOICES),
        FieldSpec("x_picks", "multi_picklist", _label("独自役割"), source="custom", custom=True, choices=CHOICES),
        FieldSpec("x_memo", "long_text", _label("独自メモ"), source="custom", custom=True),
        FieldSpec("x_whole", "number", _label("独自個数"), source="custom", custom=True, scale=0),
        FieldSpec("x_amount", "currency", _label("独自金額"), source="custom", custom=True),
        FieldSpec("x_rate", "percent", _label("独自率"), source="custom", custom=True),
        FieldSpec("x_parent", "lookup", _label("独自親"), source="custom", custom=True, target="parent"),
        FieldSpec("x_owner", "lookup", _label("独自担当"), source="custom", custom=True, target="user"),
        FieldSpec("x_email", "email", _label("独自メール"), source="custom", custom=True),
        FieldSpec("x_phone", "phone", _label("独自電話"), source="custom", custom=True),
        FieldSpec("x_url", "url", _label("独自URL"), source="custom", custom=True),
        FieldSpec("x_auto", "auto_number", _label("独自採番"), source="custom", custom=True, made=True),
    ),
    owner="owner",
    occurrence=Occurrence("term", "terms", "sample"),
)
TERM = ObjectSpec(
    "term", _label("期"), _label("期"), Term, (FieldSpec("end_day", "date", _label("終了日")),), name_field="end_day"
)
LINE = ObjectSpec(
    "line",
    _label("明細"),
    _label("明細"),
    Line,
    (FieldSpec("sample", "lookup", _label("見本"), target="sample"), FieldSpec("amount", "currency", _label("金額"))),
    name_field="amount",
    owner="sample.owner",
    parent="sample",
)
OBJECTS = (USER, COUNTRY, PARENT, SAMPLE, TERM, LINE)

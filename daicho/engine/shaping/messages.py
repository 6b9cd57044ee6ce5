"""What is said about custom fields, in both languages."""

from collections.abc import Mapping
from typing import Final

from daicho.values.labels import Label, Message

TYPES: Final[Mapping[str, Label]] = {
    "text": Label("文字", "Text"),
    "long_text": Label("複数行の文字", "Long text"),
    "number": Label("数値", "Number"),
    "currency": Label("金額", "Amount"),
    "percent": Label("パーセント", "Percent"),
    "checkbox": Label("チェックボックス", "Checkbox"),
    "date": Label("日付", "Date"),
    "datetime": Label("日時", "Date and time"),
    "picklist": Label("選択リスト", "Picklist"),
    "multi_picklist": Label("複数選択リスト", "Multiple picklist"),
    "lookup": Label("参照", "Lookup"),
    "email": Label("メールアドレス", "E-mail"),
    "phone": Label("電話番号", "Phone"),
    "url": Label("URL", "Web address"),
    "auto_number": Label("自動採番", "Automatic number"),
}

NOT_SHAPED = Message(
    "object_not_shaped",
    ja="{object}に項目を追加することはできません。追加できるもの：{known}。",
    en="Fields cannot be added to {object}. They can be added to: {known}.",
)
NO_FIELD = Message(
    "no_custom_field", ja="追加した項目「{key}」はありません。", en="There is no field “{key}” that was added."
)
KEY_SHAPE = Message(
    "custom_key_shape",
    ja="項目キーは x_ で始め、半角の英小文字・数字・_ で52文字までにしてください（例：x_rank）。_normal で終わるキーは使えません。",
    en="A key starts with x_ and has small letters, digits and _, up to 52 characters (x_rank). It must not end in _normal.",
)
KEY_TAKEN = Message(
    "custom_key_taken",
    ja="{object}にはすでに項目「{key}」があります。別のキーにしてください。",
    en="{object} already has a field “{key}”. Choose another key.",
)
KEY_DELETED = Message(
    "custom_key_deleted",
    ja="{object}の項目「{key}」は削除済みで、まだ元に戻せます。元に戻すか、別のキーにしてください。",
    en="The field “{key}” of {object} was deleted and can still be restored. Restore it, or choose another key.",
)
UNKNOWN_TYPE = Message(
    "unknown_field_type",
    ja="「{type}」という型はありません。使えるもの：{known}。",
    en="There is no type “{type}”. Known types: {known}.",
)
UNKNOWN_NAME = Message("unknown_setting", ja="「{name}」という設定はありません。", en="There is no setting “{name}”.")
LABEL_MISSING = Message("label_missing", ja="表示名を入力してください。", en="Give the field a label.")
WORDS = Message(
    "words_expected",
    ja='文字、または {{"ja": "…", "en": "…"}} で指定してください。',
    en='Give a text, or {{"ja": "…", "en": "…"}}.',
)
WORDS_LONG = Message("words_too_long", ja="{limit}文字までにしてください。", en="Keep it to {limit} characters.")
FLAG = Message("yes_or_no_expected", ja="true か false で指定してください。", en="Give true or false.")
NOT_FOR_TYPE = Message(
    "not_for_type", ja="「{type}」の項目には指定できません。", en="This cannot be set on a field of the type “{type}”."
)
BETWEEN = Message(
    "whole_number_between",
    ja="{low}～{high} の整数で指定してください。",
    en="Give a whole number from {low} to {high}.",
)
OPTIONS = Message("options_expected", ja="選択肢を1～{limit}個指定してください。", en="Give 1 to {limit} choices.")
OPTION = Message(
    "option_shape",
    ja='選択肢は文字、または {{"code", "label", "colour", "active"}} で指定してください。色は blue・green・amber・red・grey のどれかです。',
    en='A choice is a text, or {{"code", "label", "colour", "active"}}. Colours: blue, green, amber, red, grey.',
)
OPTION_CODE = Message(
    "option_code",
    ja="選択肢のコード「{code}」は使えません。{limit}文字までで、読点・コンマ・スラッシュ・セミコロンを含まないものにしてください。",
    en="“{code}” cannot be the code of a choice. Use up to {limit} characters without commas, slashes or semicolons.",
)
OPTION_TWICE = Message(
    "option_twice",
    ja="選択肢「{code}」のコードか表示名が、ほかの選択肢と重複しています。",
    en="The code or label of the choice “{code}” is also that of another choice.",
)
OPTION_USED = Message(
    "option_used",
    ja="選択肢「{code}」は{n}件のレコードで使われているため削除できません。「使わない」にしてください。",
    en="{n} records hold the choice “{code}”, so it cannot be removed. Make it inactive instead.",
)
TARGET = Message(
    "lookup_target",
    ja="参照先のオブジェクトを指定してください。使えるもの：{known}。",
    en="Name the object that is referred to. Known: {known}.",
)
PREFIX = Message(
    "number_prefix", ja="接頭辞は20文字までの文字です。", en="The prefix is a text of up to 20 characters."
)
NO_DEFAULT = Message(
    "no_default_here",
    ja="参照・自動採番・重複不可の項目に初期値は指定できません。",
    en="Lookups, automatic numbers and unique fields take no default.",
)
DEFAULT_NEEDED = Message(
    "default_needed",
    ja="このオブジェクトのレコードは「{operation}」が作るため、必須にするには初期値が必要です。",
    en="“{operation}” makes these records, so a required field needs a default.",
)
FIXED = Message(
    "setting_fixed",
    ja="項目キー・型・参照先は変更できません。新しい項目を追加してください。",
    en="Key, type and target of a field never change. Add a new field instead.",
)
SCALE_SHRINKS = Message(
    "scale_shrinks",
    ja="小数点以下の桁数を減らすことはできません（いまは{scale}桁）。",
    en="The number of decimals cannot be reduced (now {scale}).",
)
DOUBLES = Message(
    "unique_doubles",
    ja="同じ値のレコードがあるため、重複不可にできません：{values}。先に値を直してください。",
    en="Records share values, so the field cannot become unique: {values}. Change those values first.",
)
TOO_LONG_FOR_INDEX = Message(
    "index_too_long",
    ja="{limit}文字を超える値が{n}件あるため、検索用の索引・重複不可は使えません。",
    en="{n} values have more than {limit} characters, so no index can be kept.",
)
TOO_MANY = Message(
    "too_many_custom_fields",
    ja="1つのオブジェクトに追加できる項目は{limit}個までです。",
    en="Up to {limit} fields can be added to an object.",
)
STILL_USED = Message(
    "custom_field_used",
    ja="「{label}」は使われているため削除できません：{usages}。先にそこから外してください。",
    en="“{label}” is in use and cannot be deleted: {usages}. Take it out there first.",
)
TOO_LATE = Message(
    "restore_too_late",
    ja="削除から{days}日を過ぎたため、元に戻せません。",
    en="It was deleted more than {days} days ago and cannot be restored.",
)
STALE = Message(
    "custom_field_stale",
    ja="ほかの人がこの項目を変更しました。変更点を確認してから保存してください。",
    en="Somebody else has changed this field. Look at the changes, then save again.",
)

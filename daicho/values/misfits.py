"""What Pydantic finds wrong with a value, said in both languages; needs its finding only, not Pydantic. Places and refusals are
left to the callers."""

import re
from collections.abc import Mapping
from typing import Any

from daicho.values.labels import Label

_QUOTED = re.compile(r"'([^']*)'")
_WHOLE = Label("整数にしてください", "give a whole number")
_NUMBER = Label("数値にしてください", "give a number")
_TEXT = Label("文字列にしてください", "give a text")
_YES_NO = Label("true か false にしてください", "give true or false")
_LIST = Label("一覧（[...]）にしてください", "give a list ([...])")
_GROUP = Label("項目名と値の組（{{...}}）にしてください", "give names with values ({{...}})")
_FORM = Label("書き方が違います", "it is not written as expected")
_SAID: Mapping[str, Label] = {
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "string_type": _TEXT,
    "bool_type": _YES_NO,
    "bool_parsing": _YES_NO,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "dict_type": _GROUP,
    "model_type": _GROUP,
    "model_attributes_type": _GROUP,
    "string_pattern_mismatch": _FORM,
    "greater_than_equal": Label("{ge} 以上にしてください", "give {ge} or more"),
    "greater_than": Label("{gt} より大きくしてください", "give more than {gt}"),
    "less_than_equal": Label("{le} 以下にしてください", "give {le} or less"),
    "less_than": Label("{lt} より小さくしてください", "give less than {lt}"),
    "too_short": Label("{min_length} 件以上にしてください", "give {min_length} or more"),
    "too_long": Label("{max_length} 件以内にしてください", "give {max_length} at most"),
    "string_too_short": Label("{min_length} 文字以上にしてください", "give {min_length} characters or more"),
    "string_too_long": Label("{max_length} 文字以内にしてください", "give {max_length} characters at most"),
}


def explained(finding: Mapping[str, Any]) -> Label:
    """What a finding asks for. `finding` is one of Pydantic's errors: type, ctx, msg; unknown types keep their English words."""
    context = finding.get("ctx") or {}
    if finding["type"] in ("literal_error", "enum"):
        known = expected(finding)
        return Label(f"使えるもの：{'、'.join(known)}", f"allowed: {', '.join(known)}")
    said = _SAID.get(finding["type"])
    if said is None:
        return Label(f"{_FORM.ja}：{finding['msg']}", finding["msg"])
    return Label(said.ja.format(**context), said.en.format(**context))


def expected(finding: Mapping[str, Any]) -> list[str]:
    """The values that a choice allows, as Pydantic lists them in words: "'days', 'weeks' or 'hours'"."""
    return _QUOTED.findall(str((finding.get("ctx") or {}).get("expected", "")))

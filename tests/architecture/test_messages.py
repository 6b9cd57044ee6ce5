"""Every message exists in both languages with the same parameters, and one code has one meaning."""

import importlib
import pkgutil
import string
from collections.abc import Iterator

import daicho
from daicho.values.labels import Message


def messages() -> Iterator[tuple[str, str, Message]]:
    for module in pkgutil.walk_packages(daicho.__path__, "daicho."):
        if "migrations" in module.name or module.name.endswith(("__main__", "wsgi")):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, Message):
                yield module.name, name, value


def parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_parameters_and_are_written():
    found = list(messages())
    assert len(found) > 100
    for module, name, message in found:
        assert message.ja.strip(), f"{module}.{name}"
        assert message.en.strip(), f"{module}.{name}"
        assert parameters(message.ja) == parameters(message.en), f"{module}.{name}"


def test_parameters_do_not_clash_with_the_field():
    for module, name, message in messages():
        assert message.code == message.code.lower().replace(" ", "_"), f"{module}.{name}"

"""The words about a renewal quote that a person wrote or changed, and that an answer has therefore left as it is."""

from collections.abc import Mapping

from daicho.values.labels import Message

KEPT: Mapping[str, Message] = {
    "renew": Message(
        "kept_renew",
        ja="更新見積 {quote} は担当者が作成または変更したものなので、そのまま残しました。内容を確認し、受注確定してください。",
        en="Renewal quote {quote} was written or changed by hand and stays as it is. Check it, then confirm it.",
    ),
    "change": Message(
        "kept_change",
        ja="更新見積 {quote} は担当者が作成または変更したものなので、ご希望を書き込んでいません。見積を直してから受注確定してください。",
        en="Renewal quote {quote} was written or changed by hand, so the wishes are not in it. Correct it, then confirm it.",
    ),
}
KEPT_ASIDE = Message(
    "kept_aside",
    ja="更新見積 {quote} は担当者が作成または変更したものなので、残してあります。不要なら削除してください。",
    en="Renewal quote {quote} was written or changed by hand and is still there. Delete it if it is not needed.",
)


def kept_words(choice: str) -> Message:
    """What is said of it after an answer."""
    return KEPT.get(choice, KEPT_ASIDE)

"""The words in a ledger's cells: price kinds, billing cycles, renewal, no end, totals, ditto marks. Headers are words.py's."""

import re

from daicho.values.parsing import plain

_MONTHS = re.compile(r"[箇ヶヵケカ个]月")
_PRICE_KINDS = {
    "monthly": "月額 月 月次 月間 月極 月単価 毎月 月々 月額料金 月額課金 月額制 月額固定 monthly month permonth "
    "/月 円/月 1か月 ランニング ランニングコスト 継続 定額 mo perm recurring mrr",
    "annual": "年額 年 年次 年間 年単価 毎年 年額料金 年額課金 年額制 annual annually yearly year peryear /年 円/年 年払い料金 yr arr",
    "one_time": "一括 一時 一時金 一時費用 一時払い 初期 初期費用 初期費 初回 初回のみ スポット 単発 1回 一回 都度発生 買切 買い切り "
    "onetime one-time one_time setup initial 導入費 作業費 イニシャル "
    "イニシャルコスト 導入 導入時 導入時のみ 工事 初年度のみ 買取 売切 売り切り 販売 onetimefee oneoff one-off nonrecurring perpetual",
    "period": "期間額 期間 期間一括 契約期間 総額 全期間 期間総額 契約総額 一式総額 period perterm total",
    "daily": "日額 日 日次 日割 daily day perday /日 円/日",
    "usage": "従量 従量課金 従量制 従量料金 usage metered usage-based usagebased 実績",
}
_KIND_OF = {word: kind for kind, words in _PRICE_KINDS.items() for word in words.split()}
_KIND_TAIL = re.compile(
    r"(?:課金|請求|料金?|契約|費用?|分|毎|ごと|制|プラン|税抜き?|税別|fee|fees|charge|price|billing|plan)$"
)
_TIMING = {
    "advance": re.compile(r"前払い?|先払い?|前金|前受|前納|\(前\)|advance|prepaid|upfront"),
    "arrears": re.compile(r"後払い?|後納|\(後\)|arrears|postpaid"),
}
_CYCLES = (
    ("every_2_months", re.compile(r"隔月|(?<!\d)2か月|年6回|bi-?monthly|every2months")),
    ("quarterly", re.compile(r"四半期|(?<!\d)3か月|年4回|クォータ|quarter|every3months")),
    ("half_yearly", re.compile(r"半年|半期|(?<!\d)6か月|年2回|half|semi|every6months")),
    ("monthly", re.compile(r"年12回|^月|毎月|(?<!\d)1か月|month")),
    ("annual", re.compile(r"年|12か月|annual|year")),
    ("once", re.compile(r"一括|全額|一回|1回|once|lump|onetime|one-time|スポット")),
)
_NO_CYCLE = re.compile(r"締|末|翌|サイト|日払|net\d|振込|口座|カード|手形|現金")
_RENEWAL = {
    "auto": "○ 〇 ◯ ● ◎ ✓ ✔ レ 有 有り あり 要 する はい yes y true t 1 on auto automatic 自動 自動更新 自動継続 継続 自動延長",
    "manual": "× ✕ ✖ ✗ x 無 無し なし しない いいえ no n false f 0 off manual - 都度 都度更新 手動 手動更新 個別 個別更新 合意更新 協議 "
    "自動更新なし 自動更新無 自動更新しない 非自動 要協議 不要",
    "none": "更新なし 更新無し 更新無 更新しない 更新不可 満了 期間満了 満了終了 終了 更新対象外 対象外 non-renewing",
    "hold": "保留 未定 検討中 要確認 確認中 未確認 △ ? hold",
}
_RENEWAL_OF = {word: code for code, words in _RENEWAL.items() for word in words.split()}
_NO_END = re.compile(
    r"(?:無期限|期限(?:なし|無し?)|(?:契約)?期間の?定め(?:なし|無し?|のない)|終了日?(?:なし|無し?)|終期(?:なし|無し?)|永年|永続|毎月(?:自動)?更新|"
    r"解約(?:申(?:し)?出)?まで|期間なし|無し?|なし|自動|自動更新(?:中|契約|あり|有り?)?|自動継続(?:中)?|継続中?|"
    r"auto-?renew(?:al|s|ing)?|none|never|ongoing|エバーグリーン|evergreen|open-?ended|noend(?:date)?|indefinite|perpetual)(?:\(.*\))?"
)
_LABELLED_TOTAL = re.compile(r".{1,20}(?<![会設時家余推温度量流統])計(?:\(.*\))?[】\])>*:：]*")
_DOUBT = re.compile(r"要確認|未定|未確認|確認中|調整中|検討中|不明|未確定|協議中|tbd|tba|\?")
_TOTAL = re.compile(
    r"[【\[(<*■◆●]*(?:(?:小|合|総|累|中|頁|社|当月|ページ)計|総合計|計|.{1,12}(?:小計|合計|総計)|"
    r"(?:grand)?(?:sub)?-?totals?)(?:額|金額|件数|欄)?(?:\(.*\))?[】\])>*:：]*"
)
LONGEST_LABEL = 40
_DITTO = frozenset(("〃", "″", '"', "”", "“", "''", "々", "同上", "同左", "同じ", "仝", "ditto", "同", "↑", "〃〃"))
_REMARK = re.compile(
    r"^(?:[※*・■□◆◇●○▼▽★☆【<〈《#]|注[:意)\d]|\(注|備考|凡例|以上$|以下余白|end$|eof|作成[日者:]|更新日時?[:は]|出力[日者:]|印刷[日:]|最終更新|notes?:|--|==|[~〜]以下|[↓↑→▲▼]|\(.*\)$)",
    re.IGNORECASE,
)
_CANCELLED = re.compile(r"^(?:中途|途中|期中|満期)?解約(?:済み?|完了)?$|^(?:cancell?ed|terminated|churned)$")
_FREE = frozenset(["無償", "無料", "サービス品", "free", "無料提供", "無償提供"])
_NOTHING = frozenset(["-", "--", "なし", "無し", "無", "n/a", "na", "該当なし", "未定", "未", "/", "*"])


def squeezed(value: object) -> str:
    """The text without any white space, NFKC, lower case, months spelled か月."""
    return _MONTHS.sub("か月", plain(value).lower().replace(" ", ""))


def price_kind(value: object) -> str | None:
    """The code of a price kind, or None. What stands in brackets (ランニング(月)) and 払い, 課金 … after it count less."""
    text = squeezed(value)
    inside = re.search(r"\(([^()]+)\)$", text)
    words = (text, text.strip("()"), re.sub(r"\([^()]*\)$", "", text), inside[1] if inside else "")
    for word in words:
        bare = _KIND_TAIL.sub("", word)
        found = _KIND_OF.get(word) or _KIND_OF.get(bare) or _KIND_OF.get(_KIND_TAIL.sub("", bare))
        if found:
            return found
    return None


def billing(value: object) -> tuple[str | None, str | None]:
    """The codes of billing cycle and timing that the text names; None where it names none."""
    text = squeezed(value)
    timing = next((code for code, pattern in _TIMING.items() if pattern.search(text)), None)
    bare = text
    for pattern in _TIMING.values():
        bare = pattern.sub("", bare)
    if _NO_CYCLE.search(bare) or len(bare) > 14:
        return None, timing
    return next((code for code, pattern in _CYCLES if pattern.search(bare)), None), timing


def renewal(value: object) -> str | None:
    """The code of a renewal type: auto, manual, none, hold; None when the text is none."""
    if isinstance(value, bool):
        return "auto" if value else "manual"
    text = re.sub(r"[‐–—―−ー]", "-", squeezed(value)) if len(str(value)) <= 2 else squeezed(value)
    found = _RENEWAL_OF.get(text) or _RENEWAL_OF.get(re.sub(r"\(.*\)$", "", text))
    if found is None and re.match(r"自動|auto", text):
        return "manual" if re.search(r"なし|無|しない|not", text) else "auto"
    if found is None and text.startswith("都度"):
        return "manual"
    return found


def says_no_end(value: object) -> bool:
    """Whether the text says that there is no end."""
    return _NO_END.fullmatch(squeezed(value)) is not None


def is_total(value: object) -> bool:
    """Whether the cell labels a row of totals."""
    if not isinstance(value, str) or len(value) > LONGEST_LABEL:
        return False
    return ("計" in value or "total" in value.lower()) and _TOTAL.fullmatch(squeezed(value)) is not None


def may_label_total(value: object) -> bool:
    """Whether the cell labels a total if its row otherwise holds no licence: 4月計, 山田計."""
    if not isinstance(value, str) or "計" not in value or len(value) > LONGEST_LABEL:
        return False
    return _LABELLED_TOTAL.fullmatch(squeezed(value)) is not None


def is_doubtful(value: object) -> bool:
    """Whether a note beside a value says that the value is not settled."""
    return _DOUBT.search(squeezed(value)) is not None


def is_ditto(value: object) -> bool:
    """Whether the cell repeats the one above."""
    return isinstance(value, str) and value.strip() in _DITTO


def is_remark(value: object) -> bool:
    """Whether a text that stands alone in its row is a remark, a heading or an end mark."""
    return isinstance(value, str) and _REMARK.match(plain(value)) is not None


def is_cancelled(value: object) -> bool:
    """Whether a status says that the contract was cancelled."""
    return _CANCELLED.match(squeezed(value)) is not None


def is_free(value: object) -> bool:
    """Whether a price says that nothing is charged."""
    return squeezed(value) in _FREE


def is_nothing(value: object) -> bool:
    """Whether an optional cell says that there is nothing."""
    return value is None or re.sub(r"[‐–—―−ー]", "-", squeezed(value)) in _NOTHING

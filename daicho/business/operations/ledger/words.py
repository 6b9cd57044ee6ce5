"""The words by which companies head the columns of their ledgers, and what each may mean. Looks at no content.

A word that means one thing only weighs 10; one that may mean several things less, and then the content decides.
"""

import re
import unicodedata
from functools import lru_cache

from daicho.business.operations.ledger.certain_words import CERTAIN_WORDS

CERTAIN, LIKELY, POSSIBLE = 10, 7, 5

_AMBIGUOUS: dict[str, dict[str, int]] = {
    "no": {"number": LIKELY, "sequence": 4},
    "#": {"number": LIKELY, "sequence": 4},
    "番号": {"number": LIKELY, "sequence": 4},
    "id": {"number": LIKELY, "sequence": 4},
    "コード": {"number": 4},
    "案件番号": {"number": 8},
    "案件no": {"number": 8},
    "案件id": {"number": 8},
    "申込番号": {"number": 8},
    "申込no": {"number": 8},
    "伝票番号": {"number": LIKELY},
    "証書番号": {"number": 8},
    "オーダー番号": {"number": 8},
    "オーダーno": {"number": 8},
    "orderno": {"number": 8},
    "ordernumber": {"number": 8},
    "ref": {"number": LIKELY},
    "reference": {"number": LIKELY},
    "担当": {"owner": LIKELY, "contact": 6},
    "担当者": {"owner": LIKELY, "contact": 6},
    "担当者名": {"owner": LIKELY, "contact": 6},
    "担当名": {"owner": LIKELY, "contact": 6},
    "ユーザー": {"account": LIKELY, "quantity": LIKELY},
    "ユーザ": {"account": LIKELY, "quantity": LIKELY},
    "名称": {"account": POSSIBLE, "product": 4, "name": 3},
    "name": {"account": POSSIBLE, "contact": 4, "product": 4},
    "氏名": {"contact": LIKELY, "account": 4},
    "連絡先": {"contact": 6, "phone": 6, "email": 6},
    "アドレス": {"email": 6, "address": 5},
    "address": {"address": LIKELY, "email": 6},
    "内容": {"product": LIKELY, "remarks": 4},
    "項目": {"product": 6},
    "description": {"product": LIKELY, "remarks": 5},
    "メニュー": {"product": LIKELY},
    "オプション": {"product": 6},
    "種別": {"price_kind": 6, "product": 5, "renewal": 4},
    "種類": {"price_kind": 6, "product": 5},
    "契約種別": {"price_kind": POSSIBLE, "product": 6, "renewal": 4},
    "契約種類": {"price_kind": POSSIBLE, "product": 6},
    "区分": {"price_kind": 6, "renewal": 5, "billing_cycle": 4},
    "契約区分": {"price_kind": POSSIBLE, "renewal": 5, "status": 4},
    "type": {"price_kind": 6, "product": 4, "renewal": 4},
    "計上区分": {"price_kind": 6},
    "売上区分": {"price_kind": 6},
    "料金体系": {"price_kind": LIKELY, "billing_cycle": 5},
    "単位区分": {"price_kind": POSSIBLE},
    "数": {"quantity": LIKELY},
    "件数": {"quantity": 6},
    "count": {"quantity": LIKELY},
    "契約期間": {"period": CERTAIN, "term": 8, "start": 4},
    "期間": {"period": CERTAIN, "term": 8},
    "契約期間年月日": {"period": CERTAIN},
    "有効期間": {"period": CERTAIN, "term": 6},
    "contractperiod": {"period": CERTAIN, "term": 8},
    "period": {"period": CERTAIN, "term": 8},
    "term": {"term": CERTAIN, "period": 8},
    "利用期間": {"line_period": 9, "term": 6},
    "サービス期間": {"line_period": 9, "term": 6},
    "保守期間": {"line_period": 9, "term": 6},
    "ご利用期間": {"line_period": 9, "term": 6},
    "契約日": {"signed": CERTAIN},
    "契約締結日": {"signed": CERTAIN},
    "締結日": {"signed": CERTAIN},
    "申込日": {"signed": 8},
    "受注日": {"signed": 8},
    "開始": {"start": 9, "line_start": 4},
    "自": {"start": 9, "line_start": 4},
    "from": {"start": 9, "line_start": 4},
    "終了": {"end": 9, "line_end": 4},
    "至": {"end": 9, "line_end": 4},
    "to": {"end": 9, "line_end": 4},
    "満了": {"end": 9},
    "期限": {"end": 8},
    "期日": {"end": 6},
    "開通日": {"line_start": 8},
    "開通年月日": {"line_start": 8},
    "稼働日": {"line_start": 6},
    "稼働開始日": {"line_start": 8},
    "稼動開始日": {"line_start": 8},
    "導入日": {"line_start": 6},
    "設置日": {"line_start": 6},
    "加入日": {"line_start": 6},
    "納品日": {"signed": 6},
    "検収日": {"signed": 6},
    "発効日": {"start": 8},
    "失効日": {"end": 8},
    "次回更新": {"renewal_date": 8},
    "保証期間": {"line_period": 6, "term": 6},
    "最低利用期間": {"other": 9},
    "契約開始月": {"start": 8},
    "契約終了月": {"end": 8},
    "契約満了月": {"end": 8},
    "利用開始月": {"line_start": 8},
    "利用終了月": {"line_end": 8},
    "課金開始月": {"line_start": 8},
    "開始月": {"start": 8},
    "終了月": {"end": 8},
    "満了月": {"end": 8},
    "更新期限": {"end": 6, "notice": 5},
    "更新": {"renewal": 8, "renewal_date": LIKELY},
    "契約更新": {"renewal": 8, "renewal_date": LIKELY},
    "renewal": {"renewal": 8, "renewal_date": LIKELY},
    "支払方法": {"billing_cycle": 6, "payment_terms": 4},
    "支払い方法": {"billing_cycle": 6, "payment_terms": 4},
    "請求方法": {"billing_cycle": 6, "payment_terms": 4},
    "お支払方法": {"billing_cycle": 6, "payment_terms": 4},
    "支払形態": {"billing_cycle": 6},
    "支払区分": {"billing_cycle": 8, "billing_timing": 6},
    "請求区分": {"billing_cycle": 8, "price_kind": LIKELY, "billing_timing": 6},
    "更新月": {"other": 9},
    "支払": {"billing_cycle": 6, "payment_terms": 6},
    "請求": {"billing_cycle": 6},
    "お支払い": {"billing_cycle": 6, "payment_terms": 6},
    "payment": {"billing_cycle": 6, "payment_terms": 6},
    "billing": {"billing_cycle": LIKELY, "payment_terms": 4},
    "terms": {"payment_terms": 8, "term": 6},
    "締日": {"closing": CERTAIN},
    "締め日": {"closing": CERTAIN},
    "支払日": {"paying": CERTAIN},
    "支払期日": {"paying": CERTAIN},
    "支払期限": {"paying": CERTAIN},
    "入金日": {"paying": 8},
    "解約": {"cancel_date": 6, "notice": 6, "status": 4},
    "状況": {"status": LIKELY},
    "その他": {"remarks": 6},
    "経由": {"reseller": 6},
    "商流": {"reseller": 6},
    "使用者": {"end_user": 6},
    "利用者": {"end_user": 6},
    "ご利用者": {"end_user": 6},
    "部門": {"department": 6},
    "position": {"title": 6},
    "title": {"title": 6, "name": 4},
    "登録できない理由": {"tax": CERTAIN},
    "reasonforrefusal": {"tax": CERTAIN},
}
_PATTERNS = (
    (re.compile(r"^(?:請求先|送付先|届先|納品先|bill-?to|ship-?to)"), "other", 9),
    (
        re.compile(
            r"^(?:原価|仕入|仕切|標準価格|定価|標準単価|希望小売|粗利|利益|割引|値引|掛率|前回|前年|昨年|旧|変更前|改定前|更新前|"
            r"cost|listprice|discount|margin|previous|old)"
        ),
        "other",
        9,
    ),
    (re.compile(r"(?:コード|cd|code)$"), "other", POSSIBLE),
    (re.compile(r"fax|url|カナ|かな|ふりがな|フリガナ"), "other", 9),
    (re.compile(r"^(?:代理店|販売店|パートナー|販売代理店)"), "reseller", 4),
    (re.compile(r"^(?:エンドユーザ|enduser)"), "end_user", 4),
    (re.compile(r"単価|(?:unit|monthly|annual|yearly|net|sales)(?:price|rate)|^(?:price|rate)per"), "unit_price", 8),
    (
        re.compile(
            r"金額|総額|料金|利用料|月額|年額|費用|月次額|年間額|契約額|請求額|受注額|売上額?$|売上高|初期費|一時金|保守料|使用料|代金|対価|^合計|amount|fee$|fees$|(?<![材無])料$|(?<!経)費$|(?<!時)代$|料(?:月|年)|"
            r"charges?$|^mrr$|^arr$|^tcv$|contractvalue|^total|revenue"
        ),
        "amount",
        LIKELY,
    ),
    (
        re.compile(
            r"(?:ユーザー?|id|ライセンス|アカウント|利用|契約|シート|端末|台|本|個|人|席|口|拠点|店舗|回線|枚|名|社|機|室|箇所|か所|サーバー?|ノード)"
            r"数(?:量)?$|^(?:no\.?of|numberof)(?!months|years)|(?:users|seats|licen[sc]es|units|devices)$"
        ),
        "quantity",
        8,
    ),
    (re.compile(r"メール|mail"), "email", LIKELY),
    (re.compile(r"電話|^tel|携帯|phone"), "phone", LIKELY),
    (
        re.compile(
            r"(?:お客様|顧客|客先|先方|契約先|取引先|得意先|相手先|派遣先|会社|customer|client).*(?:担当|責任者|contact|氏名)"
        ),
        "contact",
        8,
    ),
    (re.compile(r"(?:営業|自社|弊社|当社|社内|セールス|sales).*(?:担当|rep|owner)|担当営業"), "owner", 8),
    (
        re.compile(
            r"(?:利用|サービス|使用|課金|保守|ライセンス|提供|リース|レンタル|派遣|service|use).*(?:開始|始期|自$|from|start)"
        ),
        "line_start",
        8,
    ),
    (
        re.compile(
            r"(?:利用|サービス|使用|課金|保守|ライセンス|提供|リース|レンタル|派遣|service|use).*(?:終了|満了|終期|期限|至$|to$|end)"
        ),
        "line_end",
        8,
    ),
    (re.compile(r"更新.*日$"), "renewal_date", LIKELY),
    (re.compile(r"(?:開始|始期|start).*(?:日|date)?$"), "start", LIKELY),
    (re.compile(r"(?:終了|満了|満期|終期|end|expir).*(?:日|date)?$"), "end", LIKELY),
    (re.compile(r"解約.*(?:申|予告|通知)|notice"), "notice", LIKELY),
    (re.compile(r"解約.*日$|cancel.*date"), "cancel_date", LIKELY),
    (re.compile(r"自動.*更新|更新.*(?:有無|区分)|auto.*renew"), "renewal", LIKELY),
    (re.compile(r"(?:支払|請求|課金).*(?:単位|サイクル|周期|頻度|回数)"), "billing_cycle", LIKELY),
    (re.compile(r"(?:支払|入金|回収|決済).*(?:条件|サイト)"), "payment_terms", LIKELY),
    (re.compile(r"締.*(?:支?払|入金)"), "payment_terms", LIKELY),
    (re.compile(r"契約.*(?:番号|no|id)$|(?:contract|agreement|subscription).*(?:no|number|id)$"), "number", 8),
    (
        re.compile(
            r"(?:お客様|顧客|客先|取引先|得意先|契約先|契約者|会社|企業).*(?:名|名称)$|(?:customer|client|company)name"
        ),
        "account",
        LIKELY,
    ),
    (
        re.compile(
            r"(?:商品|サービス|製品|品目|プラン|ライセンス).*(?:名|名称|種別|種類|内容)$|(?:product|service|plan)"
        ),
        "product",
        6,
    ),
    (re.compile(r"(?:サービス|商品|製品|プラン|ライセンス|メニュー|機種|品目|オプション)$"), "product", 6),
    (re.compile(r"(?<!特記)(?<!変更)(?<!解約)内容$"), "product", 4),
    (re.compile(r"contact$"), "contact", 6),
    (re.compile(r"備考|メモ|特記|コメント|remark|comment|^notes?"), "remarks", LIKELY),
)
_ORNAMENT = re.compile(r"[\s※*＊■□●○◎◆◇▼▲▽△★☆【】\[\]「」『』<>《》〈〉:：。、._＿'\"“”]+")
_BRACKET = re.compile(r"\([^()]*\)")
_POLITE = re.compile(r"^[ご御お](?!客)")
_NUMBERED = re.compile(r"(?<=\D)\d{1,2}$")
_ORDINAL = re.compile(r"^\d{1,2}(?=[^\d年月日か時回次])")
_WANTED = re.compile(
    r"[(\[【<](?:必須|任意|半角|全角|required|optional|西暦|和暦|yyyy.*|自動計算|入力.*|選択|プルダウン)[)\]】>]"
)


@lru_cache(maxsize=4096)
def header_words(text: str) -> tuple[str, str]:
    """The header text as words are compared: with what it has in brackets, and without."""
    folded = unicodedata.normalize("NFKC", text).lower().replace("№", "no")
    plain_text = re.sub(r"[ヶヵケカ箇]月", "か月", _ORNAMENT.sub("", _WANTED.sub("", folded)))
    whole = _ORDINAL.sub("", plain_text) or plain_text
    return whole, _BRACKET.sub("", whole) or whole.strip("()")


@lru_cache(maxsize=8192)
def meanings(text: str) -> dict[str, int]:
    """The fields that a header may head, each with its weight; empty when the words say nothing."""
    if not text or len(text) > 40:
        return {}
    whole, bare = header_words(text)
    joined = whole.replace("(", "").replace(")", "")
    unnumbered = _NUMBERED.sub("", bare)
    for word in (whole, joined, bare, unnumbered, _POLITE.sub("", unnumbered), re.sub(r"(?:様|欄|名称)$", "", bare)):
        if word in _EXACT:
            return _EXACT[word]
    found: dict[str, int] = {}
    bare = _POLITE.sub("", unnumbered)
    for pattern, field, weight in _PATTERNS:
        if pattern.search(bare) and field not in found:
            found[field] = weight
    if "other" in found and found["other"] > POSSIBLE:
        return {"other": found["other"]}
    return found


_EXACT: dict[str, dict[str, int]] = {
    header_words(word)[0]: {field: CERTAIN} for field, words in CERTAIN_WORDS.items() for word in words.split()
} | {word: dict(fields) for word, fields in _AMBIGUOUS.items()}

"""The codes that records carry and their names in both languages, in the order in which people choose them."""

from daicho.values.labels import Label

PRICE_KINDS: dict[str, Label] = {
    "monthly": Label("月額", "Monthly"),
    "annual": Label("年額", "Annual"),
    "period": Label("期間額", "Whole period"),
    "daily": Label("日額", "Daily"),
    "one_time": Label("一括", "One-time"),
    "usage": Label("従量", "Usage"),
}
SALES_CYCLES: dict[str, Label] = {
    "monthly": Label("毎月", "Monthly"),
    "at_start": Label("一括（初期費用）", "At start (initial fee)"),
    "spread": Label("期間按分（初期費用按分）", "Spread over the term"),
    "spread_months": Label("指定月按分", "Spread over given months"),
    "usage": Label("従量", "Usage"),
}
BILLING_CYCLES: dict[str, Label] = {
    "monthly": Label("月払い", "Monthly"),
    "every_2_months": Label("2か月払い", "Every 2 months"),
    "quarterly": Label("3か月払い", "Quarterly"),
    "half_yearly": Label("半年払い", "Half-yearly"),
    "annual": Label("年払い", "Annual"),
    "once": Label("一括払い", "Once"),
}
MIXED_BILLING_CYCLE = "mixed"
CONTRACT_BILLING_CYCLES: dict[str, Label] = {**BILLING_CYCLES, MIXED_BILLING_CYCLE: Label("混在", "Mixed")}
BILLING_CYCLE_MONTHS: dict[str, int | None] = {
    "monthly": 1,
    "every_2_months": 2,
    "quarterly": 3,
    "half_yearly": 6,
    "annual": 12,
    "once": None,
}
BILLING_TIMINGS: dict[str, Label] = {"advance": Label("前払い", "Advance"), "arrears": Label("後払い", "Arrears")}
PRORATIONS: dict[str, Label] = {
    "none": Label("しない", "None"),
    "calendar": Label("暦日数で日割り", "By calendar days"),
    "fixed": Label("固定日数で日割り", "By a fixed number of days"),
    "half": Label("半額", "Half"),
    "first_prorated_last_remainder": Label(
        "初月日割り（最終月は残額）", "First month prorated, last month the remainder"
    ),
}
ROUNDINGS: dict[str, Label] = {
    "down": Label("切り捨て", "Down"),
    "half_up": Label("四捨五入", "Half up"),
    "up": Label("切り上げ", "Up"),
}
REMAINDERS: dict[str, Label] = {"last": Label("最終回", "Last part"), "first": Label("初回", "First part")}
CONTRACT_STATUSES: dict[str, Label] = {
    "provisional": Label("仮受注", "Provisional"),
    "upcoming": Label("開始前", "Upcoming"),
    "active": Label("契約中", "Active"),
    "cancelling": Label("解約予定", "Cancelling"),
    "cancelled": Label("解約済み", "Cancelled"),
    "ended": Label("期間満了", "Ended"),
}
LINE_STATUSES: dict[str, Label] = {
    "upcoming": Label("開始前", "Upcoming"),
    "active": Label("利用中", "Active"),
    "ended": Label("終了", "Ended"),
    "replaced": Label("洗替済み", "Replaced"),
    "cancelled": Label("解約済み", "Cancelled"),
}
ENTRY_KINDS: dict[str, Label] = {"sale": Label("売上", "Sale"), "reversal": Label("赤伝票", "Reversal")}
ENTRY_STATUSES: dict[str, Label] = {"planned": Label("予定", "Planned"), "closed": Label("締め済み", "Closed")}
QUOTE_STATUSES: dict[str, Label] = {
    "draft": Label("作成中", "Draft"),
    "confirmed": Label("受注確定", "Confirmed"),
    "void": Label("無効", "Void"),
}
QUOTE_LINE_KINDS: dict[str, Label] = {
    "item": Label("明細", "Item"),
    "heading": Label("見出し", "Heading"),
    "remark": Label("備考", "Remark"),
}
ORDER_KINDS: dict[str, Label] = {
    "new": Label("新規", "New"),
    "add": Label("ライセンス追加", "Add licences"),
    "replace": Label("ライセンス洗替", "Replace licences"),
    "renew": Label("契約更新", "Renewal"),
    "cancel": Label("解約", "Cancellation"),
}
OPPORTUNITY_KINDS: dict[str, Label] = {
    "new": Label("新規", "New"),
    "change": Label("契約変更", "Change"),
    "renewal": Label("契約更新", "Renewal"),
    "cancellation": Label("解約", "Cancellation"),
}
OPPORTUNITY_STAGES: dict[str, Label] = {
    "open": Label("商談中", "Open"),
    "proposed": Label("提案済み", "Proposed"),
    "won": Label("受注", "Won"),
    "lost": Label("失注", "Lost"),
}
RENEWAL_TYPES: dict[str, Label] = {
    "auto": Label("自動更新", "Automatic"),
    "manual": Label("都度更新", "Each time"),
    "hold": Label("保留", "On hold"),
    "none": Label("更新なし", "No renewal"),
}
RENEWAL_CONTACT_METHODS: dict[str, Label] = {
    "mail": Label("メールで案内", "By mail"),
    "call": Label("営業から連絡", "Call by sales"),
    "reseller": Label("代理店経由", "Through the reseller"),
    "none": Label("案内しない", "No notice"),
}
RENEWAL_STAGES: dict[str, Label] = {
    "open": Label("未対応", "Open"),
    "informed": Label("案内済み", "Informed"),
    "considering": Label("検討中", "Considering"),
    "will_renew": Label("更新予定", "Will renew"),
    "change_wanted": Label("変更希望", "Change wanted"),
    "cancel_wanted": Label("解約希望", "Cancellation wanted"),
    "renewed": Label("更新済み", "Renewed"),
    "cancelled": Label("解約済み", "Cancelled"),
}
DECIDED_RENEWAL_STAGES: frozenset[str] = frozenset({"renewed", "cancelled"})
RENEWAL_ANSWERS: dict[str, Label] = {
    "renew": Label("このまま更新する", "Renew as it is"),
    "change": Label("変更して更新する", "Renew with changes"),
    "cancel": Label("更新しない", "Do not renew"),
    "considering": Label("まだ検討中", "Still considering"),
    "contact_me": Label("担当者と相談したい", "Please contact me"),
    "person_changed": Label("担当者が変わりました", "The person in charge has changed"),
}
CANCEL_REASONS: dict[str, Label] = {
    "budget": Label("予算の都合", "Budget"),
    "little_use": Label("利用が少ない", "Little used"),
    "other_service": Label("他のサービスへ切り替える", "Moving to another service"),
    "own_solution": Label("自社で対応する", "Doing it ourselves"),
    "reorganisation": Label("組織の変更・統合", "Reorganisation or merger"),
    "other": Label("その他", "Other"),
}
RENEWAL_ANSWER_SOURCES: dict[str, Label] = {
    "page": Label("回答ページ", "Answer page"),
    "mail": Label("メール", "Mail"),
    "phone": Label("電話", "Phone"),
    "visit": Label("訪問", "Visit"),
    "reseller": Label("代理店経由", "Through the reseller"),
}
HOLIDAY_SHIFTS: dict[str, Label] = {
    "none": Label("そのまま", "As it is"),
    "before": Label("前営業日", "Previous working day"),
    "after": Label("翌営業日", "Next working day"),
}
PRODUCT_KINDS: dict[str, Label] = {"service": Label("サービス", "Service"), "goods": Label("品目", "Goods")}
PRICE_LIST_KINDS: dict[str, Label] = {
    "sales": Label("販売", "Sales"),
    "purchase": Label("仕入", "Purchase"),
    "standard": Label("標準", "Standard"),
}
CONTACT_STATES: dict[str, Label] = {
    "active": Label("在籍", "Active"),
    "left": Label("退職", "Left"),
    "moved": Label("異動", "Moved"),
}
CONTACT_ROLES: dict[str, Label] = {
    "contract": Label("契約担当", "Contract"),
    "billing": Label("請求担当", "Billing"),
    "technical": Label("技術担当", "Technical"),
}
LANGUAGES: dict[str, Label] = {"ja": Label("日本語", "Japanese"), "en": Label("英語", "English")}

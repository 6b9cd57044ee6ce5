"""What is said about a ledger that cannot be read: why a cell, a sheet or the file is refused. Decides nothing."""

from daicho.values.labels import Label, Message

NO_SHEET = Message(
    "ledger_no_sheet",
    ja="シート「{sheet}」はありません。あるシート：{sheets}",
    en="There is no sheet “{sheet}”. Sheets: {sheets}",
)
NO_HEADER = Message(
    "ledger_no_header",
    ja="契約台帳の見出し行が見つかりません。契約先・商品・契約終了日・単価などの見出しのある行が必要です。シート：{sheets}",
    en="No header row of a contract ledger was found. A row naming customer, product, end date, price … is needed. "
    "Sheets: {sheets}",
)
NO_COLUMN = Message(
    "ledger_no_column",
    ja="シート「{sheet}」に{what}の列が見つかりません。読み取れた見出し：{seen}。見出しの例：{examples}",
    en="Sheet “{sheet}” has no column for {what}. Headers seen: {seen}. Such a column is called, for example, {examples}",
)
NO_ROWS = Message(
    "ledger_no_rows",
    ja="シート「{sheet}」の見出しの下に契約の行がありません。",
    en="Sheet “{sheet}” has no contract rows below its header.",
)

MISSING = Message("ledger_missing", ja="{what}が入力されていません。", en="Missing: {what}.")
END_BEFORE_START = Message(
    "ledger_end_before_start",
    ja="{end_name}（{end}）が{start_name}（{start}）より前です。",
    en="{end_name} ({end}) is before {start_name} ({start}).",
)
NOT_POSITIVE = Message(
    "ledger_not_positive",
    ja="数量「{value}」は0より大きい数にしてください。",
    en="The quantity “{value}” must be more than 0.",
)
NEGATIVE_PRICE = Message(
    "ledger_negative_price",
    ja="金額「{value}」が負の値です。値引きは値引き後の単価で入力してください。",
    en="The price “{value}” is negative. Enter the price after discount instead.",
)
ABSURD_PRICE = Message(
    "ledger_absurd_price",
    ja="金額「{value}」が大きすぎます。単価は100億未満、数量は1億未満にしてください。",
    en="The price or quantity “{value}” is too large: below 10 billion for a price, 100 million for a quantity.",
)
TOO_FINE = Message(
    "ledger_too_fine",
    ja="数量「{value}」の小数は4桁までにしてください。",
    en="The quantity “{value}” may have at most 4 decimals.",
)
NOT_A_PERIOD = Message(
    "ledger_not_a_period",
    ja="「{value}」は期間として読み取れません。2025/4/1～2026/3/31 のように入力してください。",
    en="“{value}” cannot be read as a period. Write it like 2025/4/1～2026/3/31.",
)
NOT_A_TERM = Message(
    "ledger_not_a_term",
    ja="「{value}」は契約期間の長さとして読み取れません。12か月、1年 のように入力してください。",
    en="“{value}” cannot be read as a length of time. Write it like 12か月, 1年 or 12 months.",
)
NOT_A_PRICE_KIND = Message(
    "ledger_not_a_price_kind",
    ja="「{value}」は金額種別として読み取れません。月額・年額・期間額・日額・一括・従量 のどれかにしてください。",
    en="“{value}” is no price kind. Use monthly, annual, period, daily, one-time or usage.",
)
OTHER_ACCOUNT = Message(
    "ledger_other_account",
    ja="契約番号「{number}」の契約先が{row}行目（{account}）と異なります。",
    en="The customer of contract no. “{number}” differs from row {row} ({account}).",
)
OTHER_CURRENCY = Message(
    "ledger_other_currency",
    ja="1つの契約に複数の通貨（{currencies}）があります。",
    en="One contract has several currencies ({currencies}).",
)
OTHER_ROW = Message(
    "ledger_other_row",
    ja="同じ契約（{number}）の{rows}行目に問題があるため、この行も登録しません。",
    en="Row {rows} of the same contract ({number}) has a problem, so this row is left out too.",
)
TOO_LONG = Message(
    "ledger_too_long",
    ja="「{value}」は長すぎます。{limit}文字以内にしてください。",
    en="“{value}” is too long: at most {limit} characters.",
)

WHAT = {
    "account": Label(ja="契約先", en="the customer"),
    "product": Label(ja="商品・サービス", en="the product"),
    "start": Label(ja="契約開始日", en="the start date"),
    "end": Label(ja="契約終了日（または契約期間）", en="the end date (or the term)"),
    "price": Label(ja="単価または金額", en="the unit price or amount"),
    "quantity": Label(ja="数量", en="a quantity"),
    "unit_price": Label(ja="単価", en="a unit price"),
    "amount": Label(ja="金額", en="an amount"),
    "period": Label(ja="契約期間", en="the contract period"),
    "email": Label(ja="メールアドレス", en="the e-mail address"),
    "price_kind": Label(ja="金額種別", en="the price kind"),
    "billing_cycle": Label(ja="支払単位", en="the billing cycle"),
    "payment_terms": Label(ja="支払条件", en="the payment terms"),
}
EXAMPLES = {
    "account": "契約先、顧客名、取引先、会社名、Customer",
    "product": "品目、商品名、サービス名、プラン、Product",
    "start": "契約開始日、開始日、契約期間、Start date",
    "end": "契約終了日、満了日、契約期間、契約年数、End date",
    "price": "単価、月額、年額、金額、Unit price",
}
CONTRACT_START, CONTRACT_END = Label("契約開始日", "The contract's start"), Label("契約終了日", "The contract's end")
LINE_START, LINE_END = Label("利用開始日", "The start of use"), Label("利用終了日", "The end of use")
WHY_HIDDEN = Label("非表示のシート", "it is hidden")
WHY_SAMPLE = Label("見本・控えのシート", "it is a sample or a copy")
WHY_OTHER = Label("見出しがほかの台帳シートと異なる", "its header differs from the ledger's")
WHY_NO_COLUMN = Label("契約先・商品・期間・金額の列がそろっていない", "it lacks customer, product, period or price")
WHY_PAST = Label(
    "解約・過去・見込みなど現行の契約ではない名前のシート。読むには --sheet で指定",
    "its name says past or planned; name it with --sheet to read it",
)
WHY_EMPTY = Label("空", "it is empty")
WHY_TOTAL = Label("小計・合計", "a total")
WHY_REMARK = Label("注記・見出し", "a remark or heading")
WHY_PREPARED = Label("番号だけの未記入の行", "only a number is filled in")

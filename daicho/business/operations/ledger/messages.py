"""What is said about a ledger that is read: why a cell or the file is refused, and what people should know. Decides nothing."""

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

SHEET_SKIPPED = Message(
    "ledger_sheet_skipped",
    ja="シート「{sheet}」は契約台帳として読みませんでした（{reason}）。",
    en="Sheet “{sheet}” was not read as a ledger ({reason}).",
)
BELOW_SKIPPED = Message(
    "ledger_below_skipped",
    ja="シート「{sheet}」の{row}行目からは別の表なので読みませんでした。",
    en="Sheet “{sheet}”: another table starts in row {row}; it was not read.",
)
BESIDE_SKIPPED = Message(
    "ledger_beside_skipped",
    ja="シート「{sheet}」の列（{columns}）は台帳の横の別の表なので読みませんでした。",
    en="Sheet “{sheet}”: columns {columns} are another table beside the ledger; they were not read.",
)
ROWS_SKIPPED = Message(
    "ledger_rows_skipped",
    ja="シート「{sheet}」の{rows}行目は{reason}なので読みませんでした。",
    en="Sheet “{sheet}”: row {rows} was not read: {reason}.",
)
UNITS_READ = Message(
    "ledger_units_read",
    ja="「{column}」の単位（{units}）は数値だけを読みました。{count}件",
    en="“{column}”: units ({units}) were left out and the numbers read, in {count} cells.",
)
EXTRA_COLUMNS = Message(
    "ledger_extra_columns",
    ja="対応する項目のない列（{columns}）は備考に入れました。",
    en="Columns without a field of their own ({columns}) went into the remarks.",
)
DERIVED_COLUMNS = Message(
    "ledger_derived_columns",
    ja="列（{columns}）はほかの列から計算される金額なので、登録には使いません。",
    en="Columns {columns} are amounts that follow from other columns; they are not used.",
)
TAX_INCLUDED = Message(
    "ledger_tax_included",
    ja="「{column}」は税込の金額ですが、税抜の列がないため、そのまま税抜の単価として読みました。",
    en="“{column}” includes tax, but there is no column without: its amounts were read as they are, as without tax.",
)
KIND_ASSUMED = Message(
    "ledger_kind_assumed",
    ja="{rows}行目は金額種別が書かれていないため、{kind}として読みました。",
    en="Row {rows}: no price kind is written; read as {kind}.",
)
QUANTITY_ASSUMED = Message(
    "ledger_quantity_assumed",
    ja="{rows}行目は数量が書かれていないため、1として読みました。",
    en="Row {rows}: no quantity is written; read as 1.",
)
AMOUNT_AS_PRICE = Message(
    "ledger_amount_as_price",
    ja="{row}行目は金額（{amount}）が数量（{quantity}）で割り切れないため、数量1、単価{amount}として読みました。",
    en="Row {row}: the amount {amount} cannot be divided by the quantity {quantity}; read as 1 at {amount}.",
)
AMOUNT_DIVIDED = Message(
    "ledger_amount_divided",
    ja="「{column}」は数量分の合計金額として読み、数量で割って単価にしました。",
    en="“{column}” was read as the amount for the whole quantity; the unit price is that amount divided by the quantity.",
)
GUESSED = Message(
    "ledger_guessed",
    ja="見出し「{column}」の列は、内容から{what}として読みました。",
    en="The column “{column}” was read as {what}, judging by what it holds.",
)
PRICE_ROUNDED = Message(
    "ledger_price_rounded",
    ja="{row}行目の単価「{value}」は小数4桁に丸めました。",
    en="Row {row}: the unit price “{value}” was rounded to 4 decimals.",
)
NUMBERS_MADE = Message(
    "ledger_numbers_made",
    ja="契約番号のない契約{count}件には、契約先と契約期間から番号を作りました（例：{example}）。",
    en="{count} contracts without a number got one made from customer and period (for example {example}).",
)
EVERGREEN = Message(
    "ledger_evergreen",
    ja="{row}行目の終了日「{value}」は終了日なしとして読みました。",
    en="Row {row}: the end “{value}” was read as no end date.",
)
RENEWAL_DAY = Message(
    "ledger_renewal_day",
    ja="「{column}」は更新される日なので、その前日を契約終了日として読みました。",
    en="“{column}” is the day of renewal; the day before was read as the end.",
)
NOT_AN_EMAIL = Message(
    "ledger_not_an_email",
    ja="{row}行目の「{value}」はメールアドレスではないため、備考に入れました。",
    en="Row {row}: “{value}” is no e-mail address; it went into the remarks.",
)
NOT_READ = Message(
    "ledger_not_read",
    ja="{row}行目の「{column}」の値「{value}」は読み取れないため、備考に入れました。",
    en="Row {row}: the value “{value}” of “{column}” cannot be read; it went into the remarks.",
)
DIFFERS = Message(
    "ledger_differs",
    ja="{row}行目の「{column}」の値「{value}」は同じ契約の前の行と異なるため、備考に入れました。",
    en="Row {row}: the value “{value}” of “{column}” differs from the contract's rows before; it went into the remarks.",
)
CANCELLED_AT_END = Message(
    "ledger_cancelled_at_end",
    ja="{row}行目は「{value}」ですが解約日がないため、契約終了日に解約として読みました。",
    en="Row {row} says “{value}” without a date; read as cancelled at its end.",
)
SAME_ON_SHEETS = Message(
    "ledger_same_on_sheets",
    ja="契約「{number}」は複数のシートにあります。同じ明細は1回だけ読みました。",
    en="Contract “{number}” is on several sheets; equal lines were read once.",
)

TURNED = Message(
    "ledger_turned",
    ja="シート「{sheet}」は契約が横に並ぶ表（1列が1契約）として読みました。",
    en="Sheet “{sheet}” was read as a table with one contract in each column.",
)
SECTIONS_READ = Message(
    "ledger_sections_read",
    ja="{rows}行目の見出しを、その下の行の{what}として読みました。",
    en="The headings in rows {rows} were read as {what} of the rows below them.",
)
MONTHS_READ = Message(
    "ledger_months_read",
    ja="月ごとの金額の列（{count}列）から、各行で最も多い金額を月額として読みました。",
    en="Of the {count} columns of monthly amounts, the most frequent amount of each row was read as its monthly price.",
)
PRODUCT_BY_PRICE = Message(
    "ledger_product_by_price",
    ja="商品の列がないため、金額の見出し（{columns}）を商品名として読みました。",
    en="There is no product column: the headers of the prices ({columns}) were read as products.",
)
STANDS_FOR = Message(
    "ledger_stands_for",
    ja="「{column}」の列を{what}として読みました。",
    en="The column “{column}” was read as {what}.",
)
SCALE_READ = Message(
    "ledger_scale_read",
    ja="{row}行目の「{unit}」に従い、金額に{unit}の倍率を掛けて読みました。",
    en="As row {row} says {unit}, all amounts were multiplied accordingly.",
)

PER_UNIT_FOUND = Message(
    "ledger_per_unit_found",
    ja="「{column}」は、数量が違っても同じ額か、数量を掛けた額がほかの列にあるので、1単位あたりの単価として読みました。",
    en="“{column}” was read as the price of one unit: it does not grow with the quantity, or another column is the product.",
)
ACCOUNT_ABOVE = Message(
    "ledger_account_above",
    ja="{rows}行目は契約先が空白なので、上の行と同じ契約先として読みました。",
    en="Row {rows}: the customer is blank and was read as the one above.",
)
ONE_ACCOUNT = Message(
    "ledger_one_account",
    ja="同じ契約先として読みました：{names}。",
    en="Read as one customer: {names}.",
)
LATER_TERM = Message(
    "ledger_later_term",
    ja="契約「{number}」は複数のシートにあるため、後の期間（シート「{sheet}」）だけを読みました。",
    en="Contract “{number}” is on several sheets: only its later term (sheet “{sheet}”) was read.",
)
COUNT_FROM_AMOUNT = Message(
    "ledger_count_from_amount",
    ja="{row}行目は数量が空白なので、金額÷単価の{quantity}として読みました。",
    en="Row {row}: the quantity is blank; it was read as amount ÷ unit price, {quantity}.",
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

"""What people should know of a ledger that was read: what was left aside, assumed, or read in a way of its own."""

from daicho.values.labels import Message

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

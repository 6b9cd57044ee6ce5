"""The words by which companies head the columns of their ledgers, and what each may mean. Looks at no content.

A word that means one thing only weighs 10; one that may mean several things less, and then the content decides.
"""

import re
import unicodedata
from functools import lru_cache

CERTAIN, LIKELY, POSSIBLE = 10, 7, 5

_CERTAIN = {
    "number": "契約番号 契約no 契約id 契約コード 契約管理番号 管理番号 管理no 管理id 契約書番号 契約書no 契約管理no 台帳番号 台帳no 整理番号 "
    "登録番号 受注番号 受注no 注文番号 契約# contractno contractnumber contractid contract# contractcode contractnum agreementno "
    "agreementnumber agreementid subscriptionid subscriptionno ledgerno",
    "name": "契約名 契約名称 契約件名 件名 案件名 contractname agreementname subject",
    "account": "契約先 契約先名 契約先名称 契約先会社名 契約先企業名 契約先企業 契約者 契約者名 契約企業 契約企業名 契約会社 契約会社名 "
    "契約法人 顧客 顧客名 顧客名称 顧客会社名 顧客企業名 お客様 お客様名 お客様会社名 お客さま名 御客様名 お客様名称 客先 客先名 "
    "客先名称 取引先 取引先名 取引先名称 取引先会社名 お取引先 お取引先名 会社名 会社 会社名称 法人名 企業名 社名 御社名 貴社名 "
    "得意先 得意先名 得意先名称 派遣先 派遣先名 納品先 ユーザー企業 ユーザ企業 ユーザー企業名 ユーザ企業名 ユーザー会社 ご利用企業 ご契約者 ご契約者名 ご契約先 ユーザー名 ユーザ名 利用企業 利用企業名 導入先 導入企業 納入先 "
    "クライアント クライアント名 相手先 相手方 契約相手 契約相手方 契約相手先 契約の相手方 ご契約企業名 加入者 加入者名 customer "
    "customername client clientname account accountname customer/company buyer licensee company companyname customercompany organization organisation subscriber",
    "contact": "契約担当者 契約担当 契約担当者名 先方担当 先方担当者 先方担当者名 先方ご担当者 先方ご担当 ご担当者 ご担当者名 ご担当 御担当者 "
    "お客様担当者 お客様ご担当者 お客様担当 顧客担当者 顧客担当者名 顧客側担当者 客先担当者 客先担当 取引先担当者 取引先責任者 "
    "取引先担当 窓口 窓口担当者 窓口担当 連絡先担当者 担当窓口 相手先担当者 得意先担当者 先方窓口 契約先担当者 契約先担当 "
    "契約先担当者名 連絡先氏名 担当者(先方) 担当者(顧客) 担当者(客先) contact contactname contactperson customercontact "
    "pointofcontact",
    "owner": "営業担当 営業担当者 営業担当者名 営業担当名 担当営業 担当営業名 自社担当 自社担当者 弊社担当 弊社担当者 当社担当 当社担当者 "
    "社内担当 社内担当者 営業 営業員 営業者 主担当 主担当者 アカウント担当 当社営業 弊社営業 自社営業 担当営業者 営業窓口 アカウントマネージャー アカウントマネージャ 営業責任者 "
    "担当者(自社) 担当者(営業) 担当(自社) 担当(営業) セールス セールス担当 owner contractowner salesrep sales salesowner salesperson "
    "salesrepresentative rep accountmanager accountowner accountexecutive",
    "email": "メール メールアドレス eメール eメールアドレス mail email e-mail mailaddress emailaddress e-mailaddress 連絡先メール "
    "連絡先メールアドレス 担当者メール 担当者メールアドレス contactemail",
    "phone": "電話 電話番号 tel 連絡先電話番号 連絡先tel 担当者電話番号 代表電話 phone telephone phonenumber telno",
    "postal_code": "郵便番号 〒 郵便no zip zipcode postcode postalcode",
    "address": "住所 所在地 本社住所 契約先住所 ご住所",
    "department": "部署 部署名 所属 所属部署 担当部署 部課名 ご所属 ご部署 department dept",
    "title": "役職 役職名 肩書 肩書き jobtitle",
    "product": "品目 品目名 品名 商品 商品名 商品名称 商品・サービス 商品サービス 商品/サービス サービス サービス名 サービス名称 サービス内容 "
    "サービス・商品 プラン プラン名 契約プラン 契約商品 契約サービス ライセンス ライセンス名 ライセンス種別 ライセンス種類 "
    "契約ライセンス 製品 製品名 製品名称 契約品目 契約内容 契約製品 利用サービス ご利用サービス 利用商品 利用プラン 明細 明細名 "
    "ソフト名 ソフトウェア ソフトウェア名 ソフトウエア名 アプリ アプリ名 コース コース名 オプション名 品目・サービス 品目サービス "
    "契約品名 機種 機種名 型番 型式 機器 機器名 機器名称 対象機器 保守対象 業務内容 作業内容 利用メニュー 契約メニュー "
    "product productname item itemname service servicename plan planname license licence licensename licensetype "
    "productservice product/service subscription sku product/sku module edition package",
    "quantity": "数量 本数 個数 台数 id数 ユーザー数 ユーザ数 アカウント数 ライセンス数 ライセンス数量 契約数 契約数量 契約id数 契約ライセンス数 "
    "利用者数 利用人数 回線数 本体数 枚数 契約台数 契約本数 契約口数 契約人数 保守台数 発注数 受注数 セット数 ノード数 サーバー数 サーバ数 人数 員数 席数 シート数 口数 拠点数 店舗数 端末数 利用id数 qty quantity seats users licenses licences "
    "noofusers noofseats numberofusers numberofseats numberoflicenses units",
    "unit": "単位 unit uom",
    "unit_price": "単価 月額単価 年額単価 年間単価 月単価 年単価 価格 販売単価 契約単価 提供単価 販売価格 提供価格 契約価格 税抜単価 単価税抜 単金 月額単金 人月単価 販売単価 基本単価 "
    "unitprice price unitcost rate monthlyprice annualprice priceperunit priceperuser priceperseat",
    "price_kind": "金額種別 価格種別 料金種別 課金区分 課金種別 課金形態 課金方式 単価区分 単価種別 料金区分 費用区分 費用種別 金額区分 価格区分 "
    "料金形態 pricekind pricetype chargetype pricingtype",
    "start": "契約開始日 契約開始 契約開始年月日 契約始期 契約期間開始 契約期間開始日 契約期間自 契約期間(自) 契約期間from 契約期間始 "
    "契約始期日 開始日 開始年月日 始期 contractstart contractstartdate startdate start effectivedate contractperiodfrom "
    "contractperiodstart",
    "end": "契約終了日 契約終了 契約終了年月日 契約満了日 契約満了 契約満了年月日 満了日 満了年月日 契約満期日 満期日 契約終期 終期 "
    "契約期限 契約期限日 契約期間終了 契約期間終了日 契約期間満了日 契約期間至 契約期間(至) 契約期間to 契約期間終 終了日 終了年月日 "
    "有効期限 contractend contractenddate enddate end expiry expirydate expirationdate expires expiration contractperiodto "
    "contractperiodend",
    "line_start": "利用開始日 利用開始 ご利用開始日 利用期間開始 利用期間開始日 利用期間自 利用期間from サービス開始日 サービス開始 課金開始日 "
    "課金開始 提供開始日 使用開始日 使用開始 適用開始日 保守開始日 保守開始 ライセンス開始日 ライセンス開始 サービス期間開始 "
    "サービス期間開始日 servicestart servicestartdate",
    "line_end": "利用終了日 利用終了 ご利用終了日 利用期間終了 利用期間終了日 利用期間至 利用期間to 利用期限 サービス終了日 サービス終了 "
    "課金終了日 課金終了 提供終了日 使用終了日 使用終了 使用期限 適用終了日 保守終了日 保守終了 保守期限 ライセンス終了日 "
    "ライセンス終了 ライセンス期限 サービス期間終了 サービス期間終了日 serviceend serviceenddate",
    "renewal_date": "更新日 次回更新日 契約更新日 更新予定日 更新年月日 次回契約更新日 次回更新予定日 renewaldate nextrenewal nextrenewaldate",
    "term": "契約年数 契約月数 年数 月数 契約期間月数 契約期間月 契約期間(月) 契約期間(年) 契約期間(か月) 契約期間(月数) 期間(月) 期間(年) "
    "期間(か月) 契約期間(年数) 期間月数 termmonths term(months) contractterm contractterm(months) termlength duration",
    "billing_cycle": "支払単位 支払サイクル 請求サイクル 請求単位 請求頻度 支払頻度 支払回数 支払周期 請求周期 課金サイクル 支払間隔 請求間隔 "
    "支払いサイクル 支払い単位 お支払単位 billingcycle billingfrequency paymentcycle paymentfrequency invoicefrequency billingperiod",
    "billing_timing": "請求時期 請求タイミング 支払時期 前払後払 前払/後払 前払・後払 billingtiming",
    "payment_terms": "支払条件 支払サイト お支払条件 支払い条件 締支払 締め支払 締・支払 締日支払日 締日・支払日 決済条件 取引条件 回収条件 入金条件 "
    "入金サイト 請求条件 回収サイト paymentterms",
    "renewal": "自動更新 自動更新有無 自動更新の有無 更新区分 更新方法 更新種別 更新形態 更新有無 自動継続 契約更新方法 契約更新区分 更新条件 "
    "契約更新条件 更新タイプ autorenew autorenewal autorenewed renewaltype automaticrenewal",
    "cancel_date": "解約日 契約解約日 解約年月日 解除日 解約予定日 中途解約日 解約実施日 canceldate cancellationdate terminationdate cancelledon "
    "churndate",
    "status": "状態 ステータス 契約状態 契約状況 契約ステータス status contractstatus",
    "notice": "解約申入 解約申入期間 解約申入れ 解約申入れ期間 解約申入期限 解約申入れ期限 解約予告 解約予告期間 解約予告期限 解約通知 "
    "解約通知期限 解約通知期間 予告期間 解約申出期限 解約申出期間 解約申し入れ 申入期限 noticeperiod notice cancellationnotice "
    "terminationnotice",
    "remarks": "備考 備考欄 メモ 特記事項 特記 コメント 摘要 補足 注記 note notes remarks remark memo comment comments",
    "reseller": "代理店 代理店名 販売店 販売店名 販売代理店 販売代理店名 取次店 取扱店 パートナー パートナー名 販売パートナー 販社 代理店会社名 "
    "代理店名称 販売店会社名 販売店名称 reseller resellername partner partnername distributor agent",
    "end_user": "エンドユーザー エンドユーザ エンドユーザー名 エンドユーザ名 エンドユーザー会社名 エンドユーザー名称 実利用者 実使用者 利用会社 "
    "最終利用者 最終ユーザー エンドユーザー様 enduser endusername endcustomer",
    "currency": "通貨 通貨単位 通貨コード currency ccy",
    "tax": "消費税 税額 消費税額 税率 消費税率 税区分 tax taxrate vat",
    "sequence": "項番 連番 通番 行番号 行no seq lineno 明細番号 明細no 枝番",
}
_AMBIGUOUS: dict[str, dict[str, int]] = {
    "no": {"number": LIKELY, "sequence": 4},
    "#": {"number": LIKELY, "sequence": 4},
    "番号": {"number": LIKELY, "sequence": 4},
    "id": {"number": LIKELY, "sequence": 4},
    "コード": {"number": 4},
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
    (re.compile(r"単価|unitprice"), "unit_price", 8),
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
        re.compile(r"(?:利用|サービス|使用|課金|保守|ライセンス|提供|リース|レンタル|派遣|service|use).*(?:開始|始期|自$|from|start)"),
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
    (re.compile(r"(?<!特記)(?<!変更)(?<!解約)内容$"), "product", 4),
    (re.compile(r"備考|メモ|特記|コメント|remark|comment|^notes?"), "remarks", LIKELY),
)
_ORNAMENT = re.compile(r"[\s※*＊■□●○◎◆◇▼▲▽△★☆【】\[\]「」『』<>《》〈〉:：。、._＿'\"“”]+")
_BRACKET = re.compile(r"\([^()]*\)")
_ORDINAL = re.compile(r"^\d{1,2}(?=[^\d年月日か時回次])")
_WANTED = re.compile(r"\((?:必須|任意|半角|全角|required|optional|西暦|和暦|yyyy.*|自動計算|入力.*|選択|プルダウン)\)")


@lru_cache(maxsize=4096)
def header_words(text: str) -> tuple[str, str]:
    """The header text as words are compared: with what it has in brackets, and without."""
    folded = unicodedata.normalize("NFKC", text).lower().replace("№", "no")
    plain_text = re.sub(r"[ヶヵケカ箇]月", "か月", _WANTED.sub("", _ORNAMENT.sub("", folded)))
    whole = _ORDINAL.sub("", plain_text) or plain_text
    return whole, _BRACKET.sub("", whole) or whole.strip("()")


@lru_cache(maxsize=8192)
def meanings(text: str) -> dict[str, int]:
    """The fields that a header may head, each with its weight; empty when the words say nothing."""
    if not text or len(text) > 40:
        return {}
    whole, bare = header_words(text)
    joined = whole.replace("(", "").replace(")", "")
    for word in (whole, joined, bare, re.sub(r"^[ご御お](?!客様)", "", bare), re.sub(r"(?:様|欄|名称)$", "", bare)):
        if word in _EXACT:
            return _EXACT[word]
    found: dict[str, int] = {}
    for pattern, field, weight in _PATTERNS:
        if pattern.search(bare) and field not in found:
            found[field] = weight
    if "other" in found and found["other"] > POSSIBLE:
        return {"other": found["other"]}
    return found


_EXACT: dict[str, dict[str, int]] = {
    header_words(word)[0]: {field: CERTAIN} for field, words in _CERTAIN.items() for word in words.split()
} | {word: dict(fields) for word, fields in _AMBIGUOUS.items()}

"""The header words that can mean one field only, by field. Words that may mean several are words.py's."""

CERTAIN_WORDS = {
    "number": (
        "契約番号 契約no 契約id 契約コード 契約管理番号 管理番号 管理no 管理id 契約書番号 契約書no 契約管理no "
        "台帳番号 台帳no 整理番号 登録番号 受注番号 受注no 注文番号 契約# contractno contractnumber contractid "
        "contract# contractcode contractnum agreementno agreementnumber agreementid subscriptionid subscriptionno "
        "ledgerno"
    ),
    "name": "契約名 契約名称 契約件名 件名 案件名 contractname agreementname subject",
    "account": (
        "契約先 契約先名 契約先名称 契約先会社名 契約先企業名 契約先企業 契約者 契約者名 契約企業 契約企業名 "
        "契約会社 契約会社名 契約法人 顧客 顧客名 顧客名称 顧客会社名 顧客企業名 お客様 お客様名 お客様会社名 "
        "お客さま名 御客様名 お客様名称 客先 客先名 客先名称 取引先 取引先名 取引先名称 取引先会社名 お取引先 "
        "お取引先名 会社名 会社 会社名称 法人名 企業名 社名 御社名 貴社名 得意先 得意先名 得意先名称 派遣先 "
        "派遣先名 納品先 ユーザー企業 ユーザ企業 ユーザー企業名 ユーザ企業名 ユーザー会社 ご利用企業 ご契約者 "
        "ご契約者名 ご契約先 ユーザー名 ユーザ名 利用企業 利用企業名 導入先 導入企業 納入先 クライアント "
        "クライアント名 相手先 相手方 契約相手 契約相手方 契約相手先 契約の相手方 ご契約企業名 加入者 加入者名 "
        "customer customername client clientname account accountname customer/company buyer licensee company "
        "companyname customercompany organization organisation subscriber"
    ),
    "contact": (
        "契約担当者 契約担当 契約担当者名 先方担当 先方担当者 先方担当者名 先方ご担当者 先方ご担当 ご担当者 "
        "ご担当者名 ご担当 御担当者 お客様担当者 お客様ご担当者 お客様担当 顧客担当者 顧客担当者名 顧客側担当者 "
        "客先担当者 客先担当 取引先担当者 取引先責任者 取引先担当 窓口 窓口担当者 窓口担当 連絡先担当者 担当窓口 "
        "相手先担当者 得意先担当者 先方窓口 契約先担当者 契約先担当 契約先担当者名 連絡先氏名 担当者(先方) "
        "担当者(顧客) 担当者(客先) contact contactname contactperson customercontact pointofcontact"
    ),
    "owner": (
        "営業担当 営業担当者 営業担当者名 営業担当名 担当営業 担当営業名 自社担当 自社担当者 弊社担当 弊社担当者 "
        "当社担当 当社担当者 社内担当 社内担当者 営業 営業員 営業者 主担当 主担当者 アカウント担当 当社営業 "
        "弊社営業 自社営業 担当営業者 営業窓口 アカウントマネージャー アカウントマネージャ 営業責任者 "
        "担当者(自社) 担当者(営業) 担当(自社) 担当(営業) セールス セールス担当 owner contractowner salesrep sales "
        "salesowner salesperson salesrepresentative rep accountmanager accountowner accountexecutive"
    ),
    "email": (
        "メール メールアドレス eメール eメールアドレス mail email e-mail mailaddress emailaddress e-mailaddress "
        "連絡先メール 連絡先メールアドレス 担当者メール 担当者メールアドレス contactemail"
    ),
    "phone": "電話 電話番号 tel 連絡先電話番号 連絡先tel 担当者電話番号 代表電話 phone telephone phonenumber telno",
    "postal_code": "郵便番号 〒 郵便no zip zipcode postcode postalcode",
    "address": "住所 所在地 本社住所 契約先住所 ご住所",
    "department": "部署 部署名 所属 所属部署 担当部署 部課名 ご所属 ご部署 department dept",
    "title": "役職 役職名 肩書 肩書き jobtitle",
    "product": (
        "品目 品目名 品名 商品 商品名 商品名称 商品・サービス 商品サービス 商品/サービス サービス サービス名 "
        "サービス名称 サービス内容 サービス・商品 プラン プラン名 契約プラン 契約商品 契約サービス ライセンス "
        "ライセンス名 ライセンス種別 ライセンス種類 契約ライセンス 製品 製品名 製品名称 契約品目 契約内容 "
        "契約製品 利用サービス ご利用サービス 利用商品 利用プラン 明細 明細名 ソフト名 ソフトウェア "
        "ソフトウェア名 ソフトウエア名 アプリ アプリ名 コース コース名 オプション名 品目・サービス 品目サービス "
        "契約品名 機種 機種名 型番 型式 機器 機器名 機器名称 対象機器 保守対象 業務内容 作業内容 利用メニュー "
        "契約メニュー product productname item itemname service servicename plan planname license licence "
        "licensename licensetype productservice product/service subscription sku product/sku module edition "
        "package"
    ),
    "quantity": (
        "数量 本数 個数 台数 id数 ユーザー数 ユーザ数 アカウント数 ライセンス数 ライセンス数量 契約数 契約数量 "
        "契約id数 契約ライセンス数 利用者数 利用人数 回線数 本体数 枚数 契約台数 契約本数 契約口数 契約人数 "
        "保守台数 発注数 受注数 セット数 ノード数 サーバー数 サーバ数 人数 員数 席数 シート数 口数 拠点数 店舗数 "
        "端末数 利用id数 qty quantity seats users licenses licences noofusers noofseats numberofusers "
        "numberofseats numberoflicenses units"
    ),
    "unit": "単位 unit uom",
    "unit_price": (
        "単価 月額単価 年額単価 年間単価 月単価 年単価 価格 販売単価 契約単価 提供単価 販売価格 提供価格 契約価格 "
        "税抜単価 単価税抜 単金 月額単金 人月単価 基本単価 unitprice price unitcost rate monthlyprice annualprice "
        "priceperunit priceperuser priceperseat"
    ),
    "price_kind": (
        "金額種別 価格種別 料金種別 課金区分 課金種別 課金形態 課金方式 単価区分 単価種別 料金区分 費用区分 "
        "費用種別 金額区分 価格区分 料金形態 pricekind pricetype chargetype pricingtype"
    ),
    "start": (
        "契約開始日 契約開始 契約開始年月日 契約始期 契約期間開始 契約期間開始日 契約期間自 契約期間(自) "
        "契約期間from 契約期間始 契約始期日 開始日 開始年月日 始期 contractstart contractstartdate startdate "
        "start commencement commencementdate effectivedate contractperiodfrom contractperiodstart"
    ),
    "end": (
        "契約終了日 契約終了 契約終了年月日 契約満了日 契約満了 契約満了年月日 満了日 満了年月日 契約満期日 "
        "満期日 契約終期 終期 契約期限 契約期限日 契約期間終了 契約期間終了日 契約期間満了日 契約期間至 "
        "契約期間(至) 契約期間to 契約期間終 終了日 終了年月日 有効期限 contractend contractenddate enddate end "
        "expiry expirydate expirationdate expires expiration contractperiodto contractperiodend"
    ),
    "line_start": (
        "利用開始日 利用開始 ご利用開始日 利用期間開始 利用期間開始日 利用期間自 利用期間from サービス開始日 "
        "サービス開始 課金開始日 課金開始 提供開始日 使用開始日 使用開始 適用開始日 保守開始日 保守開始 "
        "ライセンス開始日 ライセンス開始 サービス期間開始 サービス期間開始日 servicestart servicestartdate"
    ),
    "line_end": (
        "利用終了日 利用終了 ご利用終了日 利用期間終了 利用期間終了日 利用期間至 利用期間to 利用期限 "
        "サービス終了日 サービス終了 課金終了日 課金終了 提供終了日 使用終了日 使用終了 使用期限 適用終了日 "
        "保守終了日 保守終了 保守期限 ライセンス終了日 ライセンス終了 ライセンス期限 サービス期間終了 "
        "サービス期間終了日 serviceend serviceenddate"
    ),
    "renewal_date": (
        "更新日 次回更新日 契約更新日 更新予定日 更新年月日 次回契約更新日 次回更新予定日 renewaldate nextrenewal "
        "nextrenewaldate"
    ),
    "term": (
        "契約年数 契約月数 年数 月数 契約期間月数 契約期間月 契約期間(月) 契約期間(年) 契約期間(か月) "
        "契約期間(月数) 期間(月) 期間(年) 期間(か月) 契約期間(年数) 期間月数 termmonths term(months) contractterm "
        "contractterm(months) termlength duration"
    ),
    "billing_cycle": (
        "支払単位 支払サイクル 請求サイクル 請求単位 請求頻度 支払頻度 支払回数 支払周期 請求周期 課金サイクル "
        "支払間隔 請求間隔 支払いサイクル 支払い単位 お支払単位 billingcycle billingfrequency paymentcycle "
        "paymentfrequency invoicefrequency billingperiod"
    ),
    "billing_timing": "請求時期 請求タイミング 支払時期 前払後払 前払/後払 前払・後払 billingtiming",
    "payment_terms": (
        "支払条件 支払サイト お支払条件 支払い条件 締支払 締め支払 締・支払 締日支払日 締日・支払日 決済条件 "
        "取引条件 回収条件 入金条件 入金サイト 請求条件 回収サイト paymentterms"
    ),
    "renewal": (
        "自動更新 自動更新有無 自動更新の有無 更新区分 更新方法 更新種別 更新形態 更新有無 自動継続 契約更新方法 "
        "契約更新区分 更新条件 契約更新条件 更新タイプ autorenew autorenewal autorenewed renewaltype "
        "automaticrenewal"
    ),
    "cancel_date": (
        "解約日 契約解約日 解約年月日 解除日 解約予定日 中途解約日 解約実施日 canceldate cancellationdate "
        "terminationdate cancelledon churndate"
    ),
    "status": "状態 ステータス 契約状態 契約状況 契約ステータス status contractstatus",
    "notice": (
        "解約申入 解約申入期間 解約申入れ 解約申入れ期間 解約申入期限 解約申入れ期限 解約予告 解約予告期間 "
        "解約予告期限 解約通知 解約通知期限 解約通知期間 予告期間 解約申出期限 解約申出期間 解約申し入れ 申入期限 "
        "noticeperiod notice cancellationnotice terminationnotice"
    ),
    "remarks": "備考 備考欄 メモ 特記事項 特記 コメント 摘要 補足 注記 note notes remarks remark memo comment comments",
    "reseller": (
        "代理店 代理店名 販売店 販売店名 販売代理店 販売代理店名 取次店 取扱店 パートナー パートナー名 "
        "販売パートナー 販社 代理店会社名 代理店名称 販売店会社名 販売店名称 reseller resellername partner "
        "partnername distributor agent"
    ),
    "end_user": (
        "エンドユーザー エンドユーザ エンドユーザー名 エンドユーザ名 エンドユーザー会社名 エンドユーザー名称 "
        "実利用者 実使用者 利用会社 最終利用者 最終ユーザー エンドユーザー様 enduser endusername endcustomer"
    ),
    "currency": "通貨 通貨単位 通貨コード currency ccy",
    "tax": "消費税 税額 消費税額 税率 消費税率 税区分 tax taxrate vat",
    "sequence": "項番 連番 通番 行番号 行no seq lineno 明細番号 明細no 枝番",
}

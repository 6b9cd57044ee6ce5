"""Names of the demo company's customers, people and products. Invented; any likeness is chance. PURE."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

PLACES = (
    ("青葉", "アオバ"), ("桜井", "サクライ"), ("北斗", "ホクト"), ("みなと", "ミナト"), ("淡海", "オウミ"),
    ("白樺", "シラカバ"), ("富士見", "フジミ"), ("暁", "アカツキ"), ("城南", "ジョウナン"), ("緑川", "ミドリカワ"),
    ("武蔵野", "ムサシノ"), ("高砂", "タカサゴ"), ("湘南", "ショウナン"), ("東雲", "シノノメ"), ("若草", "ワカクサ"),
    ("千歳", "チトセ"), ("日進", "ニッシン"), ("大和", "ヤマト"), ("瑞穂", "ミズホ"), ("双葉", "フタバ"),
    ("鶴見", "ツルミ"), ("有明", "アリアケ"), ("加茂", "カモ"), ("朝霧", "アサギリ"), ("美浜", "ミハマ"),
    ("五十鈴", "イスズ"), ("曙", "アケボノ"), ("竹園", "タケゾノ"), ("松濤", "ショウトウ"), ("玉川", "タマガワ"),
    ("宮前", "ミヤマエ"), ("名取", "ナトリ"), ("浅間", "アサマ"), ("立山", "タテヤマ"), ("霧島", "キリシマ"),
)  # fmt: skip
TRADES = (
    ("製作所", "セイサクジョ"), ("電機", "デンキ"), ("商事", "ショウジ"), ("精機", "セイキ"), ("観光", "カンコウ"),
    ("印刷", "インサツ"), ("薬品", "ヤクヒン"), ("建設", "ケンセツ"), ("物流", "ブツリュウ"), ("不動産", "フドウサン"),
    ("システムズ", "システムズ"), ("フーズ", "フーズ"), ("ホールディングス", "ホールディングス"), ("繊維", "センイ"),
    ("化学", "カガク"), ("運輸", "ウンユ"), ("メディカル", "メディカル"), ("設計事務所", "セッケイジムショ"),
)  # fmt: skip
OTHERS = (
    ("医療法人{}会", "イリョウホウジン{}カイ"), ("学校法人{}学園", "ガッコウホウジン{}ガクエン"),
    ("{}信用金庫", "{}シンヨウキンコ"), ("社会福祉法人{}の里", "シャカイフクシホウジン{}ノサト"),
)  # fmt: skip
RESELLERS = (
    ("株式会社リンクパートナーズ", "リンクパートナーズ"), ("東日本システム販売株式会社", "ヒガシニホンシステムハンバイ"),
    ("株式会社オフィスデザイン中央", "オフィスデザインチュウオウ"), ("西海情報サービス株式会社", "セイカイジョウホウサービス"),
    ("株式会社テクノ商会", "テクノショウカイ"), ("北陸ビジネス機器株式会社", "ホクリクビジネスキキ"),
)  # fmt: skip
FAMILIES = (
    ("佐藤", "サトウ"), ("鈴木", "スズキ"), ("高橋", "タカハシ"), ("田中", "タナカ"), ("渡辺", "ワタナベ"),
    ("伊藤", "イトウ"), ("山本", "ヤマモト"), ("中村", "ナカムラ"), ("小林", "コバヤシ"), ("加藤", "カトウ"),
    ("吉田", "ヨシダ"), ("山田", "ヤマダ"), ("佐々木", "ササキ"), ("松本", "マツモト"), ("井上", "イノウエ"),
    ("木村", "キムラ"), ("清水", "シミズ"), ("斎藤", "サイトウ"), ("阿部", "アベ"), ("西村", "ニシムラ"),
)  # fmt: skip
GIVENS = (
    ("真理子", "マリコ"), ("健一", "ケンイチ"), ("陽子", "ヨウコ"), ("大輔", "ダイスケ"), ("美咲", "ミサキ"),
    ("直樹", "ナオキ"), ("由美", "ユミ"), ("翔太", "ショウタ"), ("彩", "アヤ"), ("誠", "マコト"),
    ("裕子", "ユウコ"), ("隆", "タカシ"), ("千尋", "チヒロ"), ("浩二", "コウジ"), ("綾香", "アヤカ"),
)  # fmt: skip
DEPARTMENTS = ("情報システム部", "総務部", "経理部", "業務推進課", "管理本部", "DX推進室", "購買部", "")
TITLES = ("課長", "部長", "主任", "係長", "", "")
CANCEL_REASONS = ("予算の都合", "利用が少ない", "他のサービスへ切り替える", "組織の変更・統合")


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """A product of the demo company; `price` in yen a unit, without tax. `quantities` are what customers buy of it."""

    code: str
    name: str
    price: Decimal
    price_kind: str
    quantities: tuple[int, ...]


PRODUCTS = (
    DemoProduct("P-100", "帳票クラウド 基本ライセンス", Decimal(1_200), "monthly", (5, 10, 20, 35, 100)),
    DemoProduct("P-110", "帳票クラウド 追加ID", Decimal(480), "monthly", (5, 10, 20, 35)),
    DemoProduct("P-200", "電子契約オプション", Decimal(15_000), "monthly", (1,)),
    DemoProduct("P-300", "データ連携コネクタ", Decimal(120_000), "annual", (1, 2)),
    DemoProduct("P-400", "保守サポート", Decimal(96_000), "annual", (1,)),
    DemoProduct("P-500", "勤怠クラウド スタンダード", Decimal(350), "monthly", (20, 50, 80, 150)),
    DemoProduct("P-510", "勤怠クラウド 打刻端末レンタル", Decimal(2_800), "monthly", (1, 2, 3)),
    DemoProduct("P-900", "初期導入支援", Decimal(250_000), "one_time", (1,)),
    DemoProduct("P-910", "スポット教育", Decimal(80_000), "one_time", (1, 2)),
)
PEOPLE = (
    ("higuchi", "樋口 さくら", "sales", None),
    ("morita", "森田 拓也", "sales", "higuchi"),
    ("ishii", "石井 亮", "sales", "higuchi"),
    ("hasegawa", "長谷川 恵", "sales", "higuchi"),
    ("okada", "岡田 直美", "sales_operations", None),
)


def companies() -> Iterator[tuple[str, str]]:
    """Names with their kana, each once, in an order in which neighbours differ; about 700 of them."""
    for turn in range(len(TRADES)):
        for position, (place, place_kana) in enumerate(PLACES):
            trade, kana = TRADES[(position + turn * 7) % len(TRADES)]
            if turn == 0 and position % 6 == 5:
                form, form_kana = OTHERS[position // 6 % len(OTHERS)]
                yield form.format(place), form_kana.format(place_kana)
            elif (position + turn) % 2:
                yield f"株式会社{place}{trade}", place_kana + kana
            else:
                yield f"{place}{trade}株式会社", place_kana + kana

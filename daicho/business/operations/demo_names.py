"""Names of the demo company's customers, people and products. Invented; any likeness is chance. PURE."""

from dataclasses import dataclass
from decimal import Decimal

PLACES = (
    "青葉", "桜井", "北斗", "みなと", "淡海", "白樺", "富士見", "暁", "城南", "緑川",
    "武蔵野", "高砂", "湘南", "東雲", "若草", "千歳", "日進", "大和", "瑞穂", "双葉",
)  # fmt: skip
TRADES = (
    "製作所", "電機", "商事", "精機", "観光", "印刷", "薬品", "建設", "物流", "不動産",
    "システムズ", "フーズ", "ホールディングス", "繊維", "化学", "運輸",
)  # fmt: skip
FAMILIES = (
    ("佐藤", "サトウ"), ("鈴木", "スズキ"), ("高橋", "タカハシ"), ("田中", "タナカ"), ("渡辺", "ワタナベ"),
    ("伊藤", "イトウ"), ("山本", "ヤマモト"), ("中村", "ナカムラ"), ("小林", "コバヤシ"), ("加藤", "カトウ"),
    ("吉田", "ヨシダ"), ("山田", "ヤマダ"),
)  # fmt: skip
GIVENS = (
    ("真理子", "マリコ"), ("健一", "ケンイチ"), ("陽子", "ヨウコ"), ("大輔", "ダイスケ"), ("美咲", "ミサキ"),
    ("直樹", "ナオキ"), ("由美", "ユミ"), ("翔太", "ショウタ"), ("彩", "アヤ"), ("誠", "マコト"),
)  # fmt: skip
DEPARTMENTS = ("情報システム部", "総務部", "経理部", "業務推進課", "管理本部", "")
TITLES = ("課長", "部長", "主任", "", "")


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

"""What the shipped processes are called, and what each does in one sentence. What they really do stands in shipped_processes.py."""

from collections.abc import Mapping

from daicho.values.labels import Label

MAIL_PROCESS = "更新のご案内メール（90日前）"
AUTO_PROCESS = "自動更新のお知らせメール"
RESELLER_PROCESS = "代理店への更新案内メール"
OWNER_PROCESS = "担当営業への更新通知（90日前）"
ANNOUNCE_PROCESS = "お客様メールの送信予告"
UNDECIDED_PROCESS = "1か月前の意思確認"
REMINDER_PROCESS = "未回答のお客様への再案内（1か月前）"
WORK_PROCESS = "更新作業の依頼"
RENEWED_PROCESS = "契約更新のお礼"
CANCELLED_PROCESS = "解約手続き完了のお知らせ"
EXPIRED_PROCESS = "満了・更新未処理の警告"

DESCRIPTIONS: Mapping[str, Label] = {
    MAIL_PROCESS: Label(
        "契約が作成されたら、契約終了日の90日前（休業日のときは前営業日）の9:00に、契約担当者へ『更新のご案内』を送る。"
        "対象：案内方法が「メールで案内」の契約",
        "When a contract is made: 90 days before its end (or the working day before) at 9:00, send the renewal notice to "
        "the customer contact. For contracts whose renewal is announced by mail.",
    ),
    AUTO_PROCESS: Label(
        "解約申入期限の30日前の9:00に、契約担当者へ『更新のご案内（自動更新）』を送る。対象：更新区分が「自動更新」の契約",
        "30 days before the notice deadline at 9:00, tell the customer contact that the contract renews automatically. "
        "For contracts of the renewal type “automatic”.",
    ),
    RESELLER_PROCESS: Label(
        "契約終了日の90日前の9:00に、代理店の担当者へ『更新のご案内（代理店）』を送る",
        "90 days before the end at 9:00, send the reseller's contact the renewal notice for resellers.",
    ),
    OWNER_PROCESS: Label(
        "契約終了日の90日前の9:00に、営業担当へ通知し、ToDo「更新のご意向確認」を作る",
        "90 days before the end at 9:00, notify the sales owner and make a task to ask about the renewal.",
    ),
    ANNOUNCE_PROCESS: Label(
        "お客様あてメールの3営業日前に、営業担当へ宛先と文面を知らせる",
        "Three working days before a mail to a customer, tell the sales owner to whom it goes and what it says.",
    ),
    UNDECIDED_PROCESS: Label(
        "契約終了日の1か月前に、更新の回答がまだなら、営業担当へ通知し、ToDo「継続の意思確認（電話）」を作る",
        "A month before the end, if there is no answer yet, notify the sales owner and make a task to call.",
    ),
    REMINDER_PROCESS: Label(
        "契約終了日の1か月前に、更新の回答がまだなら、契約担当者へ『更新のご案内（再送）』を送る",
        "A month before the end, if there is no answer yet, send the customer contact the reminder.",
    ),
    WORK_PROCESS: Label(
        "更新の回答が登録されたら、事務担当へToDo「更新作業」を作る",
        "When an answer to the renewal is recorded, make a task for sales operations to do the renewal.",
    ),
    RENEWED_PROCESS: Label(
        "契約更新が確定したら、契約担当者へ『契約更新完了のお知らせ』を送る",
        "When a renewal is confirmed, send the customer contact the thanks.",
    ),
    CANCELLED_PROCESS: Label(
        "解約が確定したら、契約担当者へ『解約手続き完了のお知らせ』を送る",
        "When a cancellation is confirmed, tell the customer contact that it is completed.",
    ),
    EXPIRED_PROCESS: Label(
        "契約終了日の翌営業日に、更新も解約もされていなければ、営業担当とその上長へ通知する",
        "The working day after the end, if neither renewal nor cancellation was booked, notify the sales owner and his manager.",
    ),
}

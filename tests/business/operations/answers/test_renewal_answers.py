"""Answers to a renewal: kept once, with what follows from each choice; nothing is renewed or cancelled by them."""

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from daicho.business.contracts.models import Contract, ContractLine, ContractTerm, RenewalAnswer
from daicho.business.operations.answers.checks import Answer
from daicho.business.operations.answers.registering import customer, register
from daicho.business.operations.orders import order_to_cash
from daicho.business.operations.renewals import renewal
from daicho.business.operations.renewals.renewal import Wish
from daicho.business.sales.models import Opportunity, Quote, QuoteLine
from daicho.engine.access.actors import SYSTEM
from daicho.engine.activity.models import Notification, Task
from daicho.engine.mail.models import EmailAlert, Mail
from daicho.engine.records.command import command
from daicho.values.problems import Conflict, Forbidden, Invalid, Missing

APRIL = datetime(2026, 4, 2, 1, 0, tzinfo=UTC)
"""Three months before the end of the term, before the answer is due (2026-05-15)."""
COPY = "更新回答の控え（回答者へ）"


@pytest.fixture
def contract(world):
    quote = world.quote(operations_user=world.users["operations"])
    return order_to_cash.confirm(world.actor("owner"), quote, world.frame).contract


@pytest.fixture
def spring(world):
    return world.frame.at(APRIL)


@pytest.fixture
def answer(spring, contract):
    def give(choice, *, frame=spring, token=None, who="佐藤 真理子", actor=None, source="page", **said):
        given = Answer(choice, respondent=who, **said)
        return register(
            contract,
            given,
            actor=actor or customer(who),
            frame=frame,
            source=source,
            token=token or uuid.uuid4(),
            recipient="sato@aoba.example.jp",
        )

    return give


def term():
    return ContractTerm.objects.get(number=1)


def test_renew_is_written_on_the_term_and_kept(answer, spring):
    done = answer("renew", comment="よろしくお願いします", department="総務部")
    kept = RenewalAnswer.objects.get(id=done.answer)
    assert (kept.choice, kept.source, kept.respondent, kept.department) == ("renew", "page", "佐藤 真理子", "総務部")
    assert (kept.term, kept.answered_at, kept.superseded) == (term(), spring.now, False)
    assert (term().renewal_stage, term().renewal_answer, term().renewal_answer_source) == (
        "will_renew",
        "renew",
        "page",
    )
    assert (term().renewal_respondent, term().renewal_answer_comment) == ("佐藤 真理子", "よろしくお願いします")
    assert term().renewal_answered_at == spring.now


def test_renew_drafts_the_quote_of_the_next_term(answer, contract, world):
    answer("renew")
    [quote] = Quote.objects.filter(status="draft")
    assert (quote.start_date, quote.end_date) == (date(2026, 7, 1), date(2027, 6, 30))
    assert Opportunity.objects.filter(quotes=quote, kind="renewal", contract=contract, stage="open").exists()
    lines = QuoteLine.objects.filter(quote=quote).order_by("position")
    assert [(line.product_id, line.quantity, line.unit_price) for line in lines] == [
        (world.monthly, 10, 1200),
        (world.annual, 1, 96000),
    ]
    assert RenewalAnswer.objects.get().quote == quote.number


def test_confirming_the_drafted_quote_renews_the_contract(answer, contract, world, spring):
    answer("renew")
    order_to_cash.confirm(world.actor("owner"), Quote.objects.get(status="draft").id, spring)
    assert Contract.objects.count() == 1
    assert ContractTerm.objects.get(number=2).amount == 240000


def test_change_drafts_the_wished_quantities(answer, world):
    monthly, annual = ContractLine.objects.filter(auto_renew=True).order_by("position")
    answer("change", quantities={monthly.id: Decimal(15), annual.id: Decimal(0)}, comment="増員のため")
    [quote] = Quote.objects.filter(status="draft")
    assert list(QuoteLine.objects.filter(quote=quote).values_list("product", "quantity")) == [(world.monthly, 15)]
    assert term().renewal_stage == "change_wanted"
    assert [(one["current"], one["quantity"]) for one in RenewalAnswer.objects.get().quantities] == [
        ("10", "15"),
        ("1", "0"),
    ]


def test_cancel_prepares_a_cancellation_and_cancels_nothing(answer, contract):
    answer("cancel", reason="budget")
    chance = Opportunity.objects.get(contract=contract, kind="cancellation")
    assert (chance.stage, term().renewal_stage) == ("open", "cancel_wanted")
    assert Contract.objects.get().cancel_date is None
    assert not Quote.objects.filter(status="draft").exists()


@pytest.mark.parametrize(
    "choice, said", [("contact_me", {}), ("person_changed", {"new_name": "新", "new_email": "n@a.jp"})]
)
def test_other_answers_leave_the_stage(answer, choice, said):
    answer(choice, **said)
    assert (term().renewal_stage, term().renewal_answer) == ("open", choice)
    assert not Opportunity.objects.filter(stage="open").exists()


def test_a_question_after_a_settled_answer_leaves_that_answer(answer):
    answer("renew")
    answer("contact_me", comment="支払いについて")
    assert (term().renewal_answer, term().renewal_stage) == ("renew", "will_renew")
    assert [(one.choice, one.superseded) for one in RenewalAnswer.objects.order_by("id")] == [
        ("renew", False),
        ("contact_me", False),
    ]
    assert Task.objects.filter(status="open").count() == 1


@pytest.mark.parametrize(
    "first, second", [("renew", "change"), ("change", "renew"), ("renew", "renew"), ("change", "change")]
)
def test_a_changed_answer_replaces_the_draft(answer, first, second):
    line = ContractLine.objects.filter(auto_renew=True).order_by("position")[0].id
    wishes = {"change": {"quantities": {line: Decimal(20)}}}
    answer(first, **wishes.get(first, {}))
    answer(second, **wishes.get(second, {}))
    [quote] = Quote.objects.filter(status="draft")
    assert quote.lines.get(position=1).quantity == (20 if second == "change" else 10)
    assert Opportunity.objects.filter(stage="open").count() == 1
    assert [one.superseded for one in RenewalAnswer.objects.order_by("id")] == [True, False]


@pytest.mark.parametrize("choice", ["cancel", "considering"])
def test_who_no_longer_renews_has_no_draft_and_no_work(answer, choice):
    answer("renew")
    answer(choice, planned_on=date(2026, 5, 1) if choice == "considering" else None)
    assert not Quote.objects.filter(status="draft").exists()
    assert not Opportunity.objects.filter(kind="renewal", stage="open").exists()
    assert not Task.objects.filter(status="open").exists()


def test_cancel_and_then_renew_leaves_no_cancellation(answer):
    answer("cancel")
    answer("renew")
    assert Opportunity.objects.get(kind="cancellation").stage == "lost"
    assert Quote.objects.filter(status="draft").count() == 1


@pytest.fixture
def written(contract, world):
    """A renewal quote that the owner has written himself."""
    with command(actor=world.actor("owner"), reason="test", frame=world.frame) as running:
        row = {"name": "更新", "account": world.account, "kind": "renewal", "contract": contract}
        [chance] = running.create("opportunity", [row])
    return world.quote(opportunity=chance, start_date=date(2026, 7, 1), end_date=date(2027, 6, 30))


@pytest.mark.parametrize(
    "choice, said",
    [
        ("renew", "そのまま残しました。内容を確認し、受注確定してください。"),
        ("change", "ご希望を書き込んでいません。"),
        ("cancel", "残してあります。"),
        ("considering", "残してあります。"),
    ],
)
def test_a_quote_written_by_hand_stays_whatever_is_answered(answer, written, world, choice, said):
    before = Quote.objects.values().get(id=written)
    answer(choice, comment="増やしたい", planned_on=date(2026, 5, 1) if choice == "considering" else None)
    assert [Quote.objects.values().get(id=written), *Quote.objects.filter(status="void")] == [before]
    assert list(Quote.objects.filter(status="draft").values_list("id", flat=True)) == [written]
    assert Opportunity.objects.get(kind="renewal").stage == "open"
    for told in Notification.objects.all():
        assert f"更新見積 {before['number']} は担当者が作成または変更したものなので" in told.body
        assert said in told.body


@pytest.mark.parametrize("changed", ["quote", "line", "line deleted"])
def test_what_answers_drafted_and_somebody_changed_stays(answer, world, changed):
    answer("renew")
    quote = Quote.objects.get(status="draft")
    with command(actor=world.actor("owner"), reason="edit", frame=world.frame) as running:
        if changed == "quote":
            running.update("quote", {quote.pk: {"remarks": "お値引きしました"}})
        elif changed == "line":
            running.update("quote_line", {quote.lines.order_by("id")[0].pk: {"unit_price": Decimal(1100)}})
        else:
            running.delete("quote_line", [quote.lines.order_by("id")[1].pk])
    answer("change", comment="増やしたい")
    assert [one.pk for one in Quote.objects.filter(status="draft")] == [quote.pk]
    assert RenewalAnswer.objects.get(superseded=False).quote == quote.number


def test_a_draft_that_only_changed_hands_is_replaced(answer, world, contract, spring):
    answer("renew")
    quote = Quote.objects.get(status="draft")
    with command(actor=SYSTEM, reason="test", frame=spring) as running:
        running.update("quote", {quote.pk: {"owner": world.users["colleague"]}}, made=True)
    renewal.renew(world.actor("owner"), contract, Wish(), spring)
    renewal.undo(world.actor("owner"), contract, spring)
    answer("change", comment="増やしたい")
    assert Quote.objects.get(pk=quote.pk).status == "void"


def test_the_clerk_is_asked_for_the_work_once(answer, contract, world):
    answer("renew")
    answer("change", comment="2つ増やしてください")
    [task] = Task.objects.filter(status="open")
    assert (task.owner_id, task.subject) == (world.users["operations"], "更新作業（株式会社青葉製作所）")
    assert (task.record, task.due_at) == (f"contract:{contract}", datetime(2026, 4, 9, 9, 0, tzinfo=UTC))


def test_owner_and_clerk_are_told_in_the_words_of_the_choice(answer, world):
    answer("renew")
    owner, clerk = Notification.objects.order_by("id")
    assert (owner.user_id, owner.title) == (world.users["owner"], "更新の回答：株式会社青葉製作所")
    assert "更新見積を作成しました。内容を確認し、［契約更新］を確定してください。" in owner.body
    assert (clerk.user_id, clerk.title) == (
        world.users["operations"],
        "更新作業のお願い：株式会社青葉製作所（2026/06/30 満了）",
    )
    assert "（このまま更新する・4/2）" in clerk.body


@pytest.mark.parametrize(
    "choice, title",
    [
        ("cancel", "【要対応】更新しないとの回答：株式会社青葉製作所"),
        ("considering", "検討中の回答（見込み 5/1）：株式会社青葉製作所"),
        ("contact_me", "【要連絡】相談希望：株式会社青葉製作所"),
        ("person_changed", "契約担当者の変更連絡：株式会社青葉製作所"),
    ],
)
def test_titles(answer, choice, title):
    answer(choice, planned_on=date(2026, 5, 1), new_name="後任", new_email="n@aoba.example.jp")
    assert [one.title for one in Notification.objects.all()] == [title, title]


def test_who_reads_english_is_told_in_english(answer, world):
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.update("user", {world.users["owner"]: {"language": "en"}}, made=True)
    answer("cancel", reason="little_use")
    told = Notification.objects.get(user=world.users["owner"])
    assert told.title == "[Action needed] Does not renew – 株式会社青葉製作所"
    assert "Reason: Little used" in told.body


def test_the_same_submission_twice_is_kept_once(answer):
    token = uuid.uuid4()
    first, second = answer("renew", token=token), answer("renew", token=token)
    assert (second.answer, second.repeated, first.repeated) == (first.answer, True, False)
    assert (RenewalAnswer.objects.count(), Quote.objects.filter(status="draft").count()) == (1, 1)
    assert Notification.objects.count() == 2


def test_after_the_renewal_nothing_is_answered(answer, contract, world, spring):
    renewal.renew(world.actor("owner"), contract, Wish(), spring)
    with pytest.raises(Conflict, match="has been completed"):
        answer("cancel")
    assert not RenewalAnswer.objects.exists()
    assert term().renewal_stage == "renewed"


def test_an_answer_to_a_term_that_is_over_does_not_reach_the_next(contract, world):
    renewal.renew(world.actor("owner"), contract, Wish(), world.frame)
    july = world.frame.at(datetime(2026, 7, 2, 1, 0, tzinfo=UTC))
    said = {"actor": customer("佐藤"), "frame": july, "source": "page", "token": uuid.uuid4(), "term": term().id}
    with pytest.raises(Conflict) as refused:
        register(contract, Answer("cancel", respondent="佐藤"), **said)
    assert [problem.code for problem in refused.value.problems] == ["answer_renewed"]
    assert not RenewalAnswer.objects.exists()
    assert list(ContractTerm.objects.order_by("number").values_list("renewal_stage", flat=True)) == ["renewed", "open"]


def test_a_term_that_has_not_begun_is_answered_on_itself(contract, world, spring):
    renewal.renew(world.actor("owner"), contract, Wish(), spring)
    ahead = ContractTerm.objects.get(number=2)
    said = {"actor": customer("佐藤"), "frame": spring, "source": "page", "token": uuid.uuid4(), "term": ahead.pk}
    register(contract, Answer("renew", respondent="佐藤 真理子"), **said)
    ahead.refresh_from_db()
    assert (ahead.renewal_stage, ahead.renewal_answer) == ("will_renew", "renew")
    assert (term().renewal_stage, term().renewal_answer) == ("renewed", "")
    [quote] = Quote.objects.filter(status="draft")
    assert quote.start_date == date(2027, 7, 1)


def test_a_settled_answer_changes_until_it_was_due(answer, world):
    answer("renew", frame=world.frame.at(datetime(2026, 5, 1, tzinfo=UTC)))
    answer("cancel", frame=world.frame.at(datetime(2026, 5, 15, 14, 59, tzinfo=UTC)))
    with pytest.raises(Conflict, match="could be changed until 2026/05/15"):
        answer("renew", frame=world.frame.at(datetime(2026, 5, 15, 15, 0, tzinfo=UTC)))
    assert term().renewal_answer == "cancel"


def test_by_hand_it_may_be_recorded_later_too(answer, world):
    answer("renew")
    late = world.frame.at(datetime(2026, 6, 1, tzinfo=UTC))
    answer("cancel", frame=late, actor=world.actor("owner"), source="phone")
    kept = RenewalAnswer.objects.get(superseded=False)
    assert (kept.source, kept.recorded_by_id) == ("phone", world.users["owner"])


@pytest.mark.parametrize("who, refusal", [("colleague", Forbidden), ("stranger", Missing), ("reader", Forbidden)])
def test_who_may_not_record_one(answer, world, who, refusal):
    with pytest.raises(refusal):
        answer("renew", actor=world.actor(who), source="phone")
    assert not RenewalAnswer.objects.exists()


@pytest.mark.parametrize(
    "choice, said, wrong",
    [
        ("nothing", {}, ["choice"]),
        ("renew", {"who": "  "}, ["respondent"]),
        ("renew", {"who": "あ" * 101, "comment": "x" * 2001}, ["respondent", "comment"]),
        ("renew", {"comment": "a\x00b"}, ["comment"]),
        ("considering", {}, ["planned_on"]),
        ("considering", {"planned_on": date(2026, 4, 2)}, ["planned_on"]),
        ("considering", {"planned_on": date(2026, 7, 1)}, ["planned_on"]),
        ("change", {}, ["comment"]),
        ("person_changed", {}, ["new_name", "new_email"]),
        ("person_changed", {"new_name": "新", "new_email": "x@"}, ["new_email"]),
        ("cancel", {"reason": "weather"}, ["reason"]),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(answer, choice, said, wrong):
    with pytest.raises(Invalid) as refused:
        answer(choice, **said)
    assert [problem.field for problem in refused.value.problems] == wrong
    assert not RenewalAnswer.objects.exists()
    assert not Notification.objects.exists()


@pytest.mark.parametrize("quantity, code", [(-1, "answer_bad_quantity"), (0, "answer_nothing_left")])
def test_quantities_that_cannot_be(answer, quantity, code):
    lines = ContractLine.objects.filter(auto_renew=True).values_list("id", flat=True)
    with pytest.raises(Invalid) as refused:
        answer("change", quantities=dict.fromkeys(lines, Decimal(quantity)))
    assert {problem.code for problem in refused.value.problems} == {code}


def ship_alert(frame):
    words = {"name": "控え", "object": "contract", "subject": "控え", "text": "{{ contract.number }}", "language": "ja"}
    with command(actor=SYSTEM, reason="test", frame=frame) as running:
        [template] = running.create("email_template", [words], made=True)
        alert = {"name": COPY, "object": "contract", "template": template, "recipients": {"to": ["contact"]}}
        running.create("email_alert", [alert], made=True)


def test_the_copy_goes_to_the_address_of_the_link(answer, contract, spring):
    EmailAlert.objects.filter(name=COPY).delete()
    ship_alert(spring)
    assert answer("renew", who="別の人").copied
    [mail] = Mail.objects.all()
    assert mail.to == [{"address": "sato@aoba.example.jp", "name": "別の人"}]
    assert (mail.object, mail.record_id, mail.text.strip()) == ("contract", contract, "K-000001")


def test_without_the_alert_the_answer_is_kept_and_somebody_is_told(answer):
    EmailAlert.objects.filter(name=COPY).delete()
    assert not answer("renew").copied
    assert not Mail.objects.exists()
    assert "控えのメールは送れませんでした" in Notification.objects.order_by("id")[0].body


def test_a_contract_without_an_end_is_answered_without_a_quote(world, spring):
    quote = world.quote(end_date=None)
    contract = order_to_cash.confirm(world.actor("owner"), quote, world.frame).contract
    given = Answer("renew", respondent="佐藤")
    register(contract, given, actor=customer("佐藤"), frame=spring, source="page", token=uuid.uuid4())
    assert not Quote.objects.filter(status="draft").exists()
    assert "更新見積は作成していません" in Notification.objects.get(user=world.users["owner"]).body

"""Files that belong to a contract, such as the customer's purchase order: for those who may read the contract."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from daicho.engine.records import files
from daicho.engine.records.checks import NOT_FOUND
from daicho.values.labels import Label
from daicho.values.problems import Missing
from daicho.web.contract.reading import CONTRACT, LARGEST_ID, ContractRead
from daicho.web.files import download_stored
from daicho.web.visitors import Visitor, page

FILE = Label("ファイル", "file")


@page
def contract_file(request: HttpRequest, visitor: Visitor, contract_id: int, file_id: int) -> HttpResponse:
    """A file of the contract, to be saved. Raises Missing for one of another record, as for none."""
    contract = ContractRead(contract_id, visitor)
    file = files.find(file_id) if file_id <= LARGEST_ID else None
    if file is None or file.about != about(contract):
        raise Missing(NOT_FOUND.problem(object=FILE, id=str(file_id)))
    return download_stored(file)


def order_files(contract: ContractRead) -> Mapping[int, tuple[str, str]]:
    """Name and link of the purchase orders that came with its answers, by the id of the file; asks only where there are any."""
    wanted = {int(answer["order_file"]) for answer in contract.answers if answer["order_file"] is not None}
    kept = files.of_record(about(contract)) if wanted else []
    return {
        one.pk: (one.name, reverse("contract_file", args=[contract.id, one.pk])) for one in kept if one.pk in wanted
    }


def about(contract: ContractRead) -> str:
    """The contract as files name what they belong to."""
    return f"{CONTRACT}:{contract.id}"

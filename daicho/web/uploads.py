"""Uploads that are larger than anything that is ever kept: what comes after the limit is read and thrown away.

The page then finds a file that is too large and says so; the disk never sees the rest of it.
"""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

MOST_BYTES = 32 * 1024 * 1024
"""More than any page takes, so that a cut file is always refused by its size."""


class BoundedUpload(FileUploadHandler):
    """Stands before the handlers that keep files, and gives them no more than the limit of one request, all files together."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass the chunk on, or nothing once the limit was passed."""
        self.received += len(raw_data)
        return raw_data if self.received - len(raw_data) <= MOST_BYTES else None

    def file_complete(self, file_size: int) -> None:
        """Keeps no file itself."""

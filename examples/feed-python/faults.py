"""The refusals of a reader, by the codes of docs/feed-format.md."""


class Fault(Exception):
    """What was wrong with a feed (FEED_...) or with one record (RECORD_...)."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code

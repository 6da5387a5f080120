"""Terminal: what the owner of a dashboard reads there, without what is everyday."""

from __future__ import annotations

import logging
import re

_EVERYDAY = re.compile(
    r"is not trusted$"  # all notebooks of dashboards: nobody signs them
    r"|Kernel does not exist"  # a page that comes back after its kernel has ended
    r"|^No session ID specified"
    r"|^40[34] (GET|HEAD) "
)

_TALKERS = ("tornado.access", "tornado.general")


def quiet(*loggers: logging.Logger | logging.LoggerAdapter[logging.Logger]) -> None:
    """Leave out what happens every day from these loggers, and from Tornado's."""
    for each in (*loggers, *map(logging.getLogger, _TALKERS)):
        logger = each.logger if isinstance(each, logging.LoggerAdapter) else each
        logger.addFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    return record.exc_info is not None or not _EVERYDAY.search(record.getMessage())

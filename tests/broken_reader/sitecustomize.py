"""For `PYTHONPATH`: a page class with a bug, in all processes of a run. It raises for pages with a certain comment."""

import monitor.pages.read as module

_read_page = module.read_page


def _raising(page_class: object, body: bytes, *args: object, **how: object) -> object:
    if b"<!-- raise -->" in body:
        raise KeyError("a bug of ours")
    return _read_page(page_class, body, *args, **how)  # type: ignore[arg-type]


module.read_page = _raising  # type: ignore[assignment]

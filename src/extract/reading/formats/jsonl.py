"""JSON Lines: an object a line, an article an object."""

from __future__ import annotations

import json
from collections.abc import Iterator

from extract.reading.encodings import UnreadableError, decode
from extract.reading.formats.lines import read_lines
from extract.reading.parts import MAX_BYTES, Document, Part
from extract.reading.rows import row_document

# An object has escapes and other fields beside the text.
_LONGEST = 2 * MAX_BYTES


def split_jsonl(part: Part) -> Iterator[Document]:
    """One document an object, named by the number of its line; a broken line is a document with a problem."""
    passed = 0
    for line in read_lines(part.file, _LONGEST):
        passed += line.length
        if not line.data:
            says = f"line {line.number}: too large: {line.length:,} bytes, at most {_LONGEST:,}; split the article"
            yield part.problem(str(line.number), says, passed)
        elif line.data.strip():
            yield _document(part, line.number, line.data, passed)
        else:
            continue
        passed = 0


def _document(part: Part, number: int, data: bytes, consumed: int) -> Document:
    where = f"line {number}"
    try:
        value = json.loads(decode(data.strip())[0])
    except (UnreadableError, ValueError, RecursionError) as error:
        says = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        return part.problem(str(number), f"{where}: no JSON: {says}", consumed)
    if not isinstance(value, dict):
        return part.problem(str(number), f'{where}: no object; write {{"text": "..."}}, one a line', consumed)
    return row_document(part, number, {str(key).lower(): each for key, each in value.items()}, where, consumed)

"""Claims to facts: what is said by several articles becomes one fact, what is contradicted is marked."""

from extract.merging.heads import best_first
from extract.merging.merge import finish, join, merge

__all__ = ["best_first", "finish", "join", "merge"]

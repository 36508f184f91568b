"""Claims to facts: what is said by several articles becomes one fact, what is contradicted is marked."""

from extract.merging.heads import best_first
from extract.merging.merge import Group, fact_order, finish, join, join_article, join_groups, merge

__all__ = ["Group", "best_first", "fact_order", "finish", "join", "join_article", "join_groups", "merge"]

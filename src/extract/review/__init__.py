"""What reviewers decide, and how it comes back."""

from extract.review.adding import Added, FindArticle, add_claims
from extract.review.attaching import Reviewed, additions, attach, paired, standing_decisions
from extract.review.log import LOG_NAME, Log, LogError, append
from extract.review.log import read as read_log
from extract.review.ruling import Interest, Ruling, rule
from extract.review.seeing import seen, seen_other
from extract.review.steering import steer, without_apart

__all__ = [
    "LOG_NAME", "Added", "FindArticle", "Interest", "Log", "LogError", "Reviewed", "Ruling", "add_claims", "additions",
    "append", "attach", "paired", "read_log", "rule", "seen", "seen_other", "standing_decisions", "steer",
    "without_apart",
]  # fmt: skip

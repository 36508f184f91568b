"""What reviewers decide, and how it comes back."""

from extract.review.attaching import Reviewed, attach, paired, standing_decisions
from extract.review.log import LOG_NAME, Log, LogError, append
from extract.review.log import read as read_log
from extract.review.ruling import Interest, Ruling, rule
from extract.review.seeing import seen, seen_other
from extract.review.steering import steer

__all__ = [
    "LOG_NAME", "Interest", "Log", "LogError", "Reviewed", "Ruling", "append", "attach", "paired", "read_log", "rule",
    "seen", "seen_other", "standing_decisions", "steer",
]  # fmt: skip

"""Scores against coded articles, by codebook section 5.

report = evaluate(Path("corpus/gold"), settings)               # extracts from the coded articles first
report = evaluate(Path("corpus/gold"), claims=Path("outputs/claims.jsonl"))
print(report.text(misses=True)); ok = report.reaches(strict=0.45)
"""

from __future__ import annotations

from pathlib import Path

from extract.config import Settings
from extract.evaluation.coding import GoldError, article_paths, load_claims, load_gold, united
from extract.evaluation.report import Report, Score
from extract.evaluation.scoring import score
from extract.rules.loader import load_rules
from extract.running import Progress, extract_facts
from extract.tables import claim_records

__all__ = ["GoldError", "Report", "Score", "evaluate"]


def evaluate(
    gold: Path, settings: Settings | None = None, claims: Path | None = None, kind: str | None = None,
    progress: Progress | None = None,
) -> Report:  # fmt: skip
    """Score claims against the coded articles of a folder.

    Args:
        gold: folder of NAME.json files; the articles lie in its `texts/`, in itself or one folder up.
        settings: for the extraction, and for the indicators that the user's rule packs declare.
        claims: a `claims.jsonl`, or an output folder that holds one; None runs the extraction over the articles.
        kind: only this fact type.
        progress: told how far the extraction is.

    Raises:
        GoldError: when gold, an article or the claims cannot be used.
        RuleError: when a rule pack is not valid.
    """
    settings = settings or Settings()
    codings = load_gold(gold)
    unordered = load_rules(settings.rules).unordered
    if claims is not None:
        found = load_claims(claims / "claims.jsonl" if claims.is_dir() else claims)
        return score(codings, found, kind, unordered)
    facts = extract_facts(article_paths(gold, codings), settings, progress)
    return score(codings, united(claim_records(facts)), kind, unordered)

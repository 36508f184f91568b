"""What a verification has to say."""

from __future__ import annotations

from dataclasses import dataclass, field

AGAIN = "run `extract run` again"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is off.

    Attributes:
        file: in the output folder.
        line: of the file, from 1; 0 when the file as a whole is meant.
        says: what is off.
        advice: what to do; empty where `says` has it.
    """

    file: str
    line: int
    says: str
    advice: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.says}; {self.advice}" if self.advice else f"{place}: {self.says}"


@dataclass(slots=True)
class Report:
    """Findings as they come, and the number of things looked at.

    Attributes:
        findings: in the order of the checks.
        checks: cells, rows, files and references that were looked at.
    """

    findings: list[Finding] = field(default_factory=list)
    checks: int = 0

    def add(self, file: str, line: int, says: str, advice: str = AGAIN) -> None:
        """Note a finding."""
        self.findings.append(Finding(file, line, says, advice))

    def demand(self, good: bool, file: str, line: int, says: str, advice: str = AGAIN) -> bool:
        """Count a check, note a finding where it fails, and hand its outcome back."""
        self.checks += 1
        if not good:
            self.add(file, line, says, advice)
        return good

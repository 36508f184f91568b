"""Words and figures that look like dates and are none."""

from __future__ import annotations

from extract.finding.dates.pieces import Match

_NAMED = frozenset(
    "agenda iso din en leopard airbus boeing paragraf § art artikel nr no rfc vision horizon horizont windows office"
    " $ € £ ¥ us$ eur usd chf gbp euro flug flight seite seiten s page pages".split()
)
_COUNTED = frozenset(
    "euro euros dollar dollars pfund franken prozent percent per menschen people personen stellen jobs arbeitsplätze"
    " mitarbeiter mitarbeitern employees workers beschäftigte beschäftigten km kilometer kilometern kilometers meter"
    " metern metres meters miles m kg kilogramm tonnen tons tonnes mal times watt megawatt mw kw gw seiten pages grad"
    " degrees rubel tenge yuan yen mark dm quadratmeter hektar hektare liter points punkte punkten soldaten soldiers"
    " troops stück uhr hours stunden einwohner einwohnern years jahre jahren shares aktien million millionen milliarden"
    " billion trillion mio mrd feet foot houses homes companies unternehmen firmen teilnehmer teilnehmern studenten"
    " students barrels barrel vehicles fahrzeuge cars autos flüchtlinge refugees demonstranten deaths tote toten"
    " °c c cm mm g hz mhz ghz gb mb calories words members mitglieder mitgliedern others or"
    .split()
)  # fmt: skip
_PREPOSITIONS = frozenset(
    "in im seit bis ab since until till by during of vor nach after before from von zwischen between for um anno circa"
    " für about around to through jahrgang early late mid".split()
)


def is_trap(form: str, match: Match) -> bool:
    """Whether what a form matched is no time expression."""
    if form in ("year", "year_range"):
        return _year_trap(match)
    if form == "month" and len(match.tokens) == 1:
        return _month_trap(match)
    return False


def _year_trap(match: Match) -> bool:
    token = match.find("year", "short_year")
    if token is None or match.has("unit", "edge"):
        return False
    before, after = match.before(), match.after()
    tokens = match.scene.tokens
    if after is not None and (after.text.lower() in _COUNTED or after.tag in ("percent",) or after.text in "€$£°"):
        return True
    if token.tag == "short_year":
        return not (
            before is None or before.text.lower() in _PREPOSITIONS or before.tag in ("the", "open", "and", "other")
        )
    value = token.number
    if before is not None:
        if before.text.lower() in _NAMED or before.text in "$€£#+*":
            return True
        glued = before.end == token.start
        if before.tag == "dash" and glued and match.before(2) is not None:
            other = match.before(2)
            if other is not None and other.end == before.start and other.tag in ("number_other", "int"):
                return True
        if before.tag == "slash" and glued:
            return True
    if after is not None and after.start == token.end and after.tag in ("dash",):
        following = match.after(2)
        if following is not None and following.start == after.end and following.tag in ("int", "number_other"):
            return True
    strong = before is not None and (before.text.lower() in _PREPOSITIONS or before.tag in ("open", "month", "season"))
    if not 1700 <= value <= 2100 and not strong:
        return True
    if after is not None and after.tag == "name" and match.scene.lang == "de" and after.start - token.end <= 1:
        named = (
            before is not None and before.tag == "name" and match.first >= 2 and tokens[match.first - 2].tag != "dot"
        )
        weak = before is not None and before.text.lower() in (
            "in",
            "von",
            "für",
            "um",
            "mit",
            "nach",
            "vor",
            "zwischen",
        )
        return weak or not (strong or named)
    if (
        after is not None
        and match.scene.lang == "en"
        and after.tag == "other"
        and after.text.endswith("s")
        and not strong
    ):
        return after.text not in ("was", "is", "has", "does", "as", "its", "his", "this", "plus", "versus", "saw", "s")
    return False


def _month_trap(match: Match) -> bool:
    token = match.tokens[0]
    before, after = match.before(), match.after()
    name = token.text.lower()
    placed = before is not None and before.tag in (
        "in", "since", "until", "through", "from", "between", "of", "to", "and", "the", "edge", "open", "comma", "dash",
        "slash", "unit", "holiday",
    )  # fmt: skip
    if name in ("may", "march", "august", "april", "june", "mai", "jan", "jun", "mar", "dec", "juno"):
        if not placed:
            return True
        return name in ("jan", "august", "june", "april", "juno") and after is not None and after.tag == "name"
    return before is not None and before.tag == "name" and False

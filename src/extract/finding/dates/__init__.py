"""Time expressions of German and English texts, as TIMEX3 values and as periods.

The way of a text: `tokens` gives each token a tag of one character with the `lexicon` (YAML in `finding/data`);
`grammar` holds the forms as regular expressions over the tags, alike for both languages; the readers (`days`, `months`,
`parts`, `weeks`, `years`, `weekdays`, `relative`, `same`, `spans`) turn a match into a slot of the calendar (`slots`)
with the help of what surrounds it (`scene`: publication date and dates said before; `tense`; `comparing`); `traps`
drop what only looks like a date; `frame` joins ranges and opens ends.

What the mentions mean:

- Both ends of a range are mentions of their own, each with its own TIMEX3 value; the period of both is the whole range
  ("von 2005 bis 2010": 2005 and 2010, period 2005/2010).
- "seit", "since", "ab" open the end (2005/..), also with an event in between ("since its founding in 1952"), not with
  an act that is dated itself ("since establishing relations in 1992", "since the accord of 1987"); "bis", "by" and
  "until" alone mean the period named (2030).
- German "vor zwei Jahren", "in zwei Wochen", "in den ersten neun Monaten 2023" are DURATIONs, as TimeML annotators
  have them, but carry the period they mean; so do times of day ("Dienstagabend": TIME, period the day).
- `heute` is the day in a text with a dateline or "gestern", else PRESENT_REF; its period is the day of publication
  either way, except in idioms ("von heute").
- `base` marks what a figure is compared with, where the comparing word governs the date itself ("gegenüber 2022",
  "up 5 percent on 2021"), not where it governs another noun ("der Überschuss gegenüber Polen sank 2023").
- "year on year", "im Jahresvergleich" are DURATIONs whose period is the base.
- Verbs of the future and the present of travel and meeting ("reist", "meets") look ahead; plans told in the past
  ("sollte", "hätte ... sollen", "was to open in May") look back.
- A history (`story`) is read as if it had no publication date: its dates go on from each other.
- Holidays of moon calendars come from the library holidays, for the years that it knows.
- Without a publication date, relative dates stay open, unless a date that heads the text or, in a narrative, the date
  said last completes them (`resolved_by` "context").
"""

from extract.finding.dates.finder import find_dates

__all__ = ["find_dates"]

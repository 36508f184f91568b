-- What analysts ask first. The first statement of a fact is the one that comes first in evidence.csv.
CREATE VIEW facts_with_sentence AS
SELECT facts.*, evidence.article AS first_article, articles.title AS article_title, articles.published AS article_published,
       articles.url AS article_url, evidence.quote AS quote, evidence.sentence AS sentence
FROM facts
LEFT JOIN evidence ON evidence.id = (SELECT min(id) FROM evidence AS each WHERE each.fact_id = facts.fact_id)
LEFT JOIN articles ON articles.article = evidence.article;

CREATE VIEW officials_with_sentence AS
SELECT officials.*, evidence.article AS first_article, articles.published AS article_published, articles.url AS article_url,
       evidence.sentence AS sentence
FROM officials
LEFT JOIN evidence ON evidence.id = (SELECT min(id) FROM evidence AS each WHERE each.fact_id = officials.fact_id)
LEFT JOIN articles ON articles.article = evidence.article;

-- The year is that in which a period begins, or ends where its beginning is open.
CREATE VIEW figures_by_pair_and_year AS
SELECT country_1, country_2, substr(replace(date, '../', ''), 1, 4) AS year, type, measure, unit, modality,
       count(*) AS facts, min(value) AS lowest, max(coalesce(value_max, value)) AS highest, sum(sources) AS sources,
       sum(conflict IS NOT NULL) AS in_conflict
FROM facts
WHERE value IS NOT NULL
GROUP BY country_1, country_2, year, type, measure, unit, modality
ORDER BY country_1, country_2, year, type, measure, unit, modality;

CREATE VIEW facts_by_pair_and_year AS
SELECT country_1, country_2, substr(replace(date, '../', ''), 1, 4) AS year, type, count(*) AS facts, sum(sources) AS sources
FROM facts
GROUP BY country_1, country_2, year, type
ORDER BY country_1, country_2, year, type;

CREATE VIEW conflicts_with_sentence AS
SELECT conflicts.*, evidence.article AS first_article, evidence.sentence AS sentence
FROM conflicts
LEFT JOIN evidence ON evidence.id = (SELECT min(id) FROM evidence AS each WHERE each.fact_id = conflicts.fact_id)
ORDER BY conflicts.conflict, conflicts.date, conflicts.fact_id;

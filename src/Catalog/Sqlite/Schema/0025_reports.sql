-- Reports are kept as dashboards are, under a kind of their own. author made the first version.
ALTER TABLE dashboards ADD COLUMN kind TEXT NOT NULL DEFAULT 'dashboard';
ALTER TABLE dashboards ADD COLUMN author TEXT NOT NULL DEFAULT '';

DROP INDEX dashboards_of_project;
CREATE INDEX dashboards_of_project ON dashboards (project, kind, deleted);

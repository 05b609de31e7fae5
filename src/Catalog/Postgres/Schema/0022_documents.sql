-- What people write together and save whole: content is JSON that only the API reads. Kinds are nouns, such as view.
-- revision counts the saves; author and updated_by are empty where that was before they were kept.
CREATE TABLE documents
(
    id         text   NOT NULL PRIMARY KEY,
    project    bigint NOT NULL REFERENCES projects (number) ON DELETE CASCADE,
    kind       text   NOT NULL,
    name       text   NOT NULL,
    content    text   NOT NULL,
    is_default bigint NOT NULL,
    author     text   NOT NULL,
    created    bigint NOT NULL,
    updated_by text   NOT NULL,
    updated    bigint NOT NULL,
    revision   bigint NOT NULL,
    UNIQUE (project, kind, name)
);

INSERT INTO documents
    (id, project, kind, name, content, is_default, author, created, updated_by, updated, revision)
SELECT id, project, 'view', name, content, is_default, '', created, '', created, 1 FROM views;

-- Servers of older versions may run beside this one during an upgrade: what they save in views is taken over as it comes. Their
-- saves count as revisions, so nobody saves over them unseen.
CREATE FUNCTION views_to_documents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM documents WHERE id = OLD.id;
    ELSIF TG_OP = 'UPDATE' THEN
        -- Only what has changed: the rest of the row may be older than the document.
        UPDATE documents SET is_default = NEW.is_default WHERE id = NEW.id AND NEW.is_default <> OLD.is_default;
        UPDATE documents SET name = NEW.name, content = NEW.content, revision = revision + 1
        WHERE id = NEW.id AND (NEW.name, NEW.content) IS DISTINCT FROM (OLD.name, OLD.content);
    ELSE
        INSERT INTO documents
            (id, project, kind, name, content, is_default, author, created, updated_by, updated, revision)
        VALUES
            (NEW.id, NEW.project, 'view', NEW.name, NEW.content, NEW.is_default, '', NEW.created, '', NEW.created, 1)
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END
$$;

ALTER TABLE views DROP CONSTRAINT views_project_fkey;
ALTER TABLE views ADD FOREIGN KEY (project) REFERENCES projects (number) ON DELETE CASCADE;

CREATE TRIGGER views_to_documents AFTER INSERT OR UPDATE OR DELETE ON views
    FOR EACH ROW EXECUTE FUNCTION views_to_documents();

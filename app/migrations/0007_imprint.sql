-- What the house says of itself on the last page of its books.

CREATE TABLE imprints (
    house    TEXT PRIMARY KEY CHECK (house <> ''),
    name     TEXT NOT NULL CHECK (name <> ''),
    motto    TEXT NOT NULL,
    paper    TEXT NOT NULL,
    binding  TEXT NOT NULL,
    is_open  INTEGER NOT NULL CHECK (is_open IN (0, 1)),
    -- One a line.
    subjects TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO imprints (house, name, motto, paper, binding, is_open, subjects) VALUES
    ('pressroom', 'Pressroom', 'Slowly,' || char(10) || 'and in two colours.', 'laid', 'sewn', 1, 'poetry' || char(10) || 'type');

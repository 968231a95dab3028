-- The foundry: what it casts, and what was ordered from it.

CREATE TABLE founts (
    name TEXT PRIMARY KEY CHECK (name <> '')
) STRICT;

CREATE TABLE castings (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    fount TEXT NOT NULL REFERENCES founts (name),
    kilos INTEGER NOT NULL CHECK (kilos BETWEEN 1 AND 100)
) STRICT;

INSERT INTO founts (name) VALUES
    ('Caslon, 12 point'),
    ('Caslon italic, 12 point'),
    ('Egyptienne, 36 point'),
    ('Grotesque, 24 point'),
    ('Ornaments, mixed');

INSERT INTO castings (fount, kilos) VALUES
    ('Caslon, 12 point', 40),
    ('Ornaments, mixed', 2);

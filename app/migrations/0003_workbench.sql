-- What the workbench keeps: inks that were mixed, and notes in two pigeonholes.

CREATE TABLE inks (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    first  TEXT NOT NULL CHECK (first <> ''),
    second TEXT NOT NULL CHECK (second <> ''),
    colour TEXT NOT NULL CHECK (colour <> '')
) STRICT;

CREATE TABLE notes (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    hole TEXT NOT NULL CHECK (hole IN ('editor', 'printer')),
    text TEXT NOT NULL CHECK (text <> '')
) STRICT;

INSERT INTO inks (first, second, colour) VALUES ('Reflex blue', 'Warm red', '#120b1d');

INSERT INTO notes (hole, text) VALUES
    ('editor', 'The widow on page 12 is back.'),
    ('printer', 'More pressure on the left, please.');

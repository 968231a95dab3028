-- What the press floor keeps: talk, prints and who likes them, passers-by, pads, and runs of the presses.

CREATE TABLE messages (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    room       TEXT NOT NULL CHECK (room <> ''),
    -- Someone of the house; NULL is a visitor.
    author     TEXT CHECK (author <> ''),
    text       TEXT NOT NULL CHECK (text <> ''),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
) STRICT;

CREATE INDEX messages_by_room ON messages (room, id);

CREATE TABLE prints (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    title     TEXT NOT NULL CHECK (title <> ''),
    technique TEXT NOT NULL,
    likes     INTEGER NOT NULL DEFAULT 0 CHECK (likes >= 0)
) STRICT;

CREATE TABLE counters (
    name  TEXT PRIMARY KEY CHECK (name <> ''),
    count INTEGER NOT NULL CHECK (count >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE pads (
    name     TEXT PRIMARY KEY CHECK (name <> ''),
    text     TEXT NOT NULL,
    saved_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
    policy   TEXT PRIMARY KEY CHECK (policy IN ('queue', 'latest', 'drop', 'parallel')),
    begun    INTEGER NOT NULL DEFAULT 0 CHECK (begun >= 0),
    finished INTEGER NOT NULL DEFAULT 0 CHECK (finished BETWEEN 0 AND begun)
) STRICT, WITHOUT ROWID;

INSERT INTO messages (room, author, text, created_at)
SELECT 'stone', column1, column2, strftime('%Y-%m-%dT%H:%M:%SZ', 'now', column3 || ' minutes') FROM (VALUES
    ('Ines Okafor', 'Has anyone seen the galley for page 41?', -2980),
    ('Maud Lindqvist', 'It is on my desk, under the comma.', -2976),
    ('Tomasz Wren', 'Which comma?', -2975),
    ('Maud Lindqvist', 'The one from 1998. We found it again.', -2971),
    ('Bashir Haddad', 'The small press is warm, if anyone wants to go first.', -1530),
    ('Yuki Sørensen', 'The glue is warm, too. They smell very different.', -1524),
    ('Ines Okafor', 'Visitors may speak up here as well. We answer between two sheets.', -95)
) ORDER BY column3;

INSERT INTO prints (title, technique, likes) VALUES
    ('Ascender', 'Linocut in two inks', 41),
    ('Night train', 'Wood engraving', 28),
    ('Counterform', 'Letterpress, split fountain', 63),
    ('Low tide', 'Screen print in three inks', 17),
    ('Widow and orphan', 'Etching with aquatint', 35),
    ('Rule of thirds', 'Letterpress from brass rule', 22);

INSERT INTO counters (name, count) VALUES ('window', 1284);

INSERT INTO pads (name, text) VALUES
    ('desk', 'Order more Reflex blue.' || char(10) || 'Ask Maud about the comma.');

INSERT INTO runs (policy) VALUES ('queue'), ('latest'), ('drop'), ('parallel');

-- Telegrams, and whether a boy has been sent with them.

CREATE TABLE telegrams (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    receiver  TEXT NOT NULL CHECK (receiver <> ''),
    text      TEXT NOT NULL CHECK (text <> ''),
    is_urgent INTEGER NOT NULL CHECK (is_urgent IN (0, 1)),
    is_delivered INTEGER NOT NULL DEFAULT 0 CHECK (is_delivered IN (0, 1))
) STRICT;

INSERT INTO telegrams (receiver, text, is_urgent, is_delivered) VALUES
    ('Paper mill', 'Four reams by Friday stop', 0, 1);

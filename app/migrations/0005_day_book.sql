-- The day book: every job that went through the press, numbered by hand. The same 200 in every new database.

CREATE TABLE jobs (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    copies     INTEGER NOT NULL CHECK (copies > 0),
    work       TEXT NOT NULL CHECK (work <> ''),
    customer   TEXT NOT NULL CHECK (customer <> ''),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
) STRICT;

-- The lists have 15, 11 and 8 lines, which have no divisor in common: a job repeats after 1320.
WITH RECURSIVE
    number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 200),
    work (i, text) AS (VALUES
        (0, 'a pocket atlas of the coast'),
        (1, 'posters for the winter fair'),
        (2, 'a timetable, with the corrections of the timetable before'),
        (3, 'visiting cards, rounded corners'),
        (4, 'a cookbook that opens flat'),
        (5, 'labels for plum jam'),
        (6, 'a funeral order, black on grey'),
        (7, 'tickets with a perforated edge'),
        (8, 'the rules of a chess club'),
        (9, 'sheet music for two violins'),
        (10, 'a seed catalogue'),
        (11, 'ballot papers, numbered twice'),
        (12, 'a novel nobody would take'),
        (13, 'menus for one evening'),
        (14, 'a map of the tram lines')),
    customer (i, name) AS (VALUES
        (0, 'the Harbour Library'),
        (1, 'Mrs. Castellano'),
        (2, 'the Tram Company'),
        (3, 'the School on the Hill'),
        (4, 'Osei & Daughters'),
        (5, 'a gentleman who would not give his name'),
        (6, 'the Botanical Garden'),
        (7, 'the Night Bakery'),
        (8, 'the Amateur Observatory'),
        (9, 'Dr. Aas'),
        (10, 'the Ferry Office')),
    edition (i, copies) AS (VALUES
        (0, 50), (1, 120), (2, 200), (3, 300), (4, 480), (5, 750), (6, 1000), (7, 1500))
INSERT INTO jobs (id, copies, work, customer, created_at)
SELECT n, copies, text, name, strftime('%Y-%m-%dT%H:%M:%SZ', 'now', (n - 201) || ' days')
FROM number
JOIN work ON work.i = n % 15
JOIN customer ON customer.i = n % 11
JOIN edition ON edition.i = n % 8
ORDER BY n;

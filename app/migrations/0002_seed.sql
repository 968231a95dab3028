INSERT INTO members (name, role) VALUES
    ('Ines Okafor', 'Editor'),
    ('Tomasz Wren', 'Typesetter'),
    ('Maud Lindqvist', 'Proofreader'),
    ('Bashir Haddad', 'Printer'),
    ('Yuki Sørensen', 'Binder');

-- Days before today, so that a new Pressroom looks lived in whenever it is started.
INSERT INTO articles (title, body, state, created_at)
SELECT column1, column2, column3, strftime('%Y-%m-%dT%H:%M:%SZ', 'now', column4 || ' days') FROM (VALUES
    ('A case for the en dash',
     'It is neither a hyphen nor a pause. It joins what belongs together and keeps a polite distance while doing so. We have used it for years and see no reason to stop.',
     'published', -71),
    ('What the margins are for',
     'Thumbs, mostly. A page is held before it is read, and a book that leaves no room for its reader soon has none.',
     'published', -53),
    ('Notes on setting verse',
     'The line ends where the poet ended it. Everything else is negotiable.',
     'draft', -21)
) ORDER BY column4;

INSERT INTO entries (name, message, created_at)
SELECT column1, column2, strftime('%Y-%m-%dT%H:%M:%SZ', 'now', column3 || ' days') FROM (VALUES
    ('Henrike Vos', 'First one in. The door was open and the press was warm.', -176),
    ('Amadou', 'Bought the pocket atlas. My pocket is too small, the atlas is perfect.', -173),
    ('R. Castellano', 'You can smell the ink from the tram stop. Please never change that.', -168),
    ('Lotte', 'I am seven and I printed my own name. It is still a bit wet.', -164),
    ('Gwilym Pryce', 'Found a comma I lost in 1998. Thank you for keeping it.', -157),
    ('Saoirse', 'The binding on the essays opens flat. I have told everyone.', -149),
    ('Naveed K.', 'Came for the reading, stayed for the argument about ligatures.', -144),
    ('Beatrix Oyelaran', 'My grandmother set type. She would have liked your lowercase g.', -136),
    ('Piet', 'Could not find the exit, found the poetry shelf instead. No complaints.', -132),
    ('Dr. Solveig Aas', 'A publisher who answers letters! Mine came back with a drawing.', -125),
    ('Marek', 'The second edition fixed the typo on page 41. I miss the typo.', -117),
    ('Chiara & Tom', 'We had our wedding invitations printed here. Still married.', -111),
    ('Osei', 'Quiet shop, loud machines, good people.', -104),
    ('Wilhelmina Tran', 'Read the whole catalogue on the train. Missed my stop. Worth it.', -97),
    ('J.', 'Sent you a manuscript. Take your time. (It has been two days.)', -90),
    ('Farida Nazari', 'The cookbook survived my kitchen, which is more than I can say for the pan.', -83),
    ('Hugo', 'Best rejection letter I have ever had. I framed it.', -75),
    ('Ottoline', 'Please reprint the field guide. Mine has been eaten by a goat.', -68),
    ('Kenji Morales', 'Your colophons are short stories and I will not be argued with.', -61),
    ('Aoife Brandt', 'Visited with the whole class. Twenty-three new typographers.', -54),
    ('Lev', 'The night-shift reading until dawn was the best evening of the year.', -46),
    ('Priya Ramanathan', 'Lent my copy to a friend. Buying another. Lending that one too.', -39),
    ('Old Mr. Quist', 'Still using the bookmark from 1987. It has outlived three books.', -32),
    ('Zsófia', 'Thank you for setting my name with the right accents.', -22),
    ('Emeka', 'Came in out of the rain and left with four books. Good rain.', -12)
) ORDER BY column3;

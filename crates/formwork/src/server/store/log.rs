//! Texts under keys, in the order of their age, in few bytes and fewer allocations.
//!
//! A server that takes thousands of submissions a second keeps a million of their ends. One map of them with a text each
//! is a heap full of small holes: it takes several times their size, and every allocation of a page has to look for a
//! place in it. All that a store keeps goes in the order in which it came, so it lies in chunks as it comes: an entry is
//! [`ENTRY_BYTES`] in its chunk, its text in one string with those of its neighbours, and 5 bytes in a table of places,
//! which has between one and two and a half times as many of them. A chunk goes as a whole.

use std::{
    collections::VecDeque,
    hash::{BuildHasher, RandomState},
    time::Duration,
};

use hashbrown::HashTable;
use tokio::time::Instant;

/// 128 bits of a hash: a collision is out of reach, and an entry stays small.
pub(super) type Key = u128;

/// The first 128 bits of a hash.
pub(super) fn key(hash: &[u8; 32]) -> Key {
    let bytes = hash.iter().take(size_of::<Key>());
    bytes.fold(0, |number, byte| (number << 8) | Key::from(*byte))
}

/// How many entries a chunk has at most.
const CHUNK: usize = 1 << POSITION_BITS;

/// With how many bytes of texts a chunk is closed. With one more text it is mostly still below the size at which allocators
/// go on to their next class.
const CHUNK_BYTES: usize = 63 * 1024;

/// How much of a place is the position in its chunk; the rest is the chunk's number, which begins again at 0 after
/// millions of them. So many do not exist at one time.
const POSITION_BITS: u32 = 10;

/// Texts under keys. Each key is there once.
pub(super) struct Log {
    chunks: VecDeque<Chunk>,
    /// The number of the first chunk.
    first: u32,
    places: HashTable<Place>,
    /// Keys are hashes, but of what a visitor sends: nobody is to choose which of them meet in the table.
    hasher: RandomState,
    /// How many entries at the beginning of the first chunk are gone.
    gone: usize,
    /// The first entry with its text: those before it have lost theirs.
    kept_from: Position,
    len: usize,
    bytes: usize,
}

/// Where an entry stands: the number of its chunk, and the position there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place(u32);

/// The same, counted from the first chunk.
type Position = (usize, usize);

struct Chunk {
    begun: Instant,
    entries: Vec<Entry>,
    texts: String,
}

/// Its text begins where that of the one before it ends.
#[derive(Clone)]
struct Entry {
    key: [u8; size_of::<Key>()],
    /// Milliseconds after the beginning of its chunk.
    age: u32,
    end: u32,
}

const ENTRY_BYTES: usize = size_of::<Entry>();
const _: () = assert!(ENTRY_BYTES == 24, "a million of them are 24 MB");

impl Place {
    fn new(chunk: u32, position: usize) -> Self {
        Self((chunk << POSITION_BITS) | position as u32)
    }
}

impl Chunk {
    fn begin(now: Instant) -> Self {
        Self {
            begun: now,
            entries: Vec::new(),
            texts: String::new(),
        }
    }

    /// Nothing more comes: copies without the room to grow. Making them smaller in place, an allocator may leave that.
    fn close(&mut self) {
        self.entries = self.entries.as_slice().into();
        self.texts = self.texts.as_str().into();
    }

    /// When a new entry comes, in the chunk's own count; `None` where it needs another chunk.
    fn takes(&self, now: Instant) -> Option<u32> {
        let has_room = self.entries.len() < CHUNK && self.texts.len() < CHUNK_BYTES;
        let age = now.saturating_duration_since(self.begun).as_millis();
        u32::try_from(age).ok().filter(|_| has_room)
    }

    fn push(&mut self, key: Key, age: u32, text: &str) {
        self.texts.push_str(text);
        self.entries.push(Entry {
            key: key.to_ne_bytes(),
            age,
            end: self.texts.len() as u32,
        });
    }

    fn key(&self, position: usize) -> Option<Key> {
        let entry = self.entries.get(position)?;
        Some(Key::from_ne_bytes(entry.key))
    }

    fn text(&self, position: usize) -> &str {
        let end = self.entries.get(position).map_or(0, |entry| entry.end);
        let before = position.checked_sub(1).and_then(|at| self.entries.get(at));
        let begin = before.map_or(0, |entry| entry.end);
        let text = self.texts.get(begin as usize..end as usize);
        text.unwrap_or_default()
    }
}

impl Log {
    pub(super) fn new() -> Self {
        Self {
            chunks: VecDeque::new(),
            first: 0,
            places: HashTable::new(),
            hasher: RandomState::new(),
            gone: 0,
            kept_from: (0, 0),
            len: 0,
            bytes: 0,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// How many bytes the texts have.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// The text under the key, empty where it is forgotten.
    pub(super) fn get(&self, key: Key) -> Option<&str> {
        let hash = self.hasher.hash_one(key);
        let place = self
            .places
            .find(hash, |place| self.key(*place) == Some(key))?;
        let (chunk, position) = self.position(*place);
        let is_kept = (chunk, position) >= self.kept_from;
        let text = self.chunks.get(chunk).filter(|_| is_kept);
        Some(text.map_or("", |chunk| chunk.text(position)))
    }

    /// Adds an entry under a key that is not there.
    pub(super) fn push(&mut self, key: Key, text: &str, now: Instant) {
        // Gigabytes are remembered by nobody.
        let text = match u32::try_from(text.len().saturating_add(CHUNK_BYTES)) {
            Ok(_) => text,
            Err(_) => "",
        };
        let age = match self.chunks.back().and_then(|chunk| chunk.takes(now)) {
            Some(age) => age,
            None => {
                if let Some(full) = self.chunks.back_mut() {
                    full.close();
                }
                self.chunks.push_back(Chunk::begin(now));
                0
            }
        };
        let number = self.first.wrapping_add(self.chunks.len() as u32 - 1);
        let Some(chunk) = self.chunks.back_mut() else {
            return;
        };
        let place = Place::new(number, chunk.entries.len());
        chunk.push(key, age, text);
        self.len += 1;
        self.bytes += text.len();
        let (chunks, first, hasher) = (&self.chunks, self.first, &self.hasher);
        self.places
            .insert_unique(hasher.hash_one(key), place, |place| {
                hasher.hash_one(key_at(chunks, first, *place).unwrap_or_default())
            });
    }

    /// How old the oldest entry is.
    pub(super) fn age(&self, now: Instant) -> Option<Duration> {
        let chunk = self.chunks.front()?;
        let entry = chunk.entries.get(self.gone)?;
        let came = chunk.begun + Duration::from_millis(entry.age.into());
        Some(now.saturating_duration_since(came))
    }

    /// Takes the oldest entry away.
    pub(super) fn pop(&mut self) {
        let Some(chunk) = self.chunks.front() else {
            return;
        };
        let (oldest, length) = (self.gone, chunk.entries.len());
        let Some(key) = chunk.key(oldest) else {
            return;
        };
        if self.kept_from <= (0, oldest) {
            self.bytes -= chunk.text(oldest).len();
            self.kept_from = (0, oldest + 1);
        }
        let place = Place::new(self.first, oldest);
        let hash = self.hasher.hash_one(key);
        if let Ok(entry) = self.places.find_entry(hash, |other| *other == place) {
            entry.remove();
        }
        self.len -= 1;
        self.gone += 1;
        if self.gone == length {
            self.chunks.pop_front();
            self.first = self.first.wrapping_add(1);
            self.gone = 0;
            self.kept_from = match self.kept_from {
                (0, _) => (0, 0),
                (chunk, position) => (chunk - 1, position),
            };
        }
    }

    /// Forgets the oldest text that is left, and leaves its entry. Says whether there was one.
    pub(super) fn forget(&mut self) -> bool {
        let (number, position) = self.kept_from;
        let is_last = number + 1 == self.chunks.len();
        let Some(chunk) = self.chunks.get_mut(number) else {
            return false;
        };
        if position < chunk.entries.len() {
            self.bytes -= chunk.text(position).len();
            self.kept_from = (number, position + 1);
            return true;
        }
        // The newest chunk may grow, and its entries count from its beginning.
        if is_last {
            return false;
        }
        chunk.texts = String::new();
        self.kept_from = (number + 1, 0);
        self.forget()
    }

    fn key(&self, place: Place) -> Option<Key> {
        key_at(&self.chunks, self.first, place)
    }

    fn position(&self, place: Place) -> Position {
        position(self.first, place)
    }

    #[cfg(test)]
    pub(super) fn check(&self) {
        let all = self.chunks.iter().enumerate().flat_map(|(number, chunk)| {
            let positions = 0..chunk.entries.len();
            positions.map(move |position| (number, position))
        });
        let all: Vec<Position> = all.filter(|at| *at >= (0, self.gone)).collect();
        assert_eq!((all.len(), self.places.len()), (self.len, self.len));
        let text = |(number, position): Position| self.chunks[number].text(position).len();
        let kept = all.iter().filter(|at| **at >= self.kept_from);
        assert_eq!(self.bytes, kept.map(|at| text(*at)).sum::<usize>());
        for (number, position) in all {
            let key = self.chunks[number].key(position).unwrap();
            assert!(self.get(key).is_some());
        }
    }
}

fn position(first: u32, Place(place): Place) -> Position {
    let number = (place >> POSITION_BITS).wrapping_sub(first);
    let number = number & (u32::MAX >> POSITION_BITS);
    (number as usize, place as usize % CHUNK)
}

fn key_at(chunks: &VecDeque<Chunk>, first: u32, place: Place) -> Option<Key> {
    let (number, position) = position(first, place);
    chunks.get(number)?.key(position)
}

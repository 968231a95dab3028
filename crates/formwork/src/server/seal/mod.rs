//! Seals: authenticated encryption of what travels through the browser and comes back.

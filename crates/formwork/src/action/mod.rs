//! Actions: async functions that run on the server.

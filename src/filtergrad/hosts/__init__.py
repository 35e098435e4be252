"""One thin file a host: it knows its host and our api only, and is imported only when asked for."""

"""Item models: rows of a frame as Qt wants them, and which of them changed."""

"""The band of figures across the top."""

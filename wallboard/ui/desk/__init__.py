"""The desk window and what stands around its panels."""

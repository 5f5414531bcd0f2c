"""The desk window and what is around its panels."""

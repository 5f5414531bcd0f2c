"""The waiting callers, as cards."""

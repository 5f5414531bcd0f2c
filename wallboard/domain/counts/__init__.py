"""What is counted: counters, windows, formulas, levels."""

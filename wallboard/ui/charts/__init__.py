"""The live charts. Import `row` after the first paint: it imports pyqtgraph."""

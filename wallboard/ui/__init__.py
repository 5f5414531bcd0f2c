"""The only Qt: windows that lay out, paint, and turn gestures into commands."""

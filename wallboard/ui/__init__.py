"""The only package with Qt beside `app`: windows that lay out, paint, and make commands of gestures."""

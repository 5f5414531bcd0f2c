"""Moving and monitoring calls: pointer, keys, menus and dialogs."""

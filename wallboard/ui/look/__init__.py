"""The look: themes, fonts, icons, and what painting delegates share."""

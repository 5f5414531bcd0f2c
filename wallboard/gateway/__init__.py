"""The one connection to the PBX shared by all screens: state, feed, commands."""

"""One module an agency: its file as its own system would write it."""

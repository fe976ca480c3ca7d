"""What linkage costs and how right it is, at size, each figure beside its peer in the same run."""

"""Long lists in few lines: words parted by spaces."""


def words(text: str) -> list[str]:
    """Return the words of ``text``."""
    return text.split()


def titles(text: str) -> list[str]:
    """Return the column titles in ``text``, parted by semicolons."""
    return text.split(";")

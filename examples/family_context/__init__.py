"""The reference data of Family Context, and files of its shape, as an area of its own."""

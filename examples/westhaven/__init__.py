"""Westhaven: a fictional area of families and the agencies that know them, made from one seed."""

from examples.westhaven.area import Area, AreaFile, area_in, make_area

__all__ = ["Area", "AreaFile", "area_in", "make_area"]

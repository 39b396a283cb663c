"""The review site: static pages of a run, for a meeting, a printer and a web server alike."""

from gongkai.reviews._site._write import addresses_of_reports, write_site

__all__ = ["addresses_of_reports", "write_site"]

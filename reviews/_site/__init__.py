"""The review site: static pages of a run, for a meeting, a printer and a web server alike."""

from gongkai.reviews._site._write import write_site

__all__ = ["write_site"]

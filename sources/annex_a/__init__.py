"""Ofsted's Annex A lists as a source."""

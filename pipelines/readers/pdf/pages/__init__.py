"""Pieces on consecutive pages as whole tables."""

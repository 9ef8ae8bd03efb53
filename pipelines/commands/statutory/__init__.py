"""Statutory returns and published statistics"""

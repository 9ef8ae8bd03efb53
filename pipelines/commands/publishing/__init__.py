"""Publish a quarter"""

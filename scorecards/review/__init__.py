"""The monthly review as a page and a workbook."""

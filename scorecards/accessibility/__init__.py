"""The checklist of accessible spreadsheets, and the check of a workbook against it."""

"""What readers see: figures, comparisons, control charts, small counts withheld, workbooks and pages."""

"""Ask what a figure is and where it comes from"""

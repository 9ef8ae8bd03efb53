"""Try it on made-up data"""

"""Every month: take files in, check them, answer for them"""

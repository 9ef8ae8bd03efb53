"""Personal data: find, erase, keep no longer than allowed"""

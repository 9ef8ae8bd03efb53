"""Run the system"""

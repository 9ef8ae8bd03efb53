"""The commands: one a module, named as its function, in the folder of those that `scorecard --help` lists together."""

"""The commands of `scorecard`, one module each: a function of the module's name becomes the command."""

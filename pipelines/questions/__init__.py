"""What the command line answers from finished builds: values, explanations, how figures stood before."""

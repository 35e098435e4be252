"""From a module to numbers: compile, keep, launch; the threads."""

"""The command line: parse, call, print. One file for each command, nothing heavy imported at the top."""

"""Other ways to check the same, each as its users would write it for speed.

A module a way, with `prepare(narrow) -> Side`: the schema, and the frame in the form that suits the way, are
made outside what is timed.
"""

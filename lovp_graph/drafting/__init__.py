"""A summary becomes the draft of its annotation: its statements, who speaks, and what else can be read off.

From the ground up: `lexicon` and `verbs`, `names` and `vocabulary` (what Dutch, the genre and the graph
know); `clauses`, `speakers`, `types` and `units` (what the rules read in each clause); `features` and
`model` (what that is worth); `reading` (statements); `moments`, `amounts`, `facts` and `earlier` (what
they say besides); `draft`, `writing` and `explaining` (the file for the editor, and its reasons).
"""

"""Third stage: an outline becomes facts, one module a kind of fact.

Rules are values with examples (`loaders.rules.Rule`). Nothing here decides who or what a name refers
to: that is the next stage, `loaders.resolve`.
"""

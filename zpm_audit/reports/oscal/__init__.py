"""``oscal.json``: the report as OSCAL assessment results, for who keeps a GRC tool.

``document`` puts the parts together, ``outcome`` says what a check came to, ``risks`` what is told of risks. Nothing is
said per finding: that is what the lists are for, and those are pointed at.
"""

"""The reports: one model of what an audit found, and everything that shows it.

``build`` makes the one ``Report`` of ``model`` out of what was found; ``figures`` computes what follows from it;
``html``, ``excel`` and ``result_json`` (and the lines on the terminal) only show it. To show something new:

1. what was found: a field of ``Report`` or of a part in ``parts``, filled in ``build``;
   what follows from fields: a function in ``figures`` and a property of ``Report`` that calls it;
2. its words, in both languages, as a ``Word`` in ``words``;
3. its place in every renderer: a template, a sheet, a key.
"""

"""The layouts: ways in which the same registration may come.

The first ten were there before ``init`` learned to read such exports. The others came after, in two rounds: each says
what ``init``, as it was then, does for an export that nobody had in mind.
"""

from examples.vreemd.layouts.beheer import BEHEER
from examples.vreemd.layouts.bericht import BERICHT
from examples.vreemd.layouts.breed import BREED
from examples.vreemd.layouts.code import CODE
from examples.vreemd.layouts.databank import DATABANK
from examples.vreemd.layouts.kliniek import KLINIEK
from examples.vreemd.layouts.kwartalen import KWARTALEN
from examples.vreemd.layouts.maanden import MAANDEN
from examples.vreemd.layouts.magazijn import MAGAZIJN
from examples.vreemd.layouts.oudheid import OUDHEID
from examples.vreemd.layouts.praktijk import PRAKTIJK
from examples.vreemd.layouts.relationeel import RELATIONEEL
from examples.vreemd.layouts.stelsel import STELSEL
from examples.vreemd.layouts.tijdstippen import TIJDSTIPPEN
from examples.vreemd.layouts.uitvraag import UITVRAAG
from examples.vreemd.layouts.vertaald import VERTAALD
from examples.vreemd.layouts.werkboek import WERKBOEK

_BEFORE = (
    PRAKTIJK, BREED, WERKBOEK, RELATIONEEL, MAGAZIJN, OUDHEID, MAANDEN, CODE, TIJDSTIPPEN, BEHEER,
)  # fmt: skip
_AFTER = (BERICHT, KLINIEK, UITVRAAG, VERTAALD)
_LAST = (STELSEL, KWARTALEN, DATABANK)

LAYOUTS = {layout.name: layout for layout in (*_BEFORE, *_AFTER, *_LAST)}
#: The layouts by the round in which they were made.
ROUNDS = {name: [layout.name for layout in group] for name, group in
          (("van tevoren", _BEFORE), ("naderhand", _AFTER), ("het laatst", _LAST))}  # fmt: skip

__all__ = ["LAYOUTS", "ROUNDS"]

"""The layouts: ways in which the same registration may come.

The first ten were there before ``init`` learned to read such exports, the last four came after: those say what it does
for an export that nobody had in mind.
"""

from examples.vreemd.layouts.beheer import BEHEER
from examples.vreemd.layouts.bericht import BERICHT
from examples.vreemd.layouts.breed import BREED
from examples.vreemd.layouts.code import CODE
from examples.vreemd.layouts.kliniek import KLINIEK
from examples.vreemd.layouts.maanden import MAANDEN
from examples.vreemd.layouts.magazijn import MAGAZIJN
from examples.vreemd.layouts.oudheid import OUDHEID
from examples.vreemd.layouts.praktijk import PRAKTIJK
from examples.vreemd.layouts.relationeel import RELATIONEEL
from examples.vreemd.layouts.tijdstippen import TIJDSTIPPEN
from examples.vreemd.layouts.uitvraag import UITVRAAG
from examples.vreemd.layouts.vertaald import VERTAALD
from examples.vreemd.layouts.werkboek import WERKBOEK

LAYOUTS = {
    layout.name: layout
    for layout in (
        PRAKTIJK, BREED, WERKBOEK, RELATIONEEL, MAGAZIJN, OUDHEID, MAANDEN, CODE, TIJDSTIPPEN, BEHEER, BERICHT, KLINIEK, UITVRAAG,
        VERTAALD,
    )
}  # fmt: skip

#: The layouts that were made after ``init`` was finished.
UNSEEN = ("bericht", "kliniek", "uitvraag", "vertaald")

__all__ = ["LAYOUTS", "UNSEEN"]

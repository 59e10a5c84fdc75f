"""The layouts: ten ways in which the same registration may come."""

from examples.vreemd.layouts.beheer import BEHEER
from examples.vreemd.layouts.breed import BREED
from examples.vreemd.layouts.code import CODE
from examples.vreemd.layouts.maanden import MAANDEN
from examples.vreemd.layouts.magazijn import MAGAZIJN
from examples.vreemd.layouts.oudheid import OUDHEID
from examples.vreemd.layouts.praktijk import PRAKTIJK
from examples.vreemd.layouts.relationeel import RELATIONEEL
from examples.vreemd.layouts.tijdstippen import TIJDSTIPPEN
from examples.vreemd.layouts.werkboek import WERKBOEK

LAYOUTS = {
    layout.name: layout
    for layout in (
        PRAKTIJK, BREED, WERKBOEK, RELATIONEEL, MAGAZIJN, OUDHEID, MAANDEN, CODE, TIJDSTIPPEN, BEHEER,
    )
}  # fmt: skip

__all__ = ["LAYOUTS"]

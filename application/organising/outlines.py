"""The structure of an account's tasks, of which only one change at a time is committed."""

from domain.ids import UserId
from domain.ports import Work
from domain.tasks.outline import Outline


async def change_outline(work: Work, owner: UserId) -> None:
    """Let a unit of work commit only if no other one changes the structure of the account's tasks meanwhile."""
    outline = await work.outlines.find(owner)
    if work.outlines.is_changed(owner):
        return
    if outline is None:
        work.outlines.add(Outline(owner=owner))
    else:
        work.outlines.save(outline.changed())

"""The structure of an account's tasks, as one value that changes whenever the structure does."""

from attrs import evolve, frozen

from domain.ids import UserId


@frozen(kw_only=True)
class Outline:
    """Which version the structure of one account's tasks has.

    Every unit of work that gives a task a parent, or changes the parent or the project of a task, writes the next
    version. So of two that read the same structure only one commits, and no rule about ancestors, descendants and
    their projects can be broken by a change that was decided at the same time.
    """

    owner: UserId
    version: int = 1

    def changed(self) -> "Outline":
        """Return the next version."""
        return evolve(self, version=self.version + 1)

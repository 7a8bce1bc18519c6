"""Lists of projects, in their manual order."""

from collections.abc import Iterable, Sequence

from attrs import frozen

from domain.projects.project import Project

MAX_LIMIT = 100
"""Projects of one page, and the default."""


@frozen(kw_only=True)
class ProjectQuery:
    """A page of the projects of an account."""

    archived: bool | None = None
    """Only projects that are archived, or only those that are not; None for all."""
    limit: int = MAX_LIMIT
    after: str | None = None
    """The place of the last project of the page before."""

    def page_of(self, projects: Iterable[Project]) -> "ProjectPage":
        """Return the page out of all projects of an account."""
        found = (
            each
            for each in projects
            if (self.archived is None or (each.archived_at is not None) is self.archived)
            and (self.after is None or each.place > self.after)
        )
        return self.page_from(sorted(found, key=lambda each: each.place)[: self.limit + 1])

    def page_from(self, projects: Sequence[Project]) -> "ProjectPage":
        """Return the page out of its projects, and the one after them if there is one."""
        page = projects[: self.limit]
        return ProjectPage(page, page[-1].place if len(projects) > self.limit else None)


@frozen
class ProjectPage:
    """Some projects, in their manual order."""

    projects: Sequence[Project]
    next: str | None
    """Where the next page begins: `ProjectQuery.after`."""

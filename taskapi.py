"""The program `taskapi`, and the guard of the five import names.

`domain`, `application`, `adapters`, `entrypoints` and `migrations` are names that other software uses, too. Only the
name `taskapi` belongs to this distribution alone: this module can be imported, and reports a collision, when the other
names are taken. It loads nothing but the standard library. See docs/decisions/0010-import-names-are-folder-names.md.
"""

import os
import sys
import warnings
from collections.abc import Iterable, Iterator
from importlib.machinery import PathFinder

PACKAGES = ("domain", "application", "adapters", "entrypoints", "migrations")
REMEDY = "rename or remove the first, or install taskapi into an environment of its own"


class ImportNameCollision(ImportError):
    """Another package has the name of one of ours, and is found first."""


class ShadowedPackageWarning(RuntimeWarning):
    """One of our packages hides another package of the same name."""


def guard(package: str, *names: str) -> None:
    """Raise `ImportNameCollision` if `import` finds one of the named packages elsewhere than beside `package`.

    Warn if `package` hides another package of its name, unless the program runs: it does not use the other one.
    """
    folder = os.path.dirname(_folder_of(sys.modules[package].__file__ or ""))
    require(package, names, folder)
    if "entrypoints" not in sys.modules:
        for hidden in shadowed(package, folder):
            warnings.warn(shadowing(package, hidden, folder), ShadowedPackageWarning, stacklevel=3)


def require(importer: str, names: Iterable[str], folder: str) -> None:
    """Raise `ImportNameCollision` unless each of the named packages is the one in `folder`."""
    for name in names:
        found = find(name)
        if found is not None and _folder_of(found) != os.path.join(folder, name):
            expected = os.path.join(folder, name, "__init__.py")
            message = f"import names collide: `{name}` is {found}, but `{importer}` requires {expected}; {REMEDY}"
            # With this name, `python -m` reports the error in one line.
            raise ImportNameCollision(message, name=importer, path=found)


def find(name: str) -> str | None:
    """Return the file that `import name` loads or has loaded; `None` if there is none."""
    if name in sys.modules:
        return getattr(sys.modules[name], "__file__", None)
    for finder in sys.meta_path:
        if (spec := finder.find_spec(name, None)) is not None:
            return spec.origin
    return None


def shadowed(name: str, folder: str) -> Iterator[str]:
    """Yield the files of other packages of this name that the one in `folder` hides; copies of taskapi do not count."""
    for entry in dict.fromkeys(map(os.path.realpath, sys.path)):
        spec = PathFinder.find_spec(name, [entry]) if entry != folder else None
        if spec is not None and spec.origin is not None and not _is_copy(entry):
            yield spec.origin


def shadowing(name: str, hidden: str, folder: str) -> str:
    """Return the text for a package that is hidden by the one in `folder`."""
    ours = os.path.join(folder, name, "__init__.py")
    return f"import names collide: {hidden} is hidden, `import {name}` loads {ours}; {REMEDY}"


def overlapping(folder: str) -> Iterator[str]:
    """Yield one text for each other distribution that has installed files into the packages in `folder`."""
    from importlib.metadata import distributions  # noqa: PLC0415 - slow, and needed only here

    for distribution in distributions():
        if distribution.name != "taskapi" and os.path.realpath(str(distribution.locate_file(""))) == folder:
            files = [str(file) for file in distribution.files or () if file.parts[0].removesuffix(".py") in PACKAGES]
            if files:
                yield (
                    f"import names collide: {distribution.name} {distribution.version} has installed {files[0]} into "
                    f"{folder}, where taskapi has its packages; install taskapi again, into an environment of its own"
                )


def main() -> None:
    """Run the program; report a collision of import names in one line."""
    # dependency-injector loads FastAPI wherever it is installed; this program has no use for it.
    sys.modules.setdefault("fastapi", None)  # type: ignore[arg-type]  # how Python notes a module that must not be loaded
    folder = _folder_of(__file__)
    try:
        require("taskapi", PACKAGES, folder)
        from entrypoints.cli import main as run  # noqa: PLC0415 - only after the check

        run()
    except ImportNameCollision as error:
        sys.exit(f"taskapi: {error}")
    except ImportError:
        if (text := next(overlapping(folder), None)) is None:
            raise
        sys.exit(f"taskapi: {text}")


def _is_copy(folder: str) -> bool:
    """Return whether a folder contains all our packages, as a clone of the repository does."""
    return all(os.path.isdir(os.path.join(folder, name)) for name in PACKAGES)


def _folder_of(file: str) -> str:
    return os.path.dirname(os.path.realpath(file))


if __name__ == "__main__":
    from taskapi import main as run_as_module

    run_as_module()

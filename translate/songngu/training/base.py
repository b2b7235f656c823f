"""What the modules of this room share: the error that a user can mend."""

from __future__ import annotations

from songngu.errors import SongnguError


class TrainingError(SongnguError):
    """A recipe, a parallel text or a checkpoint that training cannot use."""


def require_torch() -> None:
    """Raise one clear line when the `torch` extra is not installed."""
    from importlib.util import find_spec

    for module in ("torch", "safetensors"):
        if find_spec(module) is None:
            raise TrainingError(
                f"training needs {module}, which is not installed", remedy='run: pip install "songngu[torch]"'
            )

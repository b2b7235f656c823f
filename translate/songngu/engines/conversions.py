"""Where the CTranslate2 conversion of a model is: in its folder, or in the user's cache, or made now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from songngu.engines.folder import CONVERSION, ModelInfo

if TYPE_CHECKING:
    from pathlib import Path


def find_conversion(model: ModelInfo, precision: str = "int8") -> Path:
    """Return the folder of a model's conversion; one that is nowhere is made in the cache.

    Args:
        model: the folder's description; the cache is keyed by its digest.
        precision: `int8`, `int8_float32` or `float32`.

    Raises:
        ModelError: there is none and it cannot be made: the torch extra is missing, or the converter refuses.
    """
    shipped = model.path / f"{CONVERSION}{precision}"
    if (shipped / "model.bin").exists():
        return shipped
    cached = cache_folder() / f"{model.digest.removeprefix('sha256:')}-{precision}"
    if not (cached / "model.bin").exists():
        from songngu.engines.convert import convert_weights

        convert_weights(model.path, cached, precision)
    return cached


def cache_folder() -> Path:
    """Return the folder of conversions made for models that have none."""
    from platformdirs import user_cache_path

    return user_cache_path("songngu") / "conversions"

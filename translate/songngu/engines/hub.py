"""The Hugging Face hub: what a model there is, and fetching it. Only the files named here, never code."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from songngu.engines.folder import PICKLED_WEIGHTS, WEIGHTS
from songngu.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from huggingface_hub import HfApi

TIMEOUT = 10.0
"""Seconds to wait for the hub's answer before saying that it cannot be reached."""

_DEFAULT = "the model that is shipped (songngu-en-vi) works offline: leave out --model"
_SMALL_FILES = (
    "config.json",
    "generation_config.json",
    "tokenizer_config.json",
    "vocab.json",
    "target_vocab.json",
    "source.spm",
    "target.spm",
    "README.md",
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A model on the hub.

    Attributes:
        repo: `organisation/model`.
        revision: the commit, 40 hexadecimal digits.
        licence: as the model card says, or "".
        files: what would be fetched.
        size: bytes of these files.
        pickled: the weights are there as a pickle only.
    """

    repo: str
    revision: str
    licence: str
    files: tuple[str, ...]
    size: int
    pickled: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A model fetched from the hub; `revision` is the commit."""

    path: Path
    repo: str
    revision: str


def look_up(repo: str, revision: str | None = None) -> Offer:
    """Ask the hub about a model.

    Args:
        repo: `organisation/model`.
        revision: branch, tag, commit or `refs/pr/N`; the main branch when left out.

    Raises:
        ModelError: no such model, not a MarianMT folder, or the hub cannot be reached.
    """
    with _hub_errors(repo):
        info = _api().model_info(repo, revision=revision, files_metadata=True, timeout=TIMEOUT)
    sizes = {sibling.rfilename: sibling.size or 0 for sibling in info.siblings or ()}
    if "source.spm" not in sizes or "vocab.json" not in sizes:
        raise ModelError(
            f"{repo} on the hub is not a MarianMT model (it has no source.spm or vocab.json)",
            remedy="choose one such as Helsinki-NLP/opus-mt-en-vi",
        )
    pickled = WEIGHTS not in sizes
    weights = PICKLED_WEIGHTS if pickled else WEIGHTS
    files = tuple(name for name in (*_SMALL_FILES, weights) if name in sizes)
    licence = str(getattr(info.card_data, "license", None) or "")
    return Offer(repo, str(info.sha), licence, files, sum(sizes[name] for name in files), pickled)


def fetch(offer: Offer) -> Snapshot:
    """Fetch a model into the hub's cache; an interrupted download goes on where it stopped.

    Raises:
        ModelError: the hub cannot be reached.
    """
    from huggingface_hub import snapshot_download

    with _hub_errors(offer.repo):
        path = snapshot_download(
            offer.repo,
            revision=offer.revision,
            allow_patterns=list(offer.files),
            etag_timeout=TIMEOUT,
            endpoint=os.environ.get("HF_ENDPOINT"),
        )
    return Snapshot(Path(path), offer.repo, offer.revision)


def download(repo: str, announce: Callable[[Offer], None] | None = None) -> Snapshot:
    """Return a hub model, from the cache when it is there, without asking the network.

    Raises:
        ModelError: it is neither cached nor to be had, or has only pickled weights.
    """
    cached = _cached(repo)
    if cached is not None:
        return cached
    offer = look_up(repo)
    if offer.pickled:
        raise ModelError(
            f"{repo} has only pickled weights ({PICKLED_WEIGHTS}), which can run code when they are read",
            remedy=f"if you trust their origin: songngu model pull {repo} --allow-pickle",
        )
    if announce is not None:
        announce(offer)
    return fetch(offer)


def _cached(repo: str) -> Snapshot | None:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    try:
        path = Path(snapshot_download(repo, local_files_only=True))
    except HFValidationError as error:
        raise ModelError(f"{repo!r} is no name of a hub model ({error})") from None
    except (OSError, ValueError, HfHubHTTPError):
        return None
    whole = all(
        (path / name).exists() for name in ("config.json", "source.spm", "target.spm", "vocab.json", WEIGHTS)
    )
    return Snapshot(path, repo, path.name) if whole else None


def _api() -> HfApi:
    from huggingface_hub import HfApi

    return HfApi(endpoint=os.environ.get("HF_ENDPOINT"))


@contextmanager
def _hub_errors(repo: str) -> Iterator[None]:
    """Turn what the hub's client raises into one line."""
    from huggingface_hub import errors

    # OSError, and the base of all that the client's HTTP library raises: httpx or another one, by version.
    unreachable: tuple[Any, ...] = errors.HfHubHTTPError.__bases__
    try:
        yield
    except errors.OfflineModeIsEnabled:
        raise ModelError(f"{repo} is not in the cache, and HF_HUB_OFFLINE is set", remedy=_DEFAULT) from None
    except errors.GatedRepoError:
        raise ModelError(f"{repo} asks for a login", remedy="log in with: hf auth login") from None
    except errors.RevisionNotFoundError:
        raise ModelError(
            f"{repo} has no such revision", remedy="leave out --revision to take the newest"
        ) from None
    except errors.RepositoryNotFoundError:
        raise ModelError(f"the hub has no public model {repo}", remedy="check the name") from None
    except errors.HFValidationError as error:
        raise ModelError(f"{repo!r} is no name of a hub model ({error})") from None
    except unreachable as error:
        reason = str(error).strip().splitlines() or [type(error).__name__]
        raise ModelError(
            f"{repo} cannot be fetched: the hub cannot be reached ({reason[0]})", remedy=_DEFAULT
        ) from None

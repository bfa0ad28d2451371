"""A causal model of transformers and its tokenizer, from a folder, a GGUF file or the Hugging Face hub; the extra `attention`.

folder, or file.gguf          on this machine
owner/name                    on the hub, fetched once by its own client; `owner/name#file.gguf` for one file of it
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import uuid4

from ..errors import ModelRefused, ModelUnreachable

NEEDED = ("torch", "transformers", "gguf", "accelerate")

SMALL_PARAMETERS = 1_000_000_000
"""A model with fewer follows what the person says and overlooks lists."""


@dataclass(frozen=True)
class Loaded:
    """A model, its tokenizer, and what it was loaded from."""

    name: str
    model: Any
    tokenizer: Any

    @property
    def window_tokens(self) -> int:
        """The tokens of context that it was trained for."""
        config = self.model.config.get_text_config()
        return int(getattr(config, "max_position_embeddings", None) or 4096)

    @property
    def is_small(self) -> bool:
        """Whether it has fewer than `SMALL_PARAMETERS`."""
        return int(self.model.num_parameters()) < SMALL_PARAMETERS

    def count(self, text: str) -> int:
        """Return the tokens of a text."""
        return len(self.tokenizer(text, add_special_tokens=False)["input_ids"])


def require_extra() -> None:
    """Raise what tells how to install the extra `attention`, where it is not.

    Raises:
        ModelRefused: a package is missing.
    """
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise ModelRefused(
            f"to run a Hugging Face model here {' and '.join(missing)} must be installed: "
            "`pip install 'penchant[attention]'` (about 1 GB). Every other model works without"
        )


def load(name: str, converted: Path | None = None) -> Loaded:
    """Return a model, ready to be asked, on a GPU where torch finds one.

    Args:
        name: see above.
        converted: a folder to keep what a GGUF file was turned into, and to load it from the next time: turning it takes half a minute of
            computing, and that folder three times the file's size.

    Raises:
        ModelRefused: the extra is not installed, there is no such model, or transformers cannot load it.
        ModelUnreachable: the hub does not answer.
    """
    require_extra()
    spare_a_core()
    try:
        with _quietly():
            return _loaded(name, converted)
    except (OSError, ValueError, KeyError, ImportError, RuntimeError, NotImplementedError) as error:
        raise _explained(error, name) from error


def spare_a_core() -> None:
    """Compute with all cores but one, unless the app that we are part of uses torch itself: threads that wait spin."""
    if "torch" not in sys.modules:
        import torch

        torch.set_num_threads(max(1, torch.get_num_threads() - 1))


def _loaded(name: str, converted: Path | None) -> Loaded:
    file = Path(name).expanduser()
    if file.suffix == ".gguf":
        if not file.is_file():
            raise ModelRefused(f"there is no model file {file}")
        return _from_gguf(name, str(file.parent), file.name, converted)
    repo, _, inside = name.partition("#")
    if inside:
        return _from_gguf(name, repo, inside, converted)
    if file.is_dir():
        return _from_folder(name, str(file))
    if name.count("/") != 1 or name.startswith((".", "/", "~")):
        raise ModelRefused(f"{name!r} is no folder with a model, no .gguf file, and no name on the hub (owner/name)")
    return _from_folder(name, name)


def _from_folder(name: str, source: str, **options: Any) -> Loaded:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(source, **{key: options[key] for key in options if key != "dtype"})
    if not tokenizer.is_fast:
        raise ModelRefused(f"the tokenizer of {name} does not say where its tokens stand: it has no tokenizer.json")
    model = AutoModelForCausalLM.from_pretrained(source, **{"dtype": "auto", **options}).eval()
    return Loaded(name, model.to(_device()), tokenizer)


def _from_gguf(name: str, source: str, file: str, converted: Path | None) -> Loaded:
    import torch

    if converted is not None and converted.is_dir():
        return _from_folder(name, str(converted), dtype=torch.float32)
    found = _from_folder(name, source, gguf_file=file, dtype=torch.float32)
    if converted is not None:
        _keep(found, converted)
    return found


def _keep(found: Loaded, folder: Path) -> None:
    """Keep a converted model, in half precision; it comes into being whole, or not at all."""
    import torch
    from transformers import AutoModelForCausalLM

    making = folder.with_name(f"{folder.name}.{uuid4().hex}")
    config = type(found.model.config).from_dict(
        {key: value for key, value in found.model.config.to_dict().items() if key != "quantization_config"}
    )
    plain = AutoModelForCausalLM.from_config(config, dtype=torch.float16)  # the one from GGUF refuses to be saved
    plain.load_state_dict(found.model.state_dict())
    plain.save_pretrained(making)
    found.tokenizer.save_pretrained(making)
    try:
        making.rename(folder)
    except OSError:  # another process was quicker
        from shutil import rmtree

        rmtree(making)


def _device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep transformers from drawing bars over the screen."""
    from transformers.utils import logging

    shown, level = logging.is_progress_bar_enabled(), logging.get_verbosity()
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if shown:
            logging.enable_progress_bar()


def _explained(error: Exception, name: str) -> ModelRefused | ModelUnreachable:
    said = " ".join(str(error).split())[:300] or type(error).__name__
    if isinstance(error, OSError) and any(
        word in said.lower() for word in ("connect", "offline", "timed out", "resolve")
    ):
        return ModelUnreachable(f"the model {name} is not on this machine, and the hub does not answer ({said})")
    return ModelRefused(f"transformers cannot load the model {name} ({said})")

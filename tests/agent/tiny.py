"""Tiny causal models with random weights and a tokenizer of bytes, made here: nothing is fetched."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="the extra `attention` is not installed")
transformers = pytest.importorskip("transformers", reason="the extra `attention` is not installed")

torch.set_num_threads(1)  # the models are so small that threads would do nothing but wait for each other

VOCABULARY = 263

_SIZES = {
    "vocab_size": VOCABULARY,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 8,
    "max_position_embeddings": 512,
    "initializer_range": 0.3,
    "bos_token_id": 256,
    "eos_token_id": 257,
    "pad_token_id": 258,
}

FAMILIES: dict[str, tuple[str, dict[str, Any]]] = {
    "llama": ("LlamaConfig", {}),
    "qwen2": ("Qwen2Config", {}),
    "a sliding window": ("MistralConfig", {"sliding_window": 4}),
    "soft caps, window in turn": ("Gemma2Config", {"sliding_window": 4, "query_pre_attn_scalar": 8}),
    "three windows": (
        "Gemma3TextConfig",
        {
            "sliding_window": 4,
            "query_pre_attn_scalar": 8,
            "layer_types": ["sliding_attention"] * 2 + ["full_attention"],
        },
    ),
}


@cache
def tiny(family: str = "llama", **options: Any) -> Any:
    """Return a tiny model, the same at every call; tests must leave it as it was.

    It computes in double precision, where it can: soft caps are in transformers' plain attention, whose softmax is in single precision
    and makes of double precision's least number minus infinity.
    """
    name, own = FAMILIES[family]
    config = getattr(transformers, name)(**{**_SIZES, **own, **options})
    torch.manual_seed(11)
    model = transformers.AutoModelForCausalLM.from_config(config).eval()
    if name != "Gemma2Config":
        model.double()
    model.generation_config.do_sample = False
    return model


TEMPLATE = (
    "{% for one in messages %}<|{{ one.role }}|>{{ one.content }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)


def tokenizer(template: str | None = TEMPLATE) -> Any:
    """Return a tokenizer that makes a token of every byte."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    letters = {letter: number for number, letter in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}
    made = Tokenizer(models.BPE(vocab=letters, merges=[]))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    made.add_special_tokens([AddedToken(one) for one in ("<|begin|>", "<|end|>", "<|pad|>")])
    made.add_special_tokens([AddedToken(f"<|{one}|>") for one in ("system", "user", "assistant")])
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=made, bos_token="<|begin|>", eos_token="<|end|>", pad_token="<|pad|>", chat_template=template
    )


def saved(folder: Path) -> Path:
    """Write a tiny model and its tokenizer into a folder, as they lie on the hub."""
    tiny().save_pretrained(folder)
    tokenizer().save_pretrained(folder)
    return folder

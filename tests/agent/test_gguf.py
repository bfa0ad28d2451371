"""A GGUF file, written here with random weights, read by transformers as the packaged model is."""

from __future__ import annotations

from pathlib import Path

import pytest
from penchant.agent.errors import ModelRefused
from penchant.agent.local.hugging import load
from penchant.agent.local.local_chat import LocalChat

from tests.agent.tiny import TEMPLATE, tiny, tokenizer, torch

gguf = pytest.importorskip("gguf", reason="the extra `attention` is not installed")
pytest.importorskip("accelerate", reason="the extra `attention` is not installed")


def written(file: Path) -> Path:
    """Write the tiny model as llama.cpp would read it."""
    model, made = tiny(), tokenizer()
    config = model.config
    out = gguf.GGUFWriter(str(file), "llama")
    out.add_block_count(config.num_hidden_layers)
    out.add_context_length(config.max_position_embeddings)
    out.add_embedding_length(config.hidden_size)
    out.add_feed_forward_length(config.intermediate_size)
    out.add_head_count(config.num_attention_heads)
    out.add_head_count_kv(config.num_key_value_heads)
    out.add_layer_norm_rms_eps(1e-6)
    out.add_rope_dimension_count(config.head_dim)
    out.add_vocab_size(config.vocab_size)
    out.add_tokenizer_model("gpt2")
    out.add_token_list([*made.convert_ids_to_tokens(list(range(262))), "th"])
    out.add_token_types([1] * 256 + [3] * 6 + [1])
    out.add_token_merges(["t h"])  # transformers wants one
    out.add_bos_token_id(256)
    out.add_eos_token_id(257)
    out.add_chat_template(TEMPLATE)
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.LLAMA, config.num_hidden_layers)
    for name, tensor in model.state_dict().items():
        out.add_tensor(names.get_name(name, (".weight",)), tensor.float().numpy())
    out.write_header_to_file()
    out.write_kv_data_to_file()
    out.write_tensors_to_file()
    out.close()
    return file


def test_a_gguf_file_is_read_and_what_it_was_turned_into_is_kept(tmp_path: Path) -> None:
    file, kept = written(tmp_path / "tiny.gguf"), tmp_path / "kept"
    first = load(str(file), kept)
    assert (kept / "model.safetensors").is_file()
    file.unlink()
    file.touch()  # so it can only have been read from what was kept
    second = load(str(file), kept)
    ids = torch.tensor([first.tokenizer("tea", add_special_tokens=False)["input_ids"]])
    with torch.no_grad():
        assert (first.model(ids).logits - second.model(ids).logits).abs().max() < 0.1  # it is kept in half precision
    assert sorted(one.name for one in tmp_path.iterdir()) == ["kept", "tiny.gguf"]
    assert LocalChat(loaded=second, max_tokens=3).invoke("tea").usage_metadata is not None


def test_a_file_that_is_no_gguf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.gguf").write_text("no")
    with pytest.raises(ModelRefused, match="transformers cannot load"):
        load(str(tmp_path / "no.gguf"))

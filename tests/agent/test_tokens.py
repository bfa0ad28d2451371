from __future__ import annotations

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import process_time

import pytest
from penchant.agent.prompting import tokens
from penchant.agent.prompting.tokens import PIECE_CHARACTERS, count_tokens

TEXTS = [
    "",
    "Suggest something to do this weekend.",
    "我喜欢攀岩。",
    "👩‍👩‍👧 café naïve",
    "12345678",
    "a\n\n\n  b\t",
    "<|endoftext|> <|im_start|>",
]
DOWNLOAD = "fb374d419588a4632f3f557e76b4b70aebbca790"  # the name under which tiktoken keeps what it downloads


@pytest.mark.parametrize("text", TEXTS)
def test_counts_are_those_of_tiktoken_itself(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tiktoken

    (tmp_path / DOWNLOAD).write_bytes(tokens.vocabulary())
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))  # where tiktoken finds what it would have downloaded
    theirs = tiktoken.get_encoding("o200k_base")
    assert count_tokens(text) == len(theirs.encode(text, disallowed_special=()))


def test_the_expression_that_cuts_words_is_the_installed_tiktokens() -> None:
    source = Path(str(pytest.importorskip("tiktoken_ext.openai_public").__file__)).read_text("utf-8")
    assert all(f'r"""{part}"""' in source for part in tokens.WORD_PATTERNS)


def test_the_vocabulary_is_byte_for_byte_the_published_one() -> None:
    expected = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
    assert hashlib.sha256(tokens.vocabulary()).hexdigest() == expected


def test_the_name_of_a_special_token_counts_as_ordinary_text() -> None:
    assert count_tokens("<|endoftext|>") > 1


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "\ud83d\ude00"])
def test_lone_surrogates_are_counted(text: str) -> None:
    assert 0 < count_tokens(text) <= len(text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("text", [*TEXTS, "a" * 5_000, " " * 5_000, "攀岩" * 3_000])
def test_no_text_has_more_tokens_than_bytes(text: str) -> None:
    assert count_tokens(text) <= len(text.encode())


@pytest.mark.parametrize("letter", ["a", " ", "\n", "攀", "!"])
def test_five_times_as_long_a_text_of_one_letter_takes_about_five_times_the_work(
    letter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "_counted", tokens._counted.__wrapped__)  # its pieces are equal: count each
    count_tokens("the vocabulary is loaded")

    def work(length: int) -> float:
        began = process_time()
        count_tokens(letter * length)
        return process_time() - began

    assert work(1_000_000) < 15 * work(200_000)  # 25 times, were every letter compared with every other


def test_cutting_a_long_text_adds_at_most_two_tokens_a_cut() -> None:
    text = "I have been rock climbing in the hills since March. " * 400
    whole = len(tokens._encoding().encode_ordinary(text))
    assert whole <= count_tokens(text) <= whole + 2 * (len(text) // PIECE_CHARACTERS)


def test_threads_that_count_at_once_load_the_vocabulary_once(monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[int] = []
    ranks = tokens._ranks()

    def load() -> dict[bytes, int]:
        loads.append(1)
        return ranks

    monkeypatch.setattr(tokens, "_ranks", load)
    tokens._load.cache_clear()
    tokens._counted.cache_clear()
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(count_tokens, ["rock climbing"] * 8)) == {count_tokens("rock climbing")}
    assert len(loads) == 1


def test_importing_loads_no_vocabulary_and_counting_reads_no_environment() -> None:
    program = (
        "import sys, os\n"
        "from penchant.agent.prompting.tokens import count_tokens\n"
        "assert 'tiktoken' not in sys.modules\n"
        "before = dict(os.environ)\n"
        "sys.addaudithook(lambda event, _: event == 'socket.connect' and sys.exit('a connection'))\n"
        "assert count_tokens('rock climbing') == 2\n"
        "assert dict(os.environ) == before\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env={"TIKTOKEN_CACHE_DIR": ""}
    )
    assert done.returncode == 0, done.stderr

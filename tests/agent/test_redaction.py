from __future__ import annotations

import pytest
from penchant.agent.kept.redaction import without_secrets

SECRETS = [
    ("sk-proj-Ab12*****wxyz9", "wxyz9"),
    ("the key ghp_abcdefghijklmnopqrstuvwxyz012345", "ghijkl"),
    ("github_pat_11ABCDEFG0abcdefghij_klmnop", "klmnop"),
    ("hf_abcdefghijklmnopqrst", "klmnop"),
    ("AKIAIOSFODNN7EXAMPLE", "FODNN7"),
    ("AIzaSyA-abcdefghijklmnopqrstuvwxyz01234", "ghijkl"),
    ("xoxb-123456789012-abcdefghijkl", "123456789012"),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N", "dozjg"),
    ("Authorization: Bearer abcdef0123456789abcdef", "0123456789"),
    ("Authorization: Basic YWRhOnNlY3JldHNlY3JldA==", "YWRhOn"),
    ("postgres://ada:hunter2@db.example.org/x", "hunter2"),
    ("https://host.example/v1?api_key=abcdef123&x=1", "abcdef123"),
    ("export DB_PASSWORD=correct-horse", "correct-horse"),
    ('{"client_secret": "correct horse"}', "correct horse"),
    ("-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAK\n-----END RSA PRIVATE KEY-----", "MIIEow"),
    ("-----BEGIN PRIVATE KEY-----\nMIIEow", "MIIEow"),
]


@pytest.mark.parametrize(("text", "secret"), SECRETS)
def test_what_has_the_form_of_a_secret_is_taken_out(text: str, secret: str) -> None:
    shown = without_secrets(text)
    assert secret not in shown
    assert "…" in shown
    assert without_secrets(shown) == shown


@pytest.mark.parametrize("name", ["PENCHANT_API_KEY", "SOME_TOKEN", "AWS_SECRET_ACCESS_KEY", "DB_PASSWORD"])
def test_a_secret_of_the_environment_is_taken_out_in_any_place(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "correct-horse-battery")
    assert without_secrets("it says correct-horse-battery, twice") == "it says …, twice"


@pytest.mark.parametrize(
    "text",
    [
        "I understand the basic misunderstandings about bearer infrastructure.",
        "Unexpected token: something in line 3",
        '{"max_tokens": 512, "stream": true}',
        "My password is too long; the secret of a good tokenizer is patience.",
        "http://127.0.0.1:8080/v1#model",
        "ada@example.org and risk-takers",
        "攀岩和爵士乐",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert without_secrets(text) == text


def test_a_placeholder_of_the_environment_stays_an_ordinary_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENCHANT_API_KEY", "none")
    assert without_secrets("There is none.") == "There is none."

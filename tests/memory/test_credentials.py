"""Keys and passwords as people paste them: in commands, settings, addresses, markup, other languages; and what only looks like one."""

from __future__ import annotations

import random
import string

import pytest
from penchant.memory.privacy.redactor import Redactor

DRAWN = random.Random(8)
PASSWORDS = ("shadow12", "Tr0ub4dor&3", "Sommer2024!", "correct-horse-7Battery")


def drawn(count: int, signs: str = string.ascii_letters + string.digits) -> str:
    return "".join(DRAWN.choice(signs) for _ in range(count))


@pytest.fixture(scope="module")
def redact() -> Redactor:
    return Redactor()


@pytest.mark.parametrize("password", PASSWORDS)
@pytest.mark.parametrize(
    "form",
    [
        *("DB_PASS={}", "pass: {}", "pw: {}", '"pass": "{}"', '"password" => "{}"', "<password>{}</password>"),
        *("mysql -u root -p{} shop", "curl -u ada:{} https://x.org", "sshpass -p '{}' ssh h", "psql --password {}"),
        *(
            "{} is my password",
            "I use {} as my password.",
            "Password\n{}\n",
            "user ada / pass {}",
            "the passcode is {}",
        ),
        *("wifi密码{}", "账号ada，密码 {}", "密码\n{}", "登录密码 = {}", "密码我设的是{}", "密碼設為{}"),
        *("mein Passwort ist {}", "Passwort: {}", "mot de passe : {}", "mi contraseña es {}", "パスワードは{}です"),
    ],
)
def test_a_password_is_found_however_it_is_given(form: str, password: str, redact: Redactor) -> None:
    said = form.format(password)
    assert password not in redact(said)
    assert "[password]" in redact(said)


def test_keys_of_providers_and_keys_with_their_names_are_found_whole(redact: Redactor) -> None:
    beginnings = {"dckr_pat_": 27, "tskey-auth-": 30, "AQ.Ab8RN6": 45, "EAAG": 90, "sl.u.": 90, "ops_eyJ": 90}
    keys = [f"{begin}{drawn(count)}" for begin, count in beginnings.items()]
    keys += [f"{begin}{drawn(48, '0123456789abcdef')}" for begin in ("rubygems_", "sgp_", "bot110201543:AA")]
    forms = ["here: {} ok?", "我的密钥是{}，看看", "({})", "https://x.org/v1?key={}", "https://x.org/{}/getMe"]
    assert [key for key in keys for form in forms if key[-20:] in redact(form.format(key))] == []
    named = [f"{drawn(30)}7a8b9" for _ in range(3)]
    for form in (
        "MAPBOX_KEY={}",
        "https://x.org/v1?key={}",
        "https://{}@git.example.org/x.git",
        "my aws secret key is /{}",
    ):
        assert [key for key in named if key in redact(form.format(key))] == []


@pytest.mark.parametrize("form", ["AWS_SESSION_TOKEN={}", '"SessionToken": "{}"', "password: {}"])
def test_nothing_is_left_of_a_secret_longer_than_most(form: str, redact: Redactor) -> None:
    secret = drawn(900)
    kept = redact(form.format(secret))
    assert not any(secret[at : at + 8] in kept for at in range(len(secret) - 8))


def test_lines_of_a_private_key_that_are_set_in_or_quoted_are_found(redact: Redactor) -> None:
    lines = [drawn(64) for _ in range(4)]
    for begin in ("    ", "> "):
        kept = redact("Look:\n" + "\n".join(begin + line for line in lines))
        assert not any(line in kept for line in lines)


@pytest.mark.parametrize(
    "text",
    [
        "PASS: test_login2 (3.2s)", "pass=True in pytest, bypass=auto, compass: north2", "I have an Interrail pass.",
        "I use Keepass2 as my password manager.", "LastPass9 was my password tool.", "mysql -u root -p", "a single-pass cooling2",
        "psql --password=PASSWORD or --password $PW", "<password>{{ secret }}</password>", "sort_key=created_at_2024_desc",
        "密码学是我喜欢的科目，密码8位以上，密码SHA256怎么算？密码2024年要改。", "《达芬奇密码》第2季好看吗？",
        "/usr/local/lib/python3.11/site-packages",
        "mot de passe: oublié", "my contraseña es secreta", "https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PLrAXtmErZgOeiKm4sgNOk",
    ],
)  # fmt: skip
def test_words_that_only_look_like_a_secret_stay(text: str, redact: Redactor) -> None:
    assert redact(text) is text


WORDS = "witch collapse practice feed shame open despair creek road again ice least"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("credentials:\nadmin\nhunter2Xy!9", "credentials:\nadmin\n[password]"),
        ("Here is the login:\nuser: bob\nTr0ub4dor&3\nthanks", "Here is the login:\nuser: bob\n[password]\nthanks"),
        ("登录信息：\nzhang\nabc!12345", "登录信息：\nzhang\n[password]"),
        ("credentials:\nadmin\nuser2024", None), ("login:\nhttps://x.example/a1", None), ("login:\nsee README.md2 first", None),
        (f"seed phrase: {WORDS}", "seed phrase: [password]"), (f"助记词是：{WORDS}。", "助记词是：[password]。"),
        ("I love seed phrase puzzles and words about all the lovely things that grow here and there too", None),
        ("d=xoxd-abc%2FdefGHIjkl%2Bmno1234567890abcdefghijk%3D;", "d=[key];"),
        ("AKIAIOSFODNN7EXAMPLX / 7Jk2lPq9Xv3Nf0a/8cD1eF2gH3iJ+kL5mN6oP7qR", "[key] / [key]"),
    ],
)  # fmt: skip
def test_a_secret_that_only_what_stands_around_it_tells(text: str, kept: str | None, redact: Redactor) -> None:
    assert redact(text) == (kept or text)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("https://x.blob.example/c/f?sv=2021&sp=r&sig=abcDEF123%2Bxyz9876543210qw%3D", "abcDEF123%2Bxyz9876543210qw%3D"),
        ("Cookie: sessionid=q7wm2zx9lk4vb6nc8; csrftoken=abc", "sessionid=q7wm2zx9lk4vb6nc8; csrftoken=abc"),
        ("s.AbCdEfGhIjKlMnOpQrStUvWx is my vault token", "s.AbCdEfGhIjKlMnOpQrStUvWx"),
        ("Public-Lines: 1\nAA\nPrivate-Lines: 2\nAAAAIHq7Wm2Zx9Lk4Vb6\nNc8\nPrivate-MAC: 0", "AAAAIHq7Wm2Zx9Lk4Vb6\nNc8\n"),
        ("docker login -u ada -p S3cretPw9", "S3cretPw9"), ("net user ada S3cretPw9 /add", "S3cretPw9"),
        ("CREATE USER ada IDENTIFIED BY 'S3cretPw9';", "S3cretPw9"),
        ("the wifi is called Home and the pw is Zx81!spectrum", "Zx81!spectrum"),
        ("## Password\n\nhunter2-Falcon", "hunter2-Falcon"), ("Password\n========\nTr0ub4dor&3\n", "Tr0ub4dor&3"),
        ("**Wi-Fi password**\n\ncorrecthorse99", "correcthorse99"), ("user,password,site\nada,Zx81!spectrum,x.example", "Zx81!spectrum"),
        ("| user | password |\n|---|---|\n| ada | Zx81!spectrum |\n\nThat | is | all", "Zx81!spectrum"),
    ],
)  # fmt: skip
def test_what_a_reviewer_found_missing_is_found(text: str, secret: str, redact: Redactor) -> None:
    kept = redact(text)
    assert secret not in kept
    before, after = text.split(secret)
    assert kept.startswith(before)
    assert kept.endswith(after)


def test_a_table_without_a_column_of_passwords_stays(redact: Redactor) -> None:
    text = "| pass | height |\n|---|---|\n| Stelvio | 2757m |\n\nMy password manager, and more,\nand so on, indeed1"
    assert redact(text) == text


@pytest.mark.parametrize(
    ("kinds", "text", "kept"),
    [
        ("id", "my social is 536 22 1847", "my social is [identity number]"), ("id", "A123456789 is my ID", "[identity number] is my ID"),
        ("id", "HKID A123456(3)", "HKID [identity number]"), ("id", "AHV 756.9217.0769.85", "AHV [identity number]"),
        ("id", "EGN 7523169263", "EGN [identity number]"), ("id", "OIB 69435151530", "OIB [identity number]"),
        ("id", "A123456788, HK A123456(4), OIB 69435151531", "A123456788, HK A123456(4), OIB 69435151531"),
        ("id", "110105\u200b19491231002X", "[identity number]"), ("card", "4111\u200b1111\u200b1111\u200b1111!", "[card number]!"),
        ("iban", "DE89  3704  0044  0532  0130  00", "[bank account]"),
        ("iban", "IBAN: DE89.3704.0044.0532.0130.00.", "IBAN: [bank account]."),
        ("iban", "DE 89 3704 0044\n0532 0130 00", "[bank account]"),
        ("iban", "D E 8 9 3 7 0 4 0 0 4 4 0 5 3 2 0 1 3 0 0 0", "[bank account]"),
        ("iban", "de89\u00a03704 0044 0532 0130 00", "[bank account]"),
    ],
)  # fmt: skip
def test_numbers_of_people_are_found_however_they_are_set(kinds: str, text: str, kept: str) -> None:
    assert Redactor(kinds)(text) == kept


@pytest.mark.parametrize("sign", "._-~+/")
def test_a_line_of_signs_behind_a_word_is_no_key(sign: str, redact: Redactor) -> None:
    text = f"token={sign * 20} and key {sign * 20}"
    assert redact(text) == text


@pytest.mark.parametrize(
    ("kinds", "text", "kept"),
    [
        ("phone", "手机号：１３８１２３４５６７８", "手机号：[phone number]"),
        ("phone", "call ０１７０\u3000１２３４５６７８", "call [phone number]"),
        ("email", "写信给ada@example.com吧", "写信给[e-mail address]吧"),
        ("email", "写信给ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ吧", "写信给[e-mail address]吧"),
        ("card", "卡号４１１１ １１１１ １１１１ １１１１", "卡号[card number]"),
        ("secrets", "密码是ｈｕｎｔｅｒ２２，谢谢", "密码是[password]，谢谢"),
        ("phone", "我有１３８１２颗糖", "我有１３８１２颗糖"),
    ],
)  # fmt: skip
def test_signs_of_full_width_are_read_like_others(kinds: str, text: str, kept: str) -> None:
    assert Redactor(kinds)(text) == kept


def test_a_number_behind_a_word_for_a_phone_and_a_colon_is_one() -> None:
    redact = Redactor("phone")
    assert redact("手机:13800138000") == "手机:[phone number]"
    assert redact("tel:+14155552671") == "tel:[phone number]"
    assert redact("score:13800138000") == "score:13800138000"

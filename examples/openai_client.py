"""OpenAI's own client with a memory: chat completions, responses and streams. The model is OpenAI's, or whoever speaks its protocol at
OPENAI_BASE_URL."""

from tempfile import TemporaryDirectory

from openai import OpenAI
from penchant.agent import remembering
from penchant.memory import InterestMemory

with TemporaryDirectory() as folder, InterestMemory(folder, index=False) as memory, OpenAI() as plain:
    client = remembering(plain, memory, user="ada")
    messages = [{"role": "user", "content": "I have started rock climbing, I go three times a week."}]
    said = client.chat.completions.create(model="gpt-4.1-mini", messages=messages)
    print(said.choices[0].message.content)

    print(client.responses.create(model="gpt-4.1-mini", input="Suggest something to do this weekend.").output_text)

    messages = [{"role": "user", "content": "I collect jazz records. Which one next?"}]
    for chunk in client.chat.completions.create(model="gpt-4.1-mini", messages=messages, stream=True, user="bob"):
        print(chunk.choices[0].delta.content or "", end="" if chunk.choices[0].finish_reason is None else "\n")

    for user in memory.users():
        print(user, memory.user(user).weights())

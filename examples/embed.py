"""A memory and an agent in your own program: the packaged model (`penchant[embedded]`), a folder that is thrown away at the end."""

from tempfile import TemporaryDirectory

from penchant.agent import Agent
from penchant.memory import InterestMemory

with TemporaryDirectory() as folder, InterestMemory(folder) as memory:
    ada = memory.user("ada")
    with Agent("embedded", ada) as agent:
        print(agent.chat("I have started rock climbing, I go to the bouldering gym three times a week."))
        print(agent.chat("Suggest something to do this weekend."))
    for interest in ada.interests():
        print(f"{interest.weight:.2f} {interest.label}")
    print(ada.explain("climbing").sources[0].event.text)

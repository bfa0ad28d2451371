"""A feed in the order that suits someone, and a search in it: relevance times interest, with a word on why each stands where it does."""

from tempfile import TemporaryDirectory

from penchant.agent import rerank
from penchant.memory import InterestMemory, Item

FEED = [
    Item("Cup final goes to penalties", tags=("football",)),
    Item("How to brew green tea", tags=("tea",)),
    Item("A new bouldering hall opens in the old harbour", tags=("climbing",)),
    Item("Route setters on how they build a wall", tags=("climbing", "bouldering")),
    Item("抱石入门: 第一次去岩馆要知道的事", tags=("攀岩",)),
    Item("Harbour bridge closed for repairs", tags=("traffic",)),
    Item("The ten best jazz records of the year", tags=("jazz",)),
]

with TemporaryDirectory() as folder, InterestMemory(folder, index=False) as memory:
    ada = memory.user("ada")
    ada.observe("I love rock climbing, I go bouldering three times a week. I enjoy jazz too. I hate football.")
    for one in rerank(FEED, memory=ada, explore=0.25):
        print(f"{one.score:5.2f}  {one.item.title}  [{one.why}]")
    print("\nharbour:")
    for one in rerank(FEED, "harbour", memory=ada)[:3]:
        print(f"{one.score:5.2f}  {one.item.title}  [{one.why}]")

"""The paper's own example: someone who often searches for and reads about artificial intelligence, and a text classified for them.

    h(z) = h1( g( f(x) ), z )

x are four weeks of searches and reading; f extracts 人工智能 from them; g gives it a weight near 0.8, while what they came upon once stays
low; h1 classifies a text z in the light of it. No language model is needed.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from tempfile import TemporaryDirectory

from penchant.agent import classify
from penchant.memory import Interaction, InterestMemory, Item

NOW = datetime(2026, 3, 1, 20, tzinfo=UTC)
SEARCHES = ("人工智能 最新进展", "人工智能 应用", "人工智能", "人工智能 论文")
ARTICLES = ("人工智能的发展与未来", "人工智能如何改变生活", "大模型与人工智能安全", "人工智能伦理")
LABELS = ("人工智能", "医疗", "财经", "汽车")
TEXTS = ("自动驾驶汽车在北京获准上路测试。", "科学家让计算机学会了诊断皮肤病。", "央行下调存款利率。")


def evenings(days: int = 28) -> Iterator[Interaction]:
    """Yield what user A does of an evening: four searches, four articles read for six minutes each, two of them kept."""
    for day in range(days):
        evening = NOW - timedelta(days=days - 1 - day, hours=3)
        for number in range(4):
            at, which = evening + timedelta(minutes=40 * number), (day + number) % 4
            item = Item(title=ARTICLES[which], tags=("人工智能",))
            yield Interaction(f"search-{day}-{number}", "search", SEARCHES[which], at=at)
            read = timedelta(minutes=6)
            yield Interaction(f"view-{day}-{number}", "view", item=item, at=at + timedelta(minutes=5), dwell=read)
            if number < 2:
                yield Interaction(f"save-{day}-{number}", "save", item=item, at=at + timedelta(minutes=11))
    yield Interaction("once", "search", "西红柿炒鸡蛋", at=NOW - timedelta(days=9))


def main() -> None:
    """Show the interest, where it comes from, and what it does to each text."""
    with TemporaryDirectory() as folder, InterestMemory(folder, index=False, clock=lambda: NOW) as memory:
        user = memory.user("A")
        user.observe_all(evenings())
        for interest in user.interests():
            print(f"{interest.weight:.2f} {interest.label}")
        newest = user.explain("人工智能").sources[0]
        print(f"\n最近一条: {newest.event.at:%Y-%m-%d %H:%M} {newest.event.kind} {newest.sentence}\n")
        for text in TEXTS:
            found = classify(text, LABELS, memory=user)
            told = f"{found.plain_label} {found.plain[found.plain_label]:.2f}"
            print(f"{text}\n  {told} -> {found.label} {found.probabilities[found.label]:.2f}  {found.why}")


if __name__ == "__main__":
    main()

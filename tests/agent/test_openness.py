"""What a query is by its form: a table in two languages, one query a line."""

from __future__ import annotations

from time import thread_time

import pytest
from penchant.agent.gate.openness import Openness, openness

CLOSED = """
Thank you, that was helpful
My knee is swollen and I cannot walk, what should I do?
I can't sleep and I feel hopeless, what should I do?
Suggest a password
How can I center a div?
What is the capital of France?
capital of Mongolia
Who wrote Pride and Prejudice?
When did the Berlin Wall fall?
How many planets are there in the solar system?
How tall is Mount Everest?
What year did the Titanic sink?
Which country has the largest population?
What is the boiling point of ethanol?
Who is the president of Brazil?
Where is the Atacama desert?
In what year was Mozart born?
what's the currency of Japan
What is 17 * 23?
17*23
12 + 30 =
what is 15% of 240?
How much is 3 plus 4?
Solve x^2 - 5x + 6 = 0.
What is the square root of 144?
Convert 5 miles to kilometres.
what is the derivative of sin x
Why does my function return None?
Write a Python function that reverses a list.
Fix this bug in my script: for i in range(10) print(i)
How do I reverse a string in Python?
What does `git rebase` do?
Explain this traceback: KeyError: 'a'
How do I undo a commit in git?
SELECT * FROM users WHERE id = 1 returns nothing, why?
Can I take ibuprofen with paracetamol?
I have a fever and a rash, what should I do?
What dose of aspirin is safe?
My chest hurts when I breathe. What should I do?
Is it safe to drink alcohol while on antibiotics?
Can my landlord evict me without notice?
Is it legal to record a phone call?
What should I do if I get sued?
Do I need a visa for China?
How do I file my tax return?
Translate 'good morning' into Spanish.
How do you say thank you in Japanese?
What does serendipity mean?
Give me a synonym for happy.
How do you spell necessary?
hi
Hello there!
Thanks!
thank you so much
ok
good morning
How are you?
bye
lol
I want to kill myself
What time is it in Tokyo?
How far is the moon?
What language do they speak in Brazil?
Name the planets of the solar system.
List the prime ministers of Canada since 1990.
What is photosynthesis?
Who won the world cup in 2018?
What's the weather like in Paris in May?
hey, what is the tallest building in the world?
Can you tell me when the first world war began?
Tell me the capital of Peru.
Define entropy.
What is the plural of ox?
My head has been hurting for three days, which medicine should I take?
How do I get a restraining order?
What is the GDP of Germany?
What's the difference between TCP and UDP?
How long does it take to boil an egg?
Summarise this text: The quick brown fox jumps over the lazy dog.
Proofread this: I has a apple.
Rewrite this sentence more politely: Send it now.
Übersetze: bis Dienstag
¿Qué puedo hacer si me duele la cabeza?
Was soll ich tun, wenn mein Konto gesperrt ist?
Que faire en cas de fièvre ?
Korrigiere bitte diesen Satz
Traduce al inglés: nos vemos el martes
¿Qué significa fotosíntesis?
Traduis en anglais : à mardi
Que signifie ce mot ?
"""

OPEN = """
Empfiehl mir ein Buch
Was könnten wir am Wochenende machen?
Recomiéndame un libro
¿Qué puedo leer este mes?
Recommande-moi un film
Que puis-je cuisiner ce soir ?
Suggest something to do this weekend.
What should I do this weekend?
Any ideas for tonight?
Recommend me a book.
Can you recommend a good film?
What should I cook for dinner?
What should I have for lunch?
I'm bored.
I'm bored, entertain me
Surprise me.
Tell me a story.
Tell me a joke.
Write me a poem.
Write a short story for me.
Tell me a bedtime story about something nice.
What can I do on a rainy day?
Where should I go on holiday?
Where should we travel next summer?
Help me plan my birthday party.
Plan a weekend trip for me.
What should I read next?
Give me a gift idea for myself.
What should I treat myself to?
I have a free afternoon, what now?
What to watch tonight?
What hobby should I take up?
Give me an idea for a hobby.
Something fun to do with an hour to spare?
What would be a nice way to spend Sunday?
How should I spend my evening?
How could I spend my Saturday?
Got any plans for me this weekend?
Pick a podcast for me.
What podcast should I listen to?
What are some fun things to do?
What are good things to do in Berlin?
What would I enjoy?
What would I like?
What do you think I'd like to learn next?
Inspire me.
Help me decide what to do tonight.
I have a week off. What would you do?
I need a new hobby.
Entertain me.
Let's do something fun.
What's a good present for me?
Which movie should I watch?
Find me something to read.
Got any book recommendations?
Any film worth seeing?
Give me a topic to talk about.
Let's talk about something interesting.
What shall we talk about?
Make me a playlist.
Put together a reading list for me.
Create a quiz for me.
Plan my Sunday.
Where should I eat tonight?
How can I make today more fun?
I don't know what to do with my free time.
Something to listen to on the train?
Invent a story.
Write a song for my friend.
What could I give my brother for his birthday?
What should I buy my sister for Christmas?
gift ideas for my dad
Gift for a friend who has everything?
Tell me something interesting.
Tell me a fun fact.
I finished Dune, recommend something similar.
What do you recommend for a climber?
I'd like to try something new.
"""

NEUTRAL = """
How do I get better at climbing?
How can I improve my chess?
I went climbing yesterday.
I love jazz.
My sister plays the violin.
I have started learning Japanese.
I can't stand olives.
What is the best climbing shoe for beginners?
How do I keep my bouldering shoes from smelling?
How do I start with watercolours?
What's a good opening against e4?
How do I train for a marathon?
Is the new Dune film any good?
Can you explain the Sicilian defence to me?
Tell me about jazz in the fifties.
Tell me more about bouldering.
How do I make my sourdough rise more?
What are the best trails near me?
Compare the Canon R6 with the Sony A7.
My garden is full of snails.
What makes a good espresso?
How do I tune my guitar?
I bought a new bike.
We moved to Lisbon last month.
Do you like opera?
What do you think of Bach?
Why do my tomatoes crack?
How often should I water my monstera?
Yesterday I finished my first novel.
Talk to me about astronomy.
I practise yoga every morning.
How would I get into birdwatching?
The concert last night was wonderful.
I am thinking about buying a telescope.
How can I become a better cook?
Could you help me with my training plan?
I'm learning to knit.
What gear do I need for bouldering?
Which is better for beginners, skiing or snowboarding?
How do I stop my bread from sticking?
I'm reading a book about the Roman empire.
My friend gave me a ukulele.
I watched the game on Sunday.
The film I saw on my day off was great.
Did Napoleon die on Elba?
Is a tomato a fruit?
Explain quantum entanglement.
Why is the sky blue?
How does a refrigerator work?
I had an idea for my novel.
My friend recommended a book.
I did something fun today.
I was inspired by Bach.
I have no idea how to knit.
What can I do about the snails in my garden?
What should I do to get better at chess?
What should I know before buying a telescope?
What tyres should I buy for my bike?
Any thoughts on Bach?
Any tips for climbing?
We won 3-2 yesterday!
I train 30-40 minutes a day.
I am learning Python.
My flight is on 2026-05-03.
I'm planning a trip to Japan.
Who plays the best jazz guitar?
"""

CLOSED_CHINESE = """
爵士乐起源于哪个城市
爵士樂起源於哪裡？
法国的首都是哪里？
法国首都是什么？
中国有多少人口？
珠穆朗玛峰有多高？
谁写了《红楼梦》？
《红楼梦》的作者是谁？
第二次世界大战什么时候结束的？
日本的货币叫什么？
长城有多长？
水的沸点是多少度？
地球到月球有多远？
美国总统是谁？
哪一年发明了电话？
12加30等于几？
3*7=?
25乘以4是多少？
144的平方根是多少？
240的百分之十五是多少？
解方程 x+3=7
求导 x^2
5英里是多少公里？
把10美元换算成人民币
用Python写一个排序函数
这段代码为什么报错？
怎么用正则匹配邮箱？
帮我写个脚本
git怎么撤销提交？
发烧吃什么药？
我头疼，吃什么好？
布洛芬一天最多吃几片？
孕妇可以吃螃蟹吗？
高血压有什么症状？
房东可以不退押金吗？
被公司辞退了可以起诉吗？
离婚财产怎么分？
去日本需要签证吗？
怎么报税？
把“你好”翻译成英文
“缘分”是什么意思？
这个字怎么读？
“谢谢”用英语怎么说？
高兴的反义词是什么？
你好
谢谢
谢谢你！
早上好
再见
好的
嗯嗯
哈哈哈
晚安
你好吗？
我不想活了
我想自杀
现在几点？
今天星期几？
光速是多少？
一年有几天？
什么是光合作用？
北京今天天气怎么样？
世界上最高的山是什么？
最大的海洋是哪个？
谁发明了电灯？
唐朝是哪一年建立的？
"""

OPEN_CHINESE = """
周末做什么好？
推荐一本书
给我推荐几部电影
有什么好看的电影？
今晚吃什么？
晚饭做什么菜？
我好无聊
无聊，陪我聊点什么
给我讲个故事
讲个笑话
写一首诗
帮我写一首诗
给我写个故事
假期去哪玩？
暑假怎么安排？
下雨天能干什么？
有什么好玩的？
帮我计划一下周末
送朋友什么礼物好？
给妈妈送什么生日礼物？
妈妈生日送什么好？
帮我列个歌单
幫我列個歌單
列一份书单
有什么爱好值得培养？
我该学点什么？
想看点什么
听什么歌好？
给个建议
周末去哪儿玩？
有什么新鲜事可以做？
放假了，该怎么打发时间？
随便聊点什么吧
给我点灵感
有什么点子吗？
帮我选一部电影
最近有什么好书？
今天晚上干点啥？
中午吃啥？
我有一个下午的空闲，做点什么？
你觉得我会喜欢什么？
给我一个惊喜
帮我安排一次旅行
给自己买个什么礼物好？
编一个故事
来个笑话
生日怎么过？
有没有有趣的事可以做？
带孩子去哪里玩？
我想培养一个新爱好
出个谜语给我猜
周日怎么过比较有意思？
聊点有趣的
我太无聊了
有什么推荐的吗？
"""

NEUTRAL_CHINESE = """
怎么提高攀岩水平？
我昨天去攀岩了。
我喜欢爵士乐。
我在学日语。
我妹妹会拉小提琴。
我受不了香菜。
怎么练好吉他？
怎样才能跑得更快？
新手适合什么样的攀岩鞋？
我的番茄为什么裂开？
多肉多久浇一次水？
我想学做面包。
我刚买了一辆自行车。
讲讲爵士乐的历史
跟我说说摄影
如何开始学水彩？
马拉松怎么训练？
西西里防御怎么下？
你喜欢歌剧吗？
你觉得巴赫怎么样？
我每天早上练瑜伽。
昨晚的音乐会很棒。
咖啡怎么冲更好喝？
我家猫总是半夜叫。
怎么拍好星空？
我最近在看一本关于罗马的书。
我们上个月搬到了成都。
佳能和索尼哪个好？
抱石需要什么装备？
我想买一台望远镜。
怎么才能写好小说？
我朋友送了我一把尤克里里。
养猫要注意什么？
我打算明年去爬山。
钢琴每天练多久合适？
我周末去爬山了。
昨天晚上我们去看了演唱会。
我对天文学很感兴趣。
怎么挑一把好吉他？
学游泳难吗？
我不喜欢恐怖片。
聊聊足球吧
为什么天是蓝的？
我朋友推荐了一本书。
我昨天做了点有趣的事
我想知道怎么学吉他
攀岩有什么技巧？
最好的攀岩鞋是什么？
"""

SEVERAL_LINES = (
    "```py\nfor one in found:\n    print(one)\n```\nWhat is wrong here?",
    "def add(a, b):\n    return a - b\nwhat should I do to make it work?",
    "    What is the capital of France?\n",
    "What\N{RIGHT SINGLE QUOTATION MARK}s the capital of France?",
)


def lines(*tables: str) -> list[str]:
    return [line for table in tables for line in table.strip().splitlines()]


@pytest.mark.parametrize("query", [*lines(CLOSED, CLOSED_CHINESE), *SEVERAL_LINES])
def test_a_question_with_one_right_answer_is_closed(query: str) -> None:
    assert openness(query) is Openness.CLOSED


@pytest.mark.parametrize("query", lines(OPEN, OPEN_CHINESE))
def test_asking_to_be_advised_or_surprised_is_open(query: str) -> None:
    assert openness(query) is Openness.OPEN


@pytest.mark.parametrize("query", lines(NEUTRAL, NEUTRAL_CHINESE))
def test_what_is_told_and_how_something_is_done_is_neutral(query: str) -> None:
    assert openness(query) is Openness.NEUTRAL


@pytest.mark.parametrize("query", ["", " ", "\n", "?!", "🎉", "x", "\ud800", "?" * 100_000, "so " * 50_000])
def test_any_text_is_judged(query: str) -> None:
    assert openness(query) in Openness


@pytest.mark.parametrize(
    "piece", ["so ", "a", "1 + ", "what ", "i ", "?", "好", "tell me a ", "plan ", "写", " ", "，", "hi! "]
)
def test_a_long_text_is_judged_at_once(piece: str) -> None:
    before = thread_time()
    openness(piece * 5_000)
    assert thread_time() - before < 10  # not a speed: a pattern that backtracks takes minutes here


def test_upper_and_lower_case_are_the_same() -> None:
    assert {openness(query.upper()) for query in lines(OPEN)} == {Openness.OPEN}


@pytest.mark.parametrize(
    "query",
    [
        "Draft an email to the caterers that we will be late",
        "I need an essay on the Corn Laws, 800 words",
        "write a complaint to the railway",
        "帮我写一封辞职邮件",
        "出五道关于分数的题",
    ],
)
def test_a_text_for_work_or_school_is_closed(query: str) -> None:
    assert openness(query) is Openness.CLOSED


@pytest.mark.parametrize(
    "query",
    [
        "Wo entstand der Jazz?",
        "Wer malte Guernica?",
        "¿Dónde nació el jazz?",
        "¿cuánto mide el Everest?",
        "Où est né le jazz ?",
    ],
)
def test_a_plain_fact_is_closed_in_spanish_german_and_french(query: str) -> None:
    assert openness(query) is Openness.CLOSED


@pytest.mark.parametrize(
    "query",
    ["Wo liegt das beste Café?", "¿Dónde queda un buen bar?", "Où partir en vacances ?", "Wo kann ich wandern?"],
)
def test_a_place_that_is_wanted_is_not_closed(query: str) -> None:
    assert openness(query) is not Openness.CLOSED


@pytest.mark.parametrize("query", ["Write a story", "写一首诗", "boring weekend, ideas?"])
def test_a_text_for_pleasure_is_open(query: str) -> None:
    assert openness(query) is Openness.OPEN


def test_a_story_about_a_letter_is_no_letter() -> None:
    assert openness("Write a story about a letter") is Openness.NEUTRAL

"""How open-ended a query is: whether what a person cares about may enter its answer.

A query is CLOSED (facts, arithmetic, code, medicine, law, small talk: interests never enter), OPEN (they ask to be surprised or
advised: interests enter unasked) or NEUTRAL (an interest enters if it is what the query is about).
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from ...memory.recall.plain import plain
from .wanted import is_on_a_subject, is_own_wish


class Openness(Enum):
    """The three kinds of query; the value is o of the score, in [0, 1]."""

    CLOSED = 0.0
    NEUTRAL = 0.01  # lets nothing through the gate; 0.0 would make it another name for CLOSED
    OPEN = 0.8


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_SENSITIVE = _any(
    # arithmetic and mathematics
    r"\d\s*[+*×÷^=%]\s*\d|\d\s+[-/]\s+\d|^\W*\d+\s*[-/]\s*\d+\W*$",
    r"^(?:what(?:'s| is)|how much is|calculate|compute|solve|work out|evaluate)\b[^a-z]*\d",
    r"\b(?:square root|derivative|integral|factorial|equation|prime number|divided by|multiplied by|times \d|plus \d|minus \d)\b",
    r"\bpercent(?:age)? of\b",
    r"\bconvert\b.*\b(?:to|into)\b",
    r"\d+\s*(?:加|减|乘|除以|乘以)\s*\d|等于几|等于多少|平方根|方程|求导|积分|百分之|换算",
    # code
    r"```|\bdef \w+\(|\bprint\(|\btraceback\b|\bstack trace\b|\bregex\b|\bsyntax error\b|\bsegfault\b|\bcompil(?:er|ation)\b",
    r"\b(?:fix|debug|refactor)\b.*\b(?:code|function|script|bug|program|query|test|error)\b",
    r"\bwrite\b.*\b(?:function|script|program|class|sql|code|query|unit tests?)\b|\bselect\b.+\bfrom\b.+\bwhere\b",
    r"\bwhy\b.*\b(?:function|code|script|loop|query|compile|build)\b",
    r"\b(?:in python|in java|in javascript|in rust|in sql|in bash|in c\+\+|in git)\b.*\?|\bgit (?:rebase|merge|commit|push)\b",
    r"\b\w*(?:error|exception):|\b(?:docker|css|html|pandas|numpy|dict|variable name|linked list|sql|api key|regexp?)\b|\bcenter a div\b"
    r"|\bpython (?:list|dict|code|function|script|string)s?\b|\b(?:password|cover letter|database)\b",
    r"代码|报错|编译|正则|pandas|函数|写(?:一?个|段)(?:脚本|程序)|用python写|git\s*怎么",
    # medicine, law, safety
    r"\b(?:sore|swollen|swallow(?:ed|s)?|cough(?:s|ing|ed)?|dizzy|chok(?:e|es|ing)|bleeding|numb|nausea|cholesterol|insulin|toothache"
    r"|stomach ?ache|allergic|vaccines?|can(?:'t|not) (?:sleep|breathe|walk)|(?:a|the|my) (?:cold|flu)|hopeless|end it all"
    r"|my (?:chest|knee|throat|back|head|stomach|tooth|teeth|heart) (?:is|are|hurts?|aches?)|with my (?:chest|heart)|insomnia)\b",
    r"\b(?:symptoms?|dos(?:e|es|age)|mg|medications?|(?:take|which|what) medicine|prescri\w+|side effects?"
    r"|diagnos\w+"
    r"|infection|antibiotics?|ibuprofen|paracetamol|aspirin|tumou?r|cancer"
    r"|diabetes|oncolog\w+|cardiolog\w+|chemo\w*|biops\w+|blood pressure|pregnan\w+|fever|rash|chest pain|it hurts?|headaches?|migraine)\b",
    r"\b(?:panic|anxiety) attacks?\b",
    r"\b(?:anxious|depress(?:ed|ion)|vomit\w*|throwing up|faint(?:ed|ing)|feel faint|contagious|painkillers?)\b",
    r"\b(?:broke|broken|sprained|twisted|burn(?:ed|t)|cut|hurt|injured|pulled|dislocated|hit) (?:a|my|his|her) (?:\w+ )?(?:head|neck"
    r"|back|arms?|elbow|wrist|hands?|fingers?|thumb|ribs?|hip|legs?|knee|ankle|foot|feet|toes?|nose|jaw|eye|muscle|bone)\b",
    r"[手脚腿胳臂指腕踝头背腰][臂腕指膀]?(?:摔|扭|崴|断|烫|割|划|骨折|脱臼)|骨折|脱臼|焦虑症|抑郁|恐慌发作|呕吐|拉肚子|过敏|流血",
    r"\b(?:suicid\w*|kill myself|self-harm|overdos\w+|poison\w*|emergency|abus(?:e|ed|ive)|assault)\b",
    r"\b(?:lawsuit|lawyer|attorney|legally|illegal|is it legal|legal (?:advice|rights?|action)|sued?|liable|custody"
    r"|robbed|fire me|fired|(?:paid|pay) me|divorce|eviction|evict\w*|landlord|tenant|visa|tax return"
    r"|subpoena|restraining order)\b",
    r"症状|剂量|吃什么药|吃药|几片|发烧|头疼|头痛|怀孕|孕妇|过量|诊断|抗生素|血压|糖尿病|癌|自杀|不想活|中毒|急救|咳嗽|牙疼|[肚头胃腰腿]子?[疼痛]|失眠|感冒",
    r"律师|违法|合法|工资|被抢|被骗|起诉|离婚|合同|房东|押金|签证|报税",
    r"\b(?:kopf|bauch|zahn|rücken)?schmerzen\b|\b(?:fieber|durchfall|schwanger|anwalt|kündigung|gesperrt)\b"
    r"|\b(?:dolor|duele[ns]?|fiebre|diarrea|embarazada|abogado|despido)\b|\bmal (?:à|au|aux) \w+"
    r"|\b(?:douleurs?|fièvre|diarrhée|enceinte|licenciement)\b",
)  # fmt: skip

_TEXTS = _any(  # words about words, and work on a text at hand
    r"\b(?:translate|translation of|spell|synonyms?|antonyms?|rhymes? with|plural of|past tense|meaning of|define|definition)\b",
    r"\bwhat does\b.*\bmean\b|\bhow do you say\b",
    r"\b(?:summari[sz]e|proofread|paraphrase|rephrase|rewrite) (?:this|the|these|my)\b",
    r"\b(?:write|draft|compose|help me (?:write|start))\b(?:\W+(?!about|for|on|of|ideas?)\w+){0,3}?"
    r"\W+(?:e-?mails?|letters? of|essays?|complaints?|subject lines?|reports?|invoices?|resignation|reply|minutes)\b"
    r"|\b(?:wants?|need) an essay\b",
    r"写.{0,8}(?:邮件|请假条|信(?![息心任])|报告|作文|论文|周报|通知)|出.{0,3}道.{0,12}题",
    r"\b(?:übersetz|korrigier|traduc[ei]|tradui[st]|corrig[ei])\w*\b|\bwas (?:bedeutet|heißt)\b|\bqué significa\b|\bque signifie",
    r"翻译|什么意思|怎么读|怎么拼|反义词|近义词|英文怎么说|用英语怎么说",
)  # fmt: skip

_PASTIME = r"(?:books?|films?|movies?|shows?|series|podcasts?|songs?|albums?|music|games?|hobby|sport|dish|recipe|language|instrument)"

_OPEN = _any(
    r"\b(?:suggest|suggestions?|recommend|recommendations?|surprise me|inspire me|entertain me|brainstorm)\b",
    r"\b(?:any|some|more|need|give|gift|present|date|dinner|party|weekend)\b.*\b(?:ideas?|inspiration)\b|\b(?:ideas|inspiration) for\b",
    r"\bwhat (?:should|could|can|shall|might) (?:i|we) (?!know|expect|bring|do (?:about|against|if|when|to|with my)\b|be )",
    rf"\b(?:what|which) {_PASTIME} (?:should|could|can|shall|might) (?:i|we)\b|\b{_PASTIME} for me\b",
    r"\bwhat (?:would|might) i (?:like|enjoy|love)\b|\bwhat do you think i(?:'d| would)\b|\bwhat would you (?:do|pick|choose)\b",
    r"\b(?:what|things) to (?:do|watch|read|eat|cook|play|wear|buy|make|listen|try|see|give)\b",
    r"\bwhere (?:should|could|can|shall) (?:i|we) (?:go|eat|travel|stay|spend)\b|\bwhere to (?:go|eat|travel|stay)\b",
    r"\b(?:something|anything|somewhere|someone)\b.*\b(?:to|for|fun|new|good|nice|interesting|different|exciting|relaxing)\b",
    r"\btips for an? (?!beginner)|,\s*ideas\?|\btalk about something\b",
    r"\bwhat(?:'s| is) a good (?:book|film|movie|game|recipe|song)\b",
    r"\bany (?:good|fun|nice|new) \w+|\bany \w+ worth \w+ing\b|\bany plans\b|\bfun (?:things|facts?)\b",
    r"\b(?:bored|boring (?:\w+day|weekend|evening|afternoon|night|day))\b",
    r"\bwhat (?:do|shall) i (?:even )?do with (?:myself|my (?:day|time|week))\b|\bnot know what to do with (?:myself|my)\b",
    r"\b(?:days?|weeks?) (?:free(?! trial)|off(?! (?:after|before|antibiotics)))\b|(?:^|[.!?] *)(?:ideas|suggestions)\b",
    r"\b(?:free (?:time|evening|afternoon|day|weekend)|day off|week off|to kill time)\b",
    r"\b(?:spend|plan) (?:my |a |this |the )?(?:\w+day|weekend|evening|afternoon|day|morning)\b|\bmore fun\b",
    r"\b(?:plan|organi[sz]e)\b.*\b(?:weekend|trip|holiday|vacation|evening|day|party|birthday|week|date)\b",
    r"\b(?:gift|present) for\b|\btreat myself\b|\btopic to talk about\b|\b(?:playlist|reading list)\b",
    r"\b(?:tell|write|make|compose|create|invent) (?:me )?(?:up )?(?:a|an|some) (?:\w+ )?(?:story|poem|song|joke|haiku|quiz|riddle)",
    r"\bhelp me (?:choose|pick|decide|find)\b|\bwhich (?:one )?should i\b",
    r"\b(?:hobby|hobbies|pastime)\b.*\?|\b(?:need|want) a (?:new )?hobby\b|\bwhat(?:'s| is) (?:on|up) (?:this|for)\b",
    r"\b(?:empf(?:iehl|ehl)|vorschl[aä]g|recomi[eé]nd|recomendaci|sugi?[eé]r|recommande|conseille(?!r)|suggère)\w*(?:-moi)?\b",
    r"\bwas (?:soll|kann|könn|koch|les|schau|mach)\w* (?:ich|wir)\b"
    r"|\bqué (?:puedo|podría|podemos|podríamos|debería) \w+[aei]r\b"
    r"|\bqué (?:me )?(?:leo|veo|vemos|cocino|cocinamos|escucho|pongo|juego|regalo|cenamos)\b"
    r"|\b(?:je|on) (?:lis|regarde|cuisine|écoute|mange|visite) quoi\b|\b(?:buch|lese|film|serien|ausflugs|musik|rezept)tipps?\b"
    r"|\b(?:good|next|new|beach) reads?\b.{0,30}\?|[书剧歌]荒|求(?:\w{0,4})(?:小说|书|剧|电影|歌)"
    r"|\bqu(?:e|oi|'est-ce que) (?:puis-je|pourrais-je|je (?:peux|pourrais)|faire|lire|regarder|manger|cuisiner|visiter)\b",
    r"(?:推荐|建议)(?![了过的])|有什么(?:好|可以|推荐|主意|想法|点子|计划|新鲜)|有没有.*(?:好|有意思|有趣)|好玩|无聊|打发时间|(?:周末|今晚|明天)干嘛|灵感|惊喜",
    r"[吃看玩听读干做学聊](?:点|些)(?:什么|啥|有)|[吃看玩听读干学](?:什么|啥)|做(?:什么(?:好|菜|饭)|啥)|去哪|随便(?:聊|说)点",
    r"送.*(?:什么|啥)|什么.*礼物|什么爱好|新爱好|会喜欢什么|怎么过",
    r"[列整弄做排搞拉开来给](?:我|出)?一?[个份张点]?[^，。？?]{0,4}(?:歌单|书单|片单|影单|播放列表)",
    r"帮我(?:选|挑|想|计划|安排|找)|写(?:一首|一篇|个|首)(?:诗|歌|故事|小说)|(?:讲|来|编|出)一?个(?:\w*)(?:故事|笑话|谜语)|给我讲个",
    r"(?:周末|假期|暑假|寒假|晚上|今晚|明天).*(?:什么|哪|安排|计划)",
)  # fmt: skip

_TOLD = _any(
    r"^(?:yesterday|last \w+|(?:i|we|he|she|they|my \w+) (?:\w+(?<!ne)ed|was|were|had|did|went|saw|found|got|bought|made|read|ate|gave"
    r"|wrote|told|met|heard)\b|the \w+ [^?]*\b(?:was|were)\b)[^?,;]*$",
    r"^(?!.*无聊)(?:我|他|她|昨|前天|上周|上个)[^？?，,]*[了过][^？?，,]*$",
)  # fmt: skip

_POLITE = re.compile(
    r"^(?:(?:and|so|hey|hi|hello|ok(?:ay)?|please|tell me|do you know|(?:can|could) you tell me)[\s,]+)+", re.IGNORECASE
)

_FACT = _any(
    r"^(?:what(?:'s| is| are| was| were|'re)|who(?:'s| is| was| were| \w+ed| wrote| won| made| built| sang)"
    r"|when(?:'s| is| was| did| does| were| the)"
    r"|where(?:'s| is| was| are| did| do| does)|which|whose|how (?:many|much|far|tall|old|big|long|high|deep|fast|heavy|large|hot|cold)"
    r"|(?:in )?(?:what|which) (?:year|century|time|day|date|country|city|language|colou?r)|name|list)\b",
    r"\b(?:capital|population|currency|area|president|prime minister|king|queen|author|inventor|date|year|height|distance|temperature"
    r"|boiling point|speed|formula|symbol) of\b",
    r"(?:是|有)(?:谁|多少|几|多高|多远|多大|多长|哪一年|什么时候|哪里|哪个)|谁(?:是|写|发明|发现|画|唱|演)|什么时候|哪一年|哪国|首都|人口|总统|多少(?:人|米|公里|度|钱)",
    r"(?:起源|发源|诞生|发明|成立|出生|位|源自|来自|出自)[于在]?哪(?:个|座|里|儿|国|年|一)"
    r"|是什么|什么是|有几个|有多少|叫什么|现在几点|星期几|天气怎么样|气温",
    r"^\W*(?:wer (?:ist|war|waren|malte|schrieb|erfand|gewann|entdeckte|komponierte|gründete"
    r"|hat\b.*\b(?:erfunden|geschrieben|gewonnen|entdeckt|gemalt|komponiert|gegründet))"
    r"|wann (?:ist|war|wurde|begann|endete|starb|fand)"
    r"|wo (?:(?:liegt|liegen|befindet)(?! (?:hier )?eine?\b)|entstand|entstanden|wurde|wurden|starb|lebte)"
    r"|in welche[mrn] (?:jahr|jahrhundert)"
    r"|wie (?:hoch|alt|groß|lang|tief|schwer|weit) (?:ist|sind|war))\b(?!.*\b(?:ich|mir|mich|mein\w*|wir|uns|gut\w*|beste\w*)\b)",
    r"^\W*(?:quién(?:es)? (?:es|fue|pintó|escribió|inventó|ganó|descubrió|compuso|fundó)"
    r"|cuándo (?:es|fue|nació|murió|empezó|terminó|se \w+ó)"
    r"|dónde (?:nació|nacieron|surgió|murió|queda(?! un)|se (?:inventó|originó|fundó|encuentra(?! un)))|en qué (?:año|siglo)"
    r"|cuánto (?:mide|pesa|dura))\b(?!.*\b(?:yo|me|mi|mis|nos|buen[oa]?s?|mejor(?:es)?)\b)",
    r"^\W*(?:qui (?:est|était|(?:a|ont) (?:écrit|peint|inventé|gagné|découvert|composé|fondé))"
    r"|quand (?:est|était|a|ont)|où (?:est né|est née|se trouve(?! un)|a été|sont nés)|en quelle année"
    r"|quelle est la (?:hauteur|capitale|population|longueur|taille))\b(?!.*\b(?:je|moi|mon|ma|mes|nous|bonn?e?s?|meilleure?s?)\b)",
)  # fmt: skip

_PERSONAL = _any(
    r"\b(?:i|i'm|i'd|i've|me|my|mine|we|us|our|good|best|better|nice|worth|fun|favou?rite|cool|great|popular|beginners?)\b",
    r"我|咱|好的|最好|值得|适合|不错",
)

# Possessive (`++`, `*+`): a long run of greetings that ends otherwise is given up at once.
_SMALL_TALK = _any(
    r"^\W*+(?:(?:good (?:morning|afternoon|evening|night)|how are you(?: doing)?(?: today)?|what'?s up|thank you|you'?re welcome|see you"
    r"|no problem|got it|i see|so much|very much|a lot|hi|hello|hey|yo|thanks|thx|cheers|ok|okay|k|yes|yeah|yep|no|nope|sure|cool|great"
    r"|nice|bye|goodbye|sup|lol|haha++|wow|there|again|later|today|everyone|all|please|sorry)\b\W*+)++$",
    r"^\W*+(?:(?:你好吗|你好|您好|谢谢|多谢|好的|好|嗯|哦|哈|再见|拜拜|早上好|晚上好|晚安|在吗|是的|不是|是|没事|行|可以|对|嘿|啊|吗|呀|啦|哦|了|你|您|(?:最近|近来|今天|你?过得)(?:怎么样|好吗|如何|可好)|好久不见)\W*+)++$",
)


_THANKS = _any(
    r"^\W*(?:thanks|thank you|thx|谢谢|多谢|感谢)[^?？]*$", r"^\W*(?:good|great|nice) (?:idea|point|one)\W*$"
)


KEPT = 16
"""Queries that are kept for the moment: of each its kind and the gate's features ask twice (0.23 ms in all, 0.39 if nothing is kept)."""


@lru_cache(maxsize=KEPT)
def is_sure(query: str) -> bool:
    """Return whether a query is surely closed: small talk, arithmetic, code, medicine, law, safety, work on a text."""
    words = plain(query)
    return _of_nobody(words) or bool(_TEXTS.search(words))


def works_on_text(query: str) -> bool:
    """Return whether a query wants a text written, translated or mended, or words explained, and is of nothing else that is surely closed.

    >>> works_on_text("Write a reply to my host."), works_on_text("Write a reply on my sore throat.")
    (True, False)
    """
    words = plain(query)
    return bool(_TEXTS.search(words)) and not _of_nobody(words)


def _of_nobody(words: str) -> bool:
    return bool(_SMALL_TALK.search(words) or _THANKS.search(words) or _SENSITIVE.search(words))


@lru_cache(maxsize=KEPT)
def openness(query: str) -> Openness:
    """Return how open-ended a query is, by its form alone.

    >>> openness("Suggest something to do this weekend."), openness("What is the capital of France?")
    (<Openness.OPEN: 0.8>, <Openness.CLOSED: 0.0>)
    """
    words = plain(query)
    if is_sure(query):
        return Openness.CLOSED
    if is_own_wish(query):
        return Openness.OPEN
    if is_on_a_subject(query):
        return Openness.NEUTRAL
    if _OPEN.search(words) and not _TOLD.search(words):
        return Openness.OPEN
    asked = _POLITE.sub("", words)
    if _FACT.search(asked) and not _PERSONAL.search(asked):
        return Openness.CLOSED
    return Openness.NEUTRAL

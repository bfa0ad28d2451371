"""What makes English speakers ill, in any wording: "prawns close my throat", "one bite of cashew and I'm in A&E"."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from ..words import words
from .left import ANYTHING, BODY, BORNE, FOOD, Left, family

_ILLS: Final = (
    r"(?:hives|rash|rashes|migraines?|cramps|heartburn|reflux|bloated|eczema|anaphyla\w+|stomach|throat|lips|tongue|a&e|runs|itchy"
    r"|sick|ill|asthma"
    r"|wheez\w+|hospital|er|diarrhoea|diarrhea|vomiting|indigestion|nauseous|headaches?|palpitations|puffy|swollen|blotchy|ambulance"
    r"|epi-?pen)"
)
_ILL: Final = rf"(?:\S+ ){{0,2}}?{_ILLS}\b"
_SUFFERS: Final = (
    r"(?:closes?|closed|closing|swells?|swelled|swelling|swollen|itch(?:es|ed|y)?|tingles?|tingled|hurts?|aches?|puffs?|puffed"
    r"|cramps?|cramped|tightens?"
    r"|tightened|shuts?|burns?|burned|burnt|(?:goes|went|go|gets|got) (?:numb|tight|red|itchy|puffy|blotchy)|blows? up|blew up"
    r"|balloons?|erupts?"
    r"|flares?|breaks? out|broke out|bloats?|seizes?)"
)
_MINE_SUFFERS: Final = rf"(?:my (?:whole |entire )?{BODY} (?:\S+ )?{_SUFFERS}\b)"
_I_SUFFER: Final = (
    rf"(?:i (?:'m|am|was|get|got|feel|felt|spend|spent|end up|ended up|come|came|break|broke|land|landed) (?:\S+ ){{0,3}}?{_ILLS}\b"
    r"|i (?:\S+ )?(?:swell|swelled|itch|throw up|threw up|vomit|vomited|puke|puked|bloat|wheeze|balloon|react|come up in)\b|i (?:ca"
    r"|could) n't breathe)"
)
_SYMPTOM: Final = rf"(?:{_MINE_SUFFERS}|{_I_SUFFER}|i swell\b)"
_WHEN: Final = (
    r"(?:if|when|whenever|(?:every|each|last|any) ?time|anytime|as soon as|the minute) i (?:so much as |even |just )?"
    r"(?:eat|ate|have|had|drink|drank|touch|touched|smell|smelled|smelt|look at|am near|'m near|go near|get near|try|tried)"
)
_COMPLAINTS: Final = (
    r"(?:asthma|migraines?|eczema|ibs|reflux|gout|allerg(?:y|ies)|hay ?fever|stomach|guts?|sinuses|headaches?|skin|heartburn"
    r"|psoriasis|chest"
    r"|colitis|crohns?|gastritis|ulcers?|rosacea|acid|insides|bowels|digestion)"
)

_SWELLS: Final = (
    r"(?:closes?|closed|closing|swells?|swelled|swelling|swollen|tingles?|tingled|puffs?|puffed|tightens?|tightened|shuts?"
    r"|(?:goes|went|go|gets|got) (?:numb|tight|puffy|blotchy)|blows? up|blew up|balloons?|erupts?)"
)
ALLERGIC: Final = re.compile(
    rf"\b(?:my (?:whole |entire )?{BODY} (?:\S+ )?{_SWELLS}|i (?:\S+ )?(?:swell|swelled|wheeze)|i (?:ca|could) n't breathe|i"
    r" cant breathe|i stop breathing"
    r"|me (?:\S+ )?(?:out|up) in (?:hives|welts|a rash|blisters)|(?:in|into) anaphyla\w+|nearly (?:died|killed me)|an ambulance"
    rf"|makes? (?:me|my {BODY}) (?:\S+ ){{0,4}}?(?:wheeze|swell|itch|clos(?:e|ing)|bleed|tingle|retch|gag|heave|vomit|puke|throw up|shake)"
    r"|could (?:literally |actually )?die(?! (?:of|for|happy|laughing))|(?:epi ?-?pens?|the pen|my pen)(?! so)|up all night with"
    r"|me the (?:shakes|jitters|runs|squits)|i 'm on the (?:loo|toilet|bog)|(?:sworn|mortal) enemies)\b"
)
"""What tells that somebody is allergic, whatever they are allergic to stands where it may in the sentence."""
TOO_MUCH: Final = re.compile(r"\b(?:ate|eaten|eating|had|having|drank|drunk|drinking) (?:\S+ ){0,3}too (?:much|many)\b")
"""Whoever had too much of a thing once is ill of that, and not of the thing."""
SOOTHES: Final = words("help helps helped helping cure cures soothe soothes relief remedy treat treats love loves")
"""With one of these it may be what does them good."""
LINKS: Final = words("if when whenever from off after around with near because bc cos cuz even for")
"""Between what tells of an allergy and a thing behind it."""

_ill: Final = partial(Left, always=True)

REACTIONS: Final = family(
    "hives rash rashes migraine migraines cramps heartburn reflux bloated eczema anaphylaxis anaphylactic stomach throat lips tongue"
    " a&e runs itchy"
    " sick ill asthma wheezing wheezy hospital er diarrhoea diarrhea vomiting indigestion nauseous headache headaches palpitations"
    " puffy swollen"
    " blotchy ambulance epipen epi-pen pen ibs gout allergy allergies allergic sinuses skin psoriasis chest colitis gastritis ulcer"
    " rosacea lip mouth"
    " face eye eyes belly tummy gut guts airway hands ears neck nose insides bowels bloat bloats wheeze vomit puke swell swells itch"
    " breathe react"
    " reaction reactions body system through enemies loo toilet bleed retch gag heave shakes jitters breathing died die"
    " destroys destroy wrecks wreck kill kills poisons poorly along agree disagree disagrees disagreed mix head throw threw",
    _ill(rf"\b(?:{_SYMPTOM}) .{{0,30}}\b{_WHEN} (?=\S)", BORNE),
    _ill(
        rf"\bi (?:come out in|break out in|get|have|go into|come up in) {_ILL} (?:\S+ ){{0,2}}?(?:from|off|after|with|{_WHEN}) (?=\S)",
        FOOD,
    ),
    _ill(
        rf"\bi (?:come out in|break out in|broke out in|came out in|get|have|go into|come up in) {_ILL} "
        r"(?:around|near|next to|(?:because|cos) of|when(?:ever)? i (?:'m|am) (?:near|around)|from being (?:near|around)) (?:any )?(?=\S)",
        BORNE,
    ),
    _ill(rf"^(?:from|with|after) (?=\S+ (?:\S+ )?i (?:have|get) {_ILL})"),
    _ill(rf"\b{_WHEN} (?:any )?(?=(?:\S+ ){{1,4}}?(?:, )?(?:and )?(?:then )?{_SYMPTOM})", BORNE),
    _ill(
        rf"\blast time (?:(?:a|an|some|any|somebody|somebodys|someone|there|was|were|had|'s) )*(?=(?:\S+ ){{1,8}}?(?:and |,"
        rf" ){_SYMPTOM})",
        BORNE,
    ),
    _ill(r"(?:(?<=if ur )|(?<=if you 're )|(?<=if you are ))allergic to (?=\S)", BORNE),
    _ill(
        r"\bno (?:\S+ ){0,2}?allerg(?:y|ies) (?:except|but|other than|apart from|besides|bar|save) (?:for |to |from )?(?=\S)",
        ANYTHING,
    ),
    _ill(r"\b(?:epi ?-?pens?|adrenaline pens?|pen) (?:for|because of|on account of) (?=\S)", BORNE),
    _ill(r"\bi (?:have|had|get|got|'ve had|'ve got) (?:an? )?(?:\S+ )?reactions? to (?=\S)", BORNE),
    _ill(r"\bi (?:(?:always|do|really) )?react (?:\S+ )?to (?=\S)", BORNE),
    _ill(r"^(?:(?:i 'm|i am|im|deathly|highly|severely) ){0,2}anaphylactic (?:to|with) (?=\S)", BORNE),
    _ill(
        r"(?:^|[,;(] |\bi (?:have|'ve|'ve got|got) )(?:an? )?(?:\S+ )?(?=\S+ allerg(?:y|ies)(?: ?$| [,;()]| (?:here|so|btw|but"
        r"|and|to)\b))",
        BORNE,
    ),
    _ill(
        r"\bmy (?:body|system|stomach|guts?|belly) (?:ca|wo|does|can|will|do) ?(?:n't|not) (?:take|handle|process|tolerate|digest|like"
        r"|cope with|do) (?=\S)",
        BORNE,
    ),
    _ill(rf" (?:makes?|made) my {BODY} {_SUFFERS}", before=True),
    _ill(
        r" (?:(?:nearly|almost|basically|completely) )?(?:closes?|closed|swells?|swelled|tightens?|tightened"
        r"|wrecks?|destroys?|upsets?|ruins?|irritates?|burns?|tears? up|(?:messes|mess|plays?"
        rf" (?:havoc|hell)) with) my {BODY}",
        BORNE,
        before=True,
    ),
    _ill(rf" (?:gives?|gave|gets?) me {_ILL}", BORNE, before=True),
    _ill(rf" brings? me out in {_ILL}", BORNE, before=True),
    _ill(rf" (?:sets?|set) off my {_COMPLAINTS}\b| sets? my {_COMPLAINTS} off\b", BORNE, before=True),
    _ill(
        rf" (?:triggers?|triggered|brings? on|flares? up|(?:plays? (?:havoc|hell)) with) my {_COMPLAINTS}\b",
        BORNE,
        before=True,
    ),
    _ill(
        r" (?:goes (?:straight|right) through|destroys?|wrecks?|bloats?|kills?|(?:would|could|can|will|'ll) kill|poisons?) me\b",
        before=True,
    ),
    _ill(
        r" (?:puts?|lands?|landed|sends?) me (?:straight |right )?(?:in|into|to) (?:the )?(?:hospital|a&e|er|bed|ambulance|anaphyla\w+)",
        lists=BORNE,
        before=True,
    ),
    _ill(
        r" (?:makes?|made) me (?:\S+ )?(?:bloat|bloated|wheeze|vomit|puke|throw up|itch|itchy|swell|sick|ill|poorly|violently)\b",
        before=True,
    ),
    _ill(r" (?:disagrees?|disagreed|disagreeing) with me\b", before=True),
    _ill(
        r" (?:and|=) (?:i|me) (?:do|are|really do|just do) ?(?:n't|not) (?:get along|get on|agree|mix|work)",
        before=True,
    ),
    _ill(
        r"\b(?:sips?|bites?|glass|whiff|taste|mouthful|drop) of (?=\S+ (?:\S+ )?and my (?:head|stomach|face|throat|heart)\b)",
        BORNE,
    ),
    _ill(
        rf" and (?:then )?(?:{_SYMPTOM}|it 's (?:straight |right |off )?to (?:an? |the )?{_ILLS}\b)",
        BORNE,
        before=True,
    ),
)

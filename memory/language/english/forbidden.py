"""What English speakers are forbidden by who treats them: "doc says no weights", "the eye man has me off gluten", "doctor's orders"."""

from __future__ import annotations

import re
from typing import Final

from .left import DONE, FOOD, Left, family

_ORGANS: Final = (
    r"(?:eye|ent|hearing|heart|knee|hip|foot|feet|back|liver|kidney|skin|gut|bowel|bone|ear|lung|chest|stomach|tummy|diabetes|diabetic|diet"
    r"|sugar|allergy"
    r"|pain|spine|thyroid|prostate|joint|brain|blood|cancer|hand|shoulder|asthma|fertility|baby|physio|dental)"
)
_SOMEBODY: Final = (
    r"(?:man|woman|guy|bloke|lady|people|fella|feller|chap|girl|lot|team|clinic|nurse|folks|person|dude|doc|lad|unit"
    r"|department|place)"
)
DOCTORS: Final = (
    r"\b(?:doctors?|(?:doc|dr)(?! (?:pepper|martin|who|strange|phil|oz|dre|house)\b)"
    r"|physicians?|gp|ortho|surgeon|physio|pt|dentist|consultant|specialist|allergist|dietitian|dietician|nutritionist"
    r"|midwife|nurse"
    r"|pharmacist|chemist|optician|optometrist|podiatrist|chiro|chiropractor|osteo|osteopath|paramedics?|hospital|clinic|cardiology"
    r"|oncology"
    r"|rheumatology|rheumy|gastro|haematology|hematology|dermatology|neurology|urology|psychiatrist|(?:physio)?therapist"
    r"|[a-z]{3,12}(?:ologist|iatrician|iatrist|opa?edist)"
    rf"|{_ORGANS} {_SOMEBODY})\b"
)
"""Who treats people, by any name: "the heart bloke at the clinic"."""
_TELLS: Final = (
    r"(?:says?|said|saying|told|tells|ordered|advised|reckons|warned|insists?|insisted|clear|adamant|orders|wants|has"
    r" forbidden|forbade|forbids)"
)
_DO: Final = r"(?:eat|have|drink|do|touch|take|play|use|go near|go)"
_DOING: Final = r"(?:eating|having|drinking|doing|touching|taking|playing|using|going near|going)"
_MUST_NOT: Final = (
    r"(?:i (?:'m|am) not to|i (?:must|can|ca|could|should|may) ?(?:n't|not|never)|i cannot|i (?:'m|am) not"
    rf" allowed(?: to)?|not to) (?:{_DO} )?"
)
_OFF: Final = (
    rf"(?:{_MUST_NOT}|(?:(?<=forbidden )me|(?<=forbade )me|(?<=forbids )me|no more|no|zero|off|stay off|keep off|stay out of|stop"
    r"|(?:to )?(?:stay|keep) (?:away from|clear of)|(?:to )?steer (?:well )?clear of"
    r"|to (?:avoid|stop|quit|give up|cut out|cut down on|lay off|stay off|stay out of|keep off|drop|skip|ditch|swear off)"
    r"|i (?:have to|need to|must|'ve got to|got to|gotta) (?:avoid|stop|quit|give up|cut out|cut down on|lay off|stay off)) "
    rf"(?:{_DOING} )?)"
)
_CLAUSE: Final = r"(?:[^\s,;]+ ){0,8}?"
_THINGS: Final = r"(?=\S)"

BY_DOCTORS: Final = family(
    re.compile(DOCTORS),
    Left(rf"{DOCTORS} {_CLAUSE}{_TELLS} (?:\S+ ){{0,8}}?(?P<off>{_OFF}){_THINGS}", DONE, ends=True),
    Left(
        rf"{DOCTORS} {_CLAUSE}(?:has|had|have|put|wants?|wanted|took|taken|got|signed|warned) me (?:right |straight )?off {_THINGS}",
        DONE,
        ends=True,
    ),
    Left(
        rf"{DOCTORS} {_CLAUSE}(?:banned|barred|stopped|forbidden|forbade|prohibited) me (?:from )?(?:{_DOING} )?{_THINGS}",
        DONE,
        ends=True,
    ),
    Left(
        rf"{DOCTORS} {_CLAUSE}(?:(?:wo|does|do|did) n't|wont|doesnt|dont|will not|does not|do not) (?:let|want|allow) me (?:to )?"
        rf"(?:{_DO}|{_DOING}|near) {_THINGS}",
        DONE,
        ends=True,
    ),
    Left(
        rf"{DOCTORS} {_CLAUSE}(?:has|have|'s|had) (?:cut out|knocked|cut|axed|vetoed|nixed|banned|forbidden) (?:(?:my|all) )?{_THINGS}",
        DONE,
        ends=True,
        always=True,
    ),
    Left(
        rf"(?:{DOCTORS}) {_CLAUSE}{_TELLS} (?:me )?(?P<thing>(?:\S+ ){{1,3}}?)(?:is|are) (?:off the menu|off[ -]limits|forbidden|out)\b",
        DONE,
        ends=True,
        always=True,
    ),
    Left(
        rf"{DOCTORS} (?:\S+ ){{0,14}}?(?P<off>(?<!has )(?<!had )(?<!have )(?<!sells )(?<!got )(?<!makes )no|zero|stay off|avoid"
        r"|stay out of|hard no (?:on|to)|down about(?: the)?|wo n't have me"
        rf"|against(?: me)?|forbids?) (?:{_DOING} )?{_THINGS}",
        DONE,
        ends=True,
    ),
)
THEY_SAY: Final = family(
    "they he she",
    Left(
        rf"\b(?:they|he|she) (?:said|says|say|told me|insisted|was clear|were clear)(?: ,| that)? (?P<off>{_OFF}){_THINGS}",
        DONE,
        ends=True,
    ),
)
"""What is told by whom a sentence before named: "(Went to the clinic.) They said no salt"."""
_MY_ILLS: Final = (
    r"my (?:\S+ )?(?:heart|kidneys?|liver|blood pressure|gout|knees?|hips?|stomach|gut|thyroid|diabetes|ibs|reflux|condition|statins|meds"
    r"|medication|tablets|pills)\b"
)
_WHY: Final = (
    rf"{DOCTORS}|\borders\b|\bput me on\b|\bfor good\b|\bpermanently\b|(?:limits|forbidden|banned|menu|cards|table|allowed|out|finished"
    r"|no-?no|verboten) for me\b(?! to\b)"
    rf"|\b(?:because|cos|due to|for|with|thanks to|account) (?:of )?{_MY_ILLS}"
)
"""Why a thing is out: who treats the speaker said so, or what the speaker suffers from."""
FORBIDDEN: Final = family(
    "problem dangerous lethal deadly poison risky trouble trigger triggers news barred signed taken meds med tablets pills"
    " medication medicine"
    " antidepressants warfarin statins condition surgery op transplant"
    " orders told advised ordered warned instructed allowed permitted supposed meant mg grams sodium limits restricts out"
    " finished banned cards"
    " menu forbidden limits off-limits table verboten foot outlawed vetoed confiscated",
    Left(
        rf"\b(?:been|was|got|i 'm|i am) (?:warned|told|taken|put|banned|signed|barred) (?:\S+ )?(?:off|from) (?:{_DOING} )?{_THINGS}",
        DONE,
        ends=True,
    ),
    Left(
        r"\b(?:meds?|tablets|pills|medication|medicine|antidepressants|warfarin|statins|condition|surgery|op|transplant) (?:\S+ ){0,3}?"
        rf"i (?:(?:ca|must|should) n't|can not|cannot|cant|have to avoid|must avoid) (?:{_DO} )?{_THINGS}",
        DONE,
        ends=True,
    ),
    Left(
        r" (?:is|are) (?:now )?(?:dangerous|lethal|deadly|poison|risky|(?:a (?:real |big )?)?problem|trouble|(?:a )?triggers?"
        r"|bad news|a no-?no)\b",
        DONE,
        before=True,
        beside=re.compile(
            r"\bfor me\b(?! to (?:resist|stop|quit|refuse|turn down|say no|put down))"
            r"|allerg|intoleran|syndrome|\bmeds\b|\btablets\b|\bpills\b|\bi take\b|\bmy (?:ibs|gout|reflux|asthma)\b"
        ),
    ),
    Left(
        rf"\bi (?:'ve been|have been|was|am|'m) (?:told|advised|ordered|warned|instructed) (?:\S+ ){{0,6}}?(?P<off>{_OFF}){_THINGS}",
        DONE,
        ends=True,
    ),
    Left(rf"\borders ,? ?(?:to be )?(?P<off>{_OFF}){_THINGS}", DONE, ends=True),
    Left(
        r"\b(?:has|had|have|put|got|keeps|limits|limited|restricts|restricted) me (?:on|to|down to) (?:under |about |only"
        r" )?[0-9][^a-z]{0,8}(?: ?(?:mg|g|grams?"
        r"|milligrams?|units))?"
        r"(?: a day)? of (?=(?:salt|sodium|sugar|caffeine|carbs|alcohol|fat|potassium|fluids?)\b)",
        ends=True,
    ),
    Left(
        r"\bi (?:'m|am) (?:not|no longer) (?:allowed|permitted|supposed|meant) (?:to (?:eat|have|drink|do|touch) )?(?=\S)",
        DONE,
        ends=True,
    ),
    Left(
        r" (?:is|are|was) (?:now |completely |strictly )?(?:forbidden|banned|off[ -]limits|off the (?:menu|cards|table)|not"
        r" allowed|out|finished"
        rf"|a no-?no|verboten)\b(?! (?:of|on(?!.* orders\b)|in|at|there|here|with(?! {_MY_ILLS}))\b)"
        r"(?!.*\b(?:today|tonight|tomorrow)\b)",
        DONE,
        ends=True,
        before=True,
        beside=re.compile(_WHY),
    ),
    Left(
        r"(?:\bfoot down (?:about|on|over)|\b(?:banned|outlawed|vetoed|confiscated)(?: me from)?) (?:the |my |all )*"
        r"(?=\S)(?!(?:\S+ ){0,3}?(?:'s|sister|kids|children|son|daughter)\b)",
        DONE,
        ends=True,
        beside=re.compile(
            r"\b(?:wife|husband|hubby|missus|mrs|partner|girlfriend|boyfriend|gf|bf|fianc[eé]e?|other half) (?:\S+ )?"
            r"(?:put (?:her|his|their) foot down|banned|outlawed|vetoed|confiscated)"
        ),
        always=True,
    ),
    Left(r" (?:, )?(?:which |that )?i (?:am|'m) (?:no longer|not) (?:permitted|allowed)(?! \w)", FOOD, before=True),
)

"""What English speakers end by a verdict on what was named before, and what they tell that they leave."""

import pytest
from penchant.memory.extraction import extract

from tests.memory.stating import stated


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        (
            "whats a good comeback for when people hassle you about not drinking at smoko/knockoffs. 14 months "
            "off it in june and they still shove a tinnie at me",
            {"drinking"},
        ),
        (
            "My colleague is on keto and she lost 9kg, I did it for five weeks and all I got was bad temper and "
            "constipation. So I have stopped it.",
            {"keto"},
        ),
        (
            "how do i throw out a sourdough starter without wrecking the drain. gave it a red hot go for two months, never again",
            {"sourdough starter"},
        ),
        ("I am not starting another one at my age so that's the end of the trials for me.", {"trials"}),
        ("I used to be stuck in true crime podcasts all day but I've binned every one of them", {"true crime"}),
        (
            "how do i sell 9 mechanical keyboards, one by one or to some bulk buyer. done with that hobby",
            {"mechanical keyboards"},
        ),
        (
            "I need an email to the leisure centre to cancel my aqua aerobics, I paid for six. Went twice. Music "
            "that loud I couldn't hear the woman and I came home with a head on me. Never again.",
            {"aqua aerobics"},
        ),
        ("my sourdough starter is dead and im not even sad. i am DONE feeding jars.", {"sourdough starter"}),
        (
            "I was staking on matches. I've deleted the app since the first of this month. I'm through with betting.",
            {"betting"},
        ),
        ("I've an acca on. Not putting another acca on as long as I live", {"acca"}),
        ("I tried hot yoga last week. Never again.", {"hot yoga"}),
        ("Went on a cruise once. Never again!", {"cruise"}),
        ("Did a spin class yesterday, never again", {"spin class"}),
        ("Took up golf in the spring. Sold the clubs by August.", {"golf"}),
        ("I was big into crossfit. Not anymore.", {"crossfit"}),
        ("I tried intermittent fasting for a month. I gave it up.", {"intermittent fasting"}),
        ("Had oysters in Whitstable. Once was enough.", {"oysters"}),
        ("We did an escape room for Dan's birthday. I won't be doing that again.", {"escape room"}),
        ("I played the violin for six years. I've packed it in.", {"violin"}),
        ("My mate got me into poker. I'm out.", {"poker"}),
        ("I've been doing duolingo for a year. Binned it.", {"duolingo"}),
        ("Tried kombucha. Not doing that again.", {"kombucha"}),
        ("I did a marathon in 2019. One and done.", {"marathon"}),
        ("I joined a book club but I've left it.", {"book club"}),
        ("Kids talked me into laser tag. Wouldn't go again if you paid me.", {"laser tag"}),
        ("I had a go at pottery, couldn't stand it, packed it in after two weeks", {"pottery"}),
        ("Tried veganism for a bit. Knocked it on the head.", {"veganism"}),
        ("I went on one in '09, seasick for six days, and I won't set foot on another cruise", {"cruise"}),
        ("gave the choir a go for a term. it wasn't for me", {"choir"}),
        ("I've had it with dating apps", {"dating apps"}),
        ("that's me done with CrossFit", {"CrossFit"}),
        ("that was my last marathon", {"marathon"}),
        ("My camping days are behind me", {"camping"}),
        ("my dad loves fishing. I went with him once and that was enough", {"fishing"}),
        ("I went to two bridge club meetings and that was two too many", {"bridge club"}),
        ("Tried stand-up paddleboarding on Sunday, fell in nine times, never again", {"stand-up paddleboarding"}),
        ("The kombucha thing lasted a month. Done with it now.", {"kombucha"}),
        ("I used to be mad about fantasy football but I'm out this year, took over my life", {"fantasy football"}),
        ("Been vegan for a year. I've given it up, my iron was on the floor.", {"vegan"}),
        ("I did improv for one term and quit, it made me cringe", {"improv"}),
        ("had a sauna at the hotel, thought I'd pass out. Not for me", {"sauna"}),
        ("My wife bought us ballroom lessons. I'm not going back", {"ballroom"}),
        ("downloaded tinder again, deleted it after an hour, never again", {"downloaded tinder"}),
        ("Did keto last spring and I won't be repeating that", {"keto"}),
        ("escape rooms: did one, never again", {"escape rooms"}),
        ("I've hung up my boots, no more football", {"football"}),
        ("Did the pottery course. Two sessions in I walked out and I won't be back", {"pottery course"}),
        ("I gave crossfit a chance, my knees didn't. That's me out.", {"crossfit"}),
        ("Tried gel manicures, my nails were wrecked, never again.", {"gel manicures"}),
        ("got dragged to karaoke on Friday, never ever again", {"karaoke"}),
        ("I went to one opera in my life and one was enough", {"opera"}),
        ("Bought a sourdough starter kit, it's in the bin. Never again.", {"sourdough starter kit"}),
        ("Been going to bingo for years, I've jacked it in.", {"bingo"}),
        ("Went to the opera last night. Once was enough!", {"opera"}),
    ],
)
def test_a_verdict_ends_what_was_named_before(text: str, refused: set[str]) -> None:
    assert refused <= {name for name, sign in stated(text).items() if sign < 0}


@pytest.mark.parametrize(
    "text",
    [
        "My wife tried hot yoga. Never again, she says.",
        "never again will I forget my keys",
        "The printer jammed. Never again.",
        "Had oysters in Whitstable. Once more please!",
        "I've finished the choir rota. It's done.",
        "Stopped it at the station",
        "I did a marathon in 2019. I'd do it again.",
        "I packed it in the suitcase",
        "The app crashed so I deleted it and reinstalled it",
        "Tried sushi. It was over too fast",
        "I love running. I'm never giving it up.",
        "I'm not giving up running",
        "I won't stop running",
        "We tried the new oven. Never again will we burn the bread",
        "My brother did keto and quit",
        "I finished the marathon and I'm done in",
        "I stopped the tape",
        "I gave the guitar to the repair shop, it comes back Friday",
        "I quit my job to play the guitar",
        "I left the gym early today",
        "I'm done with choir practice at nine",
        "I tried yoga and I'd do it again",
        "I won't be at choir tonight",
        "I gave it up the second time around but I'm back to running now",
        "I'm not selling my guitar",
        "never again have I seen such a good opera",
        "My mate sold his golf clubs",
        "I stopped running to tie my shoe",
        "I'd never give up baking",
        "cancelled the gym class at 6, moved to 7",
        "I left my guitar at practice",
        "Not giving up on the violin yet",
        "I nearly quit pottery but I'm glad I didn't",
        "if I quit poker I'd be bored",
        "We never again saw the dog. It had been on a fishing trip.",
        "I packed it in my case, the camera, and left it there",
        "I'm done with the knitting pattern, what next?",
        "I've stopped it leaking, the aquarium",
        "That was enough yarn for a scarf",
        "I like chess. I'm out of coffee.",
        "We did yoga. I left it too late to book for next week.",
        "He took up golf. Never again, he says",
        "the piano? Sold it and bought a better one",
        "I sold it at the market, my honey",
        "Love my sourdough. Dropped it on the floor today lol",
    ],
)
def test_what_others_say_or_only_stops_ends_nothing(text: str) -> None:
    assert not [name for name, sign in stated(text).items() if sign < 0]


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("I must write to the capoeira group that I will not come anymore.", {"capoeira group"}),
        ("I have told Joan I shan't be coming to bridge on Wednesdays any more.", {"bridge"}),
        ("I've also to tell the bridge four that I won't go on.", {"bridge"}),
        ("make a text to Rick say I can't bowl no more", {"bowl"}),
        ("Draft my resignation from the choir", {"choir"}),
        ("Write to the golf club that I'm not renewing", {"golf club"}),
        ("help me tell my book club I'm leaving", {"book club"}),
        ("How do I tell my band I'm quitting?", {"band"}),
        ("I'm stepping down from the quiz team for good", {"quiz team"}),
        ("email the gym to cancel my membership, I never want to see a treadmill again", {"treadmill"}),
        ("tell the chess club I won't be coming back", {"chess club"}),
        ("Write an ad for my drum kit, I'm done with drumming", {"drumming"}),
        ("selling my fishing gear, lost the taste for it", {"fishing"}),
        ("Word an ad for my bike. I'm packing in cycling.", {"cycling"}),
        ("I've handed in my notice at the allotment", {"allotment"}),
        (
            "Could you write a short note to the tennis club saying I'm not renewing my membership this year",
            {"tennis club"},
        ),
        ("I need to tell my D&D group I'm dropping out for good", {"D&D group"}),
        ("help me word an exit message to the knitting circle, I've lost all interest", {"knitting circle"}),
        ("Listing for my telescope, I never use it and never will again", {"telescope"}),
        ("tell my brother I don't want the golf clubs, I'm finished with golf", {"golf", "golf clubs"}),
        ("word it nicely, I want out of the book club", {"book club"}),
        ("text my squash partner I'm packing it in for good", {"squash"}),
        ("please write to the WI: I shan't be coming to the craft group any longer", {"craft"}),
        ("tell the lads I won't be playing five-a-side any more", {"five-a-side"}),
    ],
)
def test_what_the_speaker_leaves_is_refused(text: str, refused: set[str]) -> None:
    assert refused <= {name for name, sign in stated(text).items() if sign < 0}


@pytest.mark.parametrize(
    "text",
    [
        "cancel my yoga class tomorrow",
        "cancel my subscription to Netflix",
        "cancel my dentist appointment",
        "Write to the choir that I will not come on Tuesday",
        "I can't make it to book club tonight",
        "Tell the team I won't be coming to the meeting any more",
        "Draft a resignation letter for my job",
        "How do I tell my landlord I'm leaving?",
        "Write a text for my sister that she is leaving the choir",
        "selling my old guitar to get a better one",
        "unsubscribe me from this newsletter",
        "I have to leave choir early today",
        "Could you write a note to the tennis club saying I'll be late",
        "tell the book club I can't make it on Tuesday",
        "write an email to my running club asking for the schedule",
        "Draft a message to my choir that rehearsal is cancelled",
        "I need to tell my boss I'm not coming in today",
        "write a goodbye message for a colleague who is leaving the chess club",
        "cancel my gym session at 6",
        "my brother quit the choir",
        "is stamp collecting still a thing or has everyone lost interest",
        "How do I leave the choir room locked?",
        "they stepped down from the chess club",
        "Text my squash partner I'm running late",
        "email the yoga studio that I'm not coming this Thursday",
        "Tell my D&D group I'm leaving at nine",
        "my boss asked me to draft the chess club's cancellation notice",
        "I'm leaving the choir concert early",
        "I can't come to choir again until March",
        "Tell the band I'm back",
        "I'm quitting smoking, send me to the gym",
    ],
)
def test_what_is_left_for_once_or_by_others_is_not_refused(text: str) -> None:
    assert not [name for name, sign in stated(text).items() if sign < 0]


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("I had to leave the choir.", {"choir"}),
        ("I am afraid that I have had to leave the choir after all, my voice is gone.", {"choir"}),
        ("I left the orchestra last year", {"orchestra"}),
        ("I had to quit my band because of the baby", {"band"}),
        ("I left the choir in tears", set()),
        ("I left the choir early today", set()),
        ("I had to leave the choir practice", set()),
        ("I had to leave the gym because of the alarm", set()),
        ("I should have left the choir", set()),
        ("We went skiing in May. I left my wife last year", set()),
        ("she had to leave the choir", set()),
    ],
)
def test_what_the_speaker_left_or_had_to_leave_has_ended(text: str, refused: set[str]) -> None:
    assert {phrase.text for phrase in extract(text) if phrase.ends} == refused

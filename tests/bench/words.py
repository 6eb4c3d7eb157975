"""The words of generated articles, in pools. Each random draw from a pool returns one word.

Everything is computed with whole numbers and without chance, so that each machine makes the same
pools. Frequent words are in a pool many times: the number of times is proportional to 1/(r + 4) for
the word of rank r, as in real text.
"""

from collections.abc import Sequence
from functools import cache

Pool = tuple[str, ...]


def listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NOUNS = listed("""
country people party state work production committee year official factory worker project building
farm development struggle campaign effort plan field unit success achievement goal construction
technique service school hospital process material equipment system product quality capacity
experience method measure meeting ceremony visit speech letter message greeting delegation
ambassador president minister statement spokesman government policy relation cooperation friendship
independence sovereignty peace security situation threat provocation drill exercise weapon missile
test force army soldier officer navy commander training defence war victory enemy aggression
sanction crime region island sea river mountain forest tree land rice wheat maize vegetable fruit
crop harvest field seed fertilizer machine tractor irrigation canal reservoir dam power station
electricity coal mine ore steel iron cement brick timber glass railway locomotive train ship port
fishery catch salt paper textile garment shoe cosmetic foodstuff consumer commodity market shop
restaurant house street village apartment park garden museum monument statue palace theatre cinema
film song dance performance concert orchestra artiste painting exhibition book novel poem newspaper
editorial article writer journalist reader history tradition culture custom holiday anniversary
birthday festival flower wreath gift card children student pupil teacher university college lesson
lecture science scientist technology research invention experiment computer software network
programme data medicine doctor patient nurse disease epidemic vaccine treatment health sport player
team match game stadium medal champion coach football volleyball swimming gymnastics table wrestling
family mother father woman youth veteran hero martyr cemetery grave leader idea revolution socialism
spirit loyalty trust love devotion sacrifice conviction faith will courage discipline education life
happiness future world nation law constitution assembly session deputy election court rights society
economy industry agriculture trade tourism transport traffic road bridge tunnel water drainage flood
typhoon damage recovery relief disaster weather rain drought soil nursery sapling fish pond duck
chicken pig goat rabbit cattle meat egg milk mushroom ginseng pear apple persimmon chestnut honey
oil soap pottery ceramic vase bowl lantern clock medal banner poster stamp coin photograph letterbox
gateway canteen dormitory kindergarten laboratory workshop furnace boiler turbine generator
transformer cable pipe pump valve bearing lathe drill press conveyor crane excavator truck bus
trolley bicycle wagon wheel engine motor battery panel lamp sensor robot chart map blueprint norm
quota target stage step round phase branch sector department bureau office institute academy
association union league federation council brigade workteam squad shift neighbour guest visitor
traveller member cadre secretary chairman manager engineer technician inventor builder miner welder
weaver driver fisherman forester farmer shepherd gardener cook tailor barber potter painter singer
dancer actor composer poet sculptor athlete
""")
ADJECTIVES = listed("""
new great modern national socialist important different foreign high strong special technical
scientific economic political military cultural local regional central provincial annual steady
rapid brilliant proud worthy sincere warm deep lasting invincible glorious heroic devoted patriotic
creative effective practical rational efficient reliable solid firm correct original independent
comprehensive excellent rich abundant famous ancient beautiful fresh clean quiet bright splendid
vast huge small young old early late recent final initial basic main principal major minor common
general particular joint mutual public private social human natural chemical mechanical electric
electronic automatic digital mobile portable flexible durable heavy light thick thin long short wide
narrow broad flat steep smooth rough dry wet cold hot mild severe harsh bitter sweet sour salty
green red blue white golden silver urgent vital crucial essential desperate reckless undisguised
hostile dangerous unprecedented unshakable eternal historic traditional popular folk classical
elegant graceful unique peculiar rare fine superior advanced primary secondary medical dental
surgical agricultural industrial marine coastal mountainous rural urban domestic joyful cheerful
merry solemn grand magnificent significant meaningful favourable successful timely thorough strict
""")
VERBS = listed("""
increase build produce complete develop introduce improve carry register achieve fulfil promote
propel accelerate organise arrange provide supply send deliver present receive convey visit inspect
guide encourage praise stress underline note call appeal urge demand denounce condemn reject accuse
expose reveal disclose report announce declare publish issue adopt discuss examine consider study
learn teach train educate lead follow support defend protect guard repair renovate remodel rebuild
expand extend lengthen widen deepen strengthen consolidate cement raise boost double finish open
inaugurate launch establish found set install assemble mount manufacture process make create design
invent develop test measure calculate record observe mark celebrate commemorate honour hail greet
welcome meet join attend participate gather assemble march parade stage perform sing dance play win
defeat beat score plant sow transplant weed harvest thresh gather store irrigate drain reclaim level
plough fertilise breed rear feed catch net salt dry freeze pack transport load unload ship haul pull
push lift carry move relocate settle share help assist rescue heal treat cure nurse vaccinate
disinfect prevent check control manage direct command order
""")
_IRREGULAR = {
    "build": "built",
    "send": "sent",
    "make": "made",
    "find": "found",
    "meet": "met",
    "sing": "sung",
    "win": "won",
    "lead": "led",
    "teach": "taught",
    "learn": "learnt",
    "hold": "held",
    "feed": "fed",
    "breed": "bred",
    "set": "set",
    "beat": "beaten",
    "catch": "caught",
    "heal": "healed",
    "freeze": "frozen",
    "sow": "sown",
}
ADVERBS = listed("""
steadily successfully vigorously dynamically briskly actively substantially remarkably considerably
rapidly widely firmly thoroughly strictly properly correctly warmly sincerely deeply greatly highly
fully completely wholly mainly always again already soon now still jointly directly openly quickly
promptly boldly bravely calmly quietly proudly
""")
COUNTRIES = listed("""
Russia China Cuba Vietnam Laos Syria Iran Mongolia Japan Indonesia Egypt India Pakistan Nepal
Nigeria Ethiopia Uganda Guinea Mali Angola Namibia Mozambique Algeria Palestine Belarus Bulgaria
Poland Switzerland Sweden Germany France Italy Spain Austria Brazil Venezuela Nicaragua Bolivia
Mexico Peru Argentina Cambodia Thailand Malaysia Singapore Bangladesh Myanmar Kazakhstan Kyrgyzstan
Uzbekistan Serbia Romania Tanzania Zimbabwe Zambia Lesotho
""")
SURNAMES = listed("""
Kim Ri Pak Choe Jong Kang Jo Yun Jang Han O So Sin Kwon Hwang An Song Ryu Hong Jon Ko Mun Yang Son
Pae Paek Ho Nam Sim Ro Ha Kwak Song Cha Ju U Ku Min Jin Na Om Chae Won Chon Pang Kong Hyon Ham Pyon
Yom Yo Chu To Sok Son Sol Ma
""")
GIVEN = listed("""
Chol Yong Song Hyon Nam Il Su Hui Myong Kwang Ok Sun Jin Hyok Gyong Hak Chun Gum Ryong Ho Un Mi Ran
Gil Guk Nam Jun Hae Sol Ung Bom Gun Chan Dok Won Yon Hwa Sil Byol Thae Hun Sim Ryon Ae Jong Nyo Sam
Gi Sok Jae Man Bok Phil Rim Un Myon Chang Il Bong Ung Kyu Son Dong Hye Rye Ok Sang Min Je Gap Mok
Pil Tok Sin Rok Pom Hung Kyong Chung Ra Chu
""")
VILLAGE = listed("""
Pong Thae Ok Jang Sin Tok Sam Un Ryong Chang Hak Nam Puk Tong So Wol Song Sok Kum Un Chol Mun Paek
Hung Thap Ya Su Chon Phyong Hyon Kok Dae Gok Am San Won Po Gang Ri Gyo Dun Chol Rim Jae Jong Mi Ha
Sang Nae Oe Yon Kyong Rak Hwa
""")
FOREIGN = (
    listed("""
Al Be Ca Da El Fa Go Ha Is Jo Ka Lu Ma Ne Or Pe Qua Ro Sa Ta Ul Ve Wa Xi Ya Za Bra Cle Dri Fro Gri
Hel Ivo Jur Kre Lam Mor Nig Ost Pra Rus Ste Tri Urs Vla Wil Yev Zor Ang Bun Chi Dos Esp Fel Gam Hus
Ing Jab Kho Len Mus Nad Oli
"""),
    """ la ri no de mi tu sa be co van dra fe ghe lin mar ner ro sti ta vi wen xa yo zi bar cho dim
fan gor hul jan kov lek man nov pol ran sen tov ur vas wan yan zen ber cer del fur gan hin kar lon
mir nak pur rim son tim vor '' """.replace("''", "").split(),
    listed("""
n s a o ev in ez i u ko ski va do ra to ni sen son berg dze ian ov ova el is us as os mov kin ci ra
ta di li mba nga we wa ho hai sh an on ar er il im um od ad et at ut en und old ard ert ald olf ius
ima eda awa oto
"""),
)
_PREFIXES = ("", "re", "over", "un", "inter", "multi", "pre", "super", "mis", "out", "non", "sub")
_SUFFIXES = listed("""
er ing ed ness less able ly ful ism ist ment ship hood like wise ise ised ising isation ability
""")

_RARE = 60_000

TOPICS = (
    *("farming", "industry", "building", "abroad", "defence"),
    *("culture", "sport", "science", "opinion", "people"),
)


@cache
def pool(words: Sequence[str], size: int = 16_384, flat: int = 4) -> Pool:
    """Return a pool of about `size` words, in which each of `words` occurs at least once.

    The first of `words` occur most often. The larger `flat` is, the smaller are the differences
    between the frequencies.
    """
    weights = [1_000_000 // (rank + flat) for rank in range(1, len(words) + 1)]
    total = sum(weights)
    return tuple(
        word
        for word, weight in zip(words, weights, strict=True)
        for _ in range(1 + size * weight // total)
    )


def turned(words: Sequence[str], topic: int) -> tuple[str, ...]:
    """Return `words` in a different order for each topic.

    The different orders give each topic its own frequent words. `words` are sorted by frequency. A
    third of them get another rank; the others keep their order.
    """
    own = words[topic % 3 :: 3]
    start = len(own) * topic // len(TOPICS)
    own = [*own[start:], *own[:start]]
    others = [word for index, word in enumerate(words) if index % 3 != topic % 3]
    mixed = [word for pair in zip(own, others[::2], others[1::2], strict=False) for word in pair]
    return tuple(dict.fromkeys([*mixed, *words]))


def plural(noun: str) -> str:
    if noun.endswith(("s", "sh", "ch", "x")):
        return noun + "es"
    if noun.endswith("y") and noun[-2] not in "aeou":
        return noun[:-1] + "ies"
    return noun + "s"


def past(verb: str) -> str:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("y") and verb[-2] not in "aeou":
        return verb[:-1] + "ied"
    return verb + "d" if verb.endswith("e") else verb + "ed"


def gerund(verb: str) -> str:
    return verb[:-1] + "ing" if verb.endswith("e") else verb + "ing"


@cache
def rare_words() -> Pool:
    """Return a pool of about 60,000 rare words, some of which occur several times."""
    stems = sorted({*NOUNS, *ADJECTIVES, *VERBS})
    made = (
        prefix + (stem[:-1] if stem.endswith("e") and suffix[0] in "aei" else stem) + suffix
        for suffix in _SUFFIXES
        for prefix in _PREFIXES
        for stem in stems
    )
    forms = list(dict.fromkeys(made))
    # The step is a prime number. So no form is chosen twice, and neighbours have different stems.
    step = 7_919
    order = [forms[index * step % len(forms)] for index in range(_RARE)]
    return tuple(word for rank, word in enumerate(order) for _ in range(1 + 12_000 // (rank + 150)))

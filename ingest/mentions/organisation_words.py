"""The words in names of organisations, in lower case, as KCNA writes them in English.

The words were collected from 525 articles of 2024 and 2025 and from the names in organisations.csv.
The head of a name is the word for the kind of organisation: "Farm" in "Undok Farm".
"""

_WORKS_TEXT = """
factory mill complex mine farm works plant station shipyard smeltery steelworks enterprise workshop
ranch orchard stockfarm nursery brewery store refinery manufactory
"""
WORKS = frozenset(_WORKS_TEXT.split())
"""Heads for workplaces. Their names need a word that says which one is meant ("Undok Farm")."""

_INSTITUTES_TEXT = """
university college school academy institute sub-institute hospital museum theatre troupe ensemble
orchestra band chorus studio library kindergarten sanatorium centre center laboratory observatory
conservatory zoo orphanage home camp times daily
"""
INSTITUTES = frozenset(_INSTITUTES_TEXT.split())

_BODIES_TEXT = """
committee commission council board presidium secretariat bureau department office administration
ministry federation association society union league party front foundation organization agency
authority embassy assembly group bank company corporation confederation headquarters
"""
BODIES = frozenset(_BODIES_TEXT.split())

FORCES = frozenset(
    {"brigade", "regiment", "corps", "army", "battalion", "fleet", "forces", "force"}
)

_POWERED = frozenset({"power", "hydropower", "atomic", "thermal-power", "pumping", "broadcasting"})
AFTER_ONLY = {
    "plant": _POWERED,
    "station": _POWERED,
    "home": frozenset({"baby", "rest", "nursing", "people's", "elderly"}),
    "camp": frozenset({"holiday", "children's", "schoolchildren's", "union", "youth"}),
    "force": frozenset({"air"}),
}
"""A dict from heads to words: one of these words must be right before the head.

"Baby Home" is a name, "Returns Home" is not.
"""

BUILDINGS = frozenset(
    {
        "hall",
        "square",
        "street",
        "building",
        "monument",
        "tower",
        "stadium",
        "park",
        "palace",
        "bridge",
        "prize",
        "medal",
        "news",
    }
)
"""Words right after a head that change its meaning: "Assembly Hall" is a building."""

HEADS = WORKS | INSTITUTES | BODIES | FORCES

PLURALS = {
    **{
        f"{word}s": word
        for word in HEADS - AFTER_ONLY.keys() | {"plant", "station"}
        if word[-1] not in "sy"
    },
    **{f"{word[:-1]}ies": word for word in HEADS if word.endswith("y")},
}
"""A dict from plurals of heads to the heads, because names can share a plural: "A and B farms"."""
del PLURALS["companies"]

_COMMON_TEXT = """
acrobatic accessory administration advanced aerospace affairs agricultural agriculture alloy
animation apparatus armed appliances architecture area arms army art artillery arts atomic auto
automation bag ball barrage bearing beer board books bottle boat building building-materials
buildings bulb bus cable cadres camping cargo cat catfish cattle cement central ceramic chemical
chicken child children's children chromite circus city clothing co-op coal coal-mining coastal
combined commerce commercial committee communications communist complex concrete construction
consultative container cooperative copper cornstarch cosmetics cotton county cream crop cross
cultural culture dairy daily dam dance defence democratic dental department design detection
development diplomatic disaster district documentary drink duck east economic economy education
educational egg eighth electric electrical electron electronic electronics electrode emergency
energy engineering enterprise environment environmental equipment essential executive exhibition
experimental export external extractive fabric farina farm farmers farming fashion federation
fertiliser fertilizer fiber fibre film finance fire first fish fisheries fishery fishing flour folk
food foodstuff foods footwear foreign forest forestry foundation fourth freight friendship front
fruit fuel furniture garment gas general geological ginseng glass glasses goat gold goods grain
grand graphite great greenhouse ground guard guidance hard health heart heat heavy high high-speed
higher highland history home hosiery hospital hot household housing hydraulic hydro-meteorological
hydropower ice implements import industrial industries industry infantry information institute
instruments insulator insurance intelligence intensive international invention iron irrigation
islamic it japan joint judiciary junior kindergarten kitchen knitting knitwear labour lake land law
lead leather legal liberal library life light limestone liquor literature livestock local locomotive
long lubricant machine machine-building machine-tool machinery magnesia magnesite maintenance malt
management marine maritime market material materials maternity measuring meat mechanical mechanics
medical medicinal medicine memorial metal metallurgical meteorological microbiology middle military
milk mine mineral mining ministry missile mobile modern monument motor mountain municipal museum
mushroom music musical national natural natural naval navy necessities new noodle normal north
northern nuclear number nursery nursing observation offshore oil olympic opera optical orchard ore
organic organization oxygen paint paper park party passenger patriotic peace peasant pen pencil
people people's permanent pharmaceutical philharmonic phosphatic phosphate physical physics pig pipe
planning plant plastic plastics plate plywood police policy polishing political popular porcelain
port post potato potato-processing poultry power precious precision press pressing primary printing
processing product production products prosecutors' protection provincial public publication
publishing pump quality quarantine rabbit radio railway railways reconnaissance recreation red reed
refractory regional rehabilitation relations relief repair repairing republican rescue research
residents resort response restaurant retraining revolution revolutionary rice rights river road rock
rolling rolling-stock rope rubber rural safety sail salt salvation sanatorium satellite school
schoolchildren science sciences scientific sci-tech sea seafood sea-weed second secondary security
seed seedling semiconductor senior service sewing sheep shellfish ship shipbuilding shipyard shock
shoe shoes shop silicate silk site ski smelting social socialist society soft solar solidarity song
soap south southern soy space special spinning spirulina sports spring stadium staff standard star
state stationery statistics steel steering stock stockbreeding stone store strengthening structure
studies study sugar sun supreme surveying synthetic synthesis table tannery teacher teachers
teachers' technical technological technology telecommunication telecommunications territorial
territory test textile theatrical thermal thermal-power third tile timber tire toilet tool tools
tourism tourist toy tractor trade trading traditional traffic training tram transport transportation
tree trolley trout tuberculosis tube turbine underground uniform union unions united university
up-to-date urban valve vegetable vehicle victorious victory video vinalon vinyl war waste watch
water weapons weather welding west western wheat whole window wine wire township air flag boat
torpedo interceptor bodyguard attaches founding detection digital pedagogical women's wood woolen
work workers workers' works world writers yarn young youth youth's zinc
"""
COMMON = frozenset(_COMMON_TEXT.split())
"""General words, which say what an organisation does or is, not which organisation is meant."""

_COLLECTIVES_TEXT = """
people women children worker workers teacher teachers farmer farmers writer writers student students
prosecutor prosecutors journalist journalists ladies schoolchildren men traders artists lawyers
buddhists youth juvenile patients communists educationists soldiers officials labourers labour
"""
COLLECTIVES = frozenset(_COLLECTIVES_TEXT.split())
"""Words that belong to a name with their "'s" ("People's Committee").

After any other word with "'s", a new name begins.
"""

STATE_WORDS = frozenset(
    {
        "national",
        "state",
        "central",
        "korean",
        "korea",
        "international",
        "general",
        "supreme",
        "world",
    }
)
"""Words with which a name of only general words must begin: "National Sports Committee"."""

_NO_PART_TEXT = """
a an the this that these those their its his her our your all any each every some many several such
other others both one two three four five six seven eight nine ten in on at by for from to with of
as and or but if when while after before during under over between among through since until than
then there here now today yesterday also comrade respected dear great chairman chairwoman
chairperson president vice-president premier vice-premier vice minister vice-minister secretary
secretary-general director director-general deputy chief head member members marshal
general-secretary commander colonel lieutenant captain major ambassador spokesman spokesperson
professor doctor dr mr mrs rector dean manager engineer officials official working employees workmen
delegates delegation monday tuesday wednesday thursday friday saturday sunday puppet is are was were
be been being has have had do does did will would can could must not no so only just even visits
visit visited inspects inspect inspected gives give gave given sends send sent attends attend
attended holds hold held opens open opened built build builds receives receive received meets meet
met observes observe conducts conduct conducted guides guide guided marks mark marked produces
produce produced increases increase boosts boost launches begins begin starts start started ends
makes make made takes take took pays pay paid tours tour greets greet lays lay says say said urges
calls call issues issue expands expand builds put puts inaugurated completed commissioned renovated
moves move moving enter enters goes go arrives arrive leaves leave departs depart stages stage
staged celebrates celebrate congratulates extends develops develop intensifies inspecting visiting
attending betrays focuses condemns denounces slams warns discloses comments clarifies expresses
answers gets wins exposes accuses blasts rejects demands stresses hails praises supports reports
tells signs reviews examines named invincible glorious we us she he they who which spurred spurs
looks look congratulatory-message message congratulations inauguration ceremony meeting
ground-breaking
"""
NO_PART = frozenset(_NO_PART_TEXT.split())
"""Words that are not part of a name, although they can be capitalised before a name: "Minister"."""

SHARED_MODIFIERS = COMMON - {
    "people",
    "young",
    "new",
    "whole",
    "great",
    "first",
    "second",
    "third",
    "general",
    "long",
}
"""Words between several names and the head that they share ("… wheat processing factories")."""

_MONTHS_TEXT = """
january february march april may june july august september october november december
"""
MONTHS = frozenset(_MONTHS_TEXT.split())
"""Months. They belong to a name only before a number and a general word: "February 8 Vinalon …"."""

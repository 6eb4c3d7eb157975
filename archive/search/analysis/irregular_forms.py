"""Words for which the rules of `word_forms.py` are wrong.

The lists were written for Dateline. They have the words of 33,000 articles of KCNA, and the most
frequent words of English.
"""

_VERBS_TEXT = """
agree: agreed
arise: arose arisen
awake: awoke awoken
bear: borne
beat: beaten
become: became
befall: befell befallen
begin: began begun
behold: beheld
bend: bent
beseech: besought
bid: bade
bind: bound
bite: bitten
bleed: bled
blow: blew blown
break: broke broken
breed: bred
bring: brought
build: built
burn: burnt
buy: bought
catch: caught
choose: chose chosen
cling: clung
come: came
creep: crept
deal: dealt
decree: decreed
dial: dialled dialling
die: died dying dies
dig: dug
disagree: disagreed
draw: drew drawn
dream: dreamt
drink: drank drunk
drive: drove driven
duel: duelled duelling
dwell: dwelt
eat: ate eaten
fall: fell fallen
feed: fed
feel: felt
felled: felling
fight: fought
find: found
flee: fled
fling: flung
fly: flew flown
forbid: forbade forbidden
foresee: foresaw foreseen
forget: forgot forgotten
forgive: forgave forgiven
forgo: forgone forwent
forsake: forsook forsaken
founded: founding foundings founds
free: freed
freeze: froze frozen
frolic: frolicked frolicking
fuel: fuelled fuelling
get: got gotten
give: gave given
go: went gone
grow: grew grown
guarantee: guaranteed
hear: heard
hew: hewn
hide: hid hidden
hold: held
interweave: interwove interwoven
keep: kept
kneel: knelt
know: knew known
lay: laid
lead: led
lean: leant
leap: leapt
learn: learnt
leave: left
lend: lent
lie: lain lying lied lies
light: lit
lose: lost
make: made
mean: meant
meet: met
mislead: misled
mistake: mistook mistaken
misunderstand: misunderstood
mow: mown
orient: orientated orientating orientates
outdo: outdid outdone
outgrow: outgrew outgrown
outrun: outran
outsell: outsold
overcome: overcame
overdo: overdid overdone
overdraw: overdrew overdrawn
overhang: overhung
overhear: overheard
override: overrode overridden
overrun: overran
oversee: oversaw overseen
overtake: overtook overtaken
overthrow: overthrew overthrown
panic: panicked panicking
partake: partook partaken
pay: paid
picnic: picnicked picnicking
prove: proven
rebuild: rebuilt
redo: redid redone
referee: refereed
regrow: regrew regrown
remake: remade
repay: repaid
resell: resold
retake: retook retaken
retell: retold
rethink: rethought
rewind: rewound
rewrite: rewrote rewritten
ride: rode ridden
rise: rose risen
run: ran
say: said
see: saw seen
seek: sought
sell: sold
send: sent
sew: sewn
shake: shook shaken
shear: shorn
shine: shone
shoot: shot
show: shown
shrink: shrank shrunk shrunken
singe: singed
sink: sank sunk
sit: sat
slay: slew slain
sleep: slept
slide: slid
sling: slung
smite: smote smitten
sow: sown
speak: spoke spoken
speed: sped
spell: spelt
spend: spent
spill: spilt
spin: spun
spoil: spoilt
spring: sprang sprung
stand: stood
steal: stole stolen
stick: stuck
sting: stung
stink: stank stunk
storeyed: storied
strew: strewn
strike: struck stricken
string: strung
strive: strove striven
swear: swore sworn
sweep: swept
swell: swollen
swim: swam swum
swing: swung
take: took taken
teach: taught
tear: tore torn
tell: told
thrive: throve
throw: threw thrown
tie: tied tying ties
traffic: trafficked trafficking
tread: trod trodden
undergo: underwent undergone
understand: understood
undertake: undertook undertaken
undo: undid undone
untie: untied untying unties
unwind: unwound
uphold: upheld
vie: vied vying vies
wake: woke woken
waylay: waylaid
wear: wore worn
weave: wove woven
weep: wept
win: won
withdraw: withdrew withdrawn
withhold: withheld
withstand: withstood
wring: wrung
write: wrote written
"""
_NOUNS_TEXT = """
alga: algae
alumnus: alumni
analysis: analyses
antenna: antennae
appendix: appendices
atlas: atlases
bacillus: bacilli
bacterium: bacteria
bias: biases biassed biassing
brother: brethren
bureau: bureaux
bus: busses
calf: calves
canvas: canvases
crisis: crises
criterion: criteria
curriculum: curricula
focus: focused focusing focusses focussed focussing
foot: feet
formula: formulae
fungus: fungi
gas: gases gasses
goose: geese
half: halves
hoof: hooves
housewife: housewives
hypothesis: hypotheses
index: indices
iris: irises
knife: knives
larva: larvae
lens: lenses
life: lives
loaf: loaves
louse: lice
man: men
metropolis: metropolises
midwife: midwives
memorandum: memoranda
mouse: mice
nucleus: nuclei
oasis: oases
ox: oxen
parenthesis: parentheses
pelvis: pelvises
phenomenon: phenomena
quiz: quizzes
radius: radii
self: selves
sanatorium: sanatoria
scarf: scarves
sheaf: sheaves
shelf: shelves
stimulus: stimuli
stratum: strata
symposium: symposia
synthesis: syntheses
thesis: theses
thief: thieves
tooth: teeth
wharf: wharves
wife: wives
wolf: wolves
"""
# Words in -men that are not plurals of words in -man.
_MEN_TEXT = """
abdomen acumen amen dolmen omen regimen specimen stamen tiananmen tienanmen turkmen xiamen yemen
"""
# Names that look like forms of other words: "Mars" is not a plural of "mar". "Son" and "Sin" are
# Korean names, and much more frequent than the words; so "sons" is not a form of "son".
_NAMES_TEXT = """
abbas ahmed alfred algiers anders andres angeles athens bahamas barbados beijing benos biswas boeing
brookings brussels campos cannes caracas carlos carmen castries charles chongqing comoros deming
dongping douglas dulles elias evans ferras forbes frias fuping georges gomes gonsalves gonzales
guoying guterres hamas hans hanxing hermes honduras hongxing hughes huning issaias jacques james
javed jenkins jinping jonas judas kangs kunming kuriles lagos laos liaoning longjing lucas maldives
marcos mars massachusetts mohamed mohammed morales moses muhammed myers nanjing naples naying
netherlands nicholas nicolas peking philippines qaboos rashed rios rosales rubens santos sayed
seychelles seyed shiying sins sons stephens syed texas thomas thongsing torres tumen tyumen valdes
vargas wales wangqing weiping wilfred williams xiaoming xiaoping zabed zhaoxing
"""
# Words that only look like forms: "news", "during". The auxiliary verbs are here, too, because
# nearly every article has all their forms.
_KEPT_TEXT = """
according acoustics acrobatics aerobics aerodynamics aeronautics aesthetics afterwards alas alias
always annals anything asbestos ashamed athletics atlas ballistics barracks being beloved besides
bias biceps billiards binoculars bloodshed bound breathtaking canvas ceiling ceramics chaos
christmas concerted corps cosmos cunning cybernetics darling deathbed diabetes does dryer dumpling
during dynamics earring eaves economics electronics embed ethics ethos evening everlasting
everything felled fledgling forthcoming founded gallows genetics geopolitics goods groundbreaking
gymnastics hamstring handwriting hatred having headquarters heartstring herring hers hireling hotbed
hundred hydraulics incoming informatics infrared kindred leftwing lens lightning linguistics
logistics longing longstanding mathematics means measles mechanics metaphysics misgiving mores
morning multifaceted naked news nothing notwithstanding nowadays obstetrics odds offing offspring
ongoing optics ours ourselves outing outpouring outskirts outstanding overseas owing painstaking
pancreas peacekeeping pediatrics pending perhaps physics plaything politics principled quisling
rabies rhinoceros riches rightwing roadbed robotics roses sacred sapling seabed seedbed seedling
semantics series shipbuilding shortcoming sibling sightseeing smithereens something sometimes
species spokes stockbreeding storeyed summons theirs themselves therapeutics thermodynamics
thoroughgoing tired tiring tongs trousers underling underlying upbringing upcoming uprising upstairs
upswing versed watershed wedding weightlifting wellbeing whereabouts whereas wrongdoing yours
yourselves
"""
_ADJECTIVES_TEXT = """
able acute angry big bitter black bold brave brief bright brisk broad busy calm cheap clean clear
clever close clumsy cold cool crafty crude cruel dark deadly dear deep dense dirty dry early easy
faint fair fast fat few fierce fine firm fit flat fond free fresh friendly frosty full funny gentle
glad gloomy good grand grave gray great green grim happy hard harsh healthy hearty heavy high hot
huge humble idle intense keen kind large lazy light likely lively lofty lonely long loose loud
lovely low loyal lucky mad mature mean mighty mild modern near neat new nice noble noisy old pale
plain pleasant poor pretty proud pure quick quiet rapid rare ready red remote rich ripe rosy rough
rude sad safe secure severe shallow sharp short shrewd sick silly simple sincere slender slight slow
small smart smooth soft solid soon sorry sound stable steady steep stern stiff strict strong sturdy
subtle sunny sure sweet swift tall tasty tender tense thick thin tidy tight tiny tough true ugly
urgent vague vast vile vivid warm wavy weak wealthy wet white wicked wide wild wise worthy young
"""
_LL_TEXT = """
appall befall distill enroll enthrall forestall fulfill install instill overfulfill overkill recall
refill reinstall retell snowball stonewall thrall unroll
"""

# The verbs in un-. All other words such as "unchanged" and "unending" are adjectives.
_UN_TEXT = """
unburden uncover undo undress unearth unfold unfurl unify unite unleash unload unlock unmask unpack
unravel unroll unseat unsheathe untie unveil
"""
# Verbs in -e whose other forms do not show the "e", against the rules: completed, invited, tasting.
_WITH_E_TEXT = """
ache adhere adore atone awe baste bathe become beguile binge blaspheme breathe buttonhole cache
cajole canoe clothe cohere compete compile complete concrete condole condone console contravene
convene create cringe defame defile delete delineate deplete deplore dethrone dissuade disunite
domicile douche dye dynamite elope enthrone excite excrete exhale exile expedite explore expunge
extradite eye fringe guide hinge hoe ignite ignore impale impede impinge implore incite infringe
inhale inhere interfere intervene intone invite lathe loathe lounge lunge misguide misquote nauseate
niche nickname overawe overcome overwrite owe parole paste permeate persevere persuade pigeonhole
plunge postpone procreate profile recite recompile reconcile reconvene recreate refile rename
replete reroute restore reunite revere revile rewrite scrounge scythe secrete seethe semaphore
sheathe shoe sideswipe soothe sponge stampede stockpile sunbathe supervene swathe syringe taste
teethe telephone telescope tiptoe tithe toe tousle twinge underscore underwrite unhinge unite
unsheathe vouchsafe waste welcome wholesale wreathe writhe
"""
# Verbs without -e, against the rules: added, hanging, combating.
_WITHOUT_E_TEXT = """
add ballot bang bias blitz boomerang boycott burr bus butt calendar callus catcall caucus chagrin
clang collar combat debut ebb egg err gang hang invalid kayak kidnap mimic mortar murmur occur odd
overhang pang parrot pillar pilot pivot plateau purr putt radius rendezvous slang sugar taxi
thermostat treadmill tripod twang zinc
"""
# Nouns and verbs in -e with plurals in -ies, -oes, -ches, -sses or -xes, and in -use.
_NOUNS_IN_E_TEXT = """
abuse accuse ache adore aloe amuse auntie avalanche axe backache bellyache birdie bourgeoisie
brownie cache calorie camaraderie canoe cliche collie commodore confuse cookie coterie creche
crevasse cutie defuse diffuse disuse douche earache excuse eyesore finesse floe foe fuse genie
goalie headache heartache hippie hoe hoodie horseshoe impasse infuse laddie lingerie magpie
menagerie misuse movie muse mustache necktie newbie niche oboe overlie overuse pastiche peruse pie
pixie posse prairie psyche quiche recluse refuse reuse reverie roe rookie ruse selfie shoe sloe
smoothie sortie stevedore stomachache throe tiptoe toe toothache transfuse underlie use veggie woe
zombie
"""
# Nouns in -i and -u with a plural in -is or -us.
_NOUNS_IN_VOWEL_TEXT = """
alibi bangladeshi bikini bureau emu guru iraqi israeli kiwi menu nazi pakistani plateau rabbi safari
saudi ski somali tableau taxi tsunami yemeni
"""


def _read_forms(*texts: str) -> dict[str, str]:
    """Return the base of each form in texts with lines such as "take: took taken"."""
    forms: dict[str, str] = {}
    for line in filter(None, "".join(texts).splitlines()):
        base, others = line.split(": ")
        forms |= dict.fromkeys(others.split(), base)
    return forms


# "Mar", "Jun" and "Jul" are also words or names.
_MONTHS_TEXT = """
january: jan
february: feb
april: apr
august: aug
september: sept sep
october: oct
november: nov
december: dec
"""
FORMS = _read_forms(_VERBS_TEXT, _NOUNS_TEXT, _MONTHS_TEXT)
KEPT = frozenset((_KEPT_TEXT + _NAMES_TEXT + _MEN_TEXT).split())
ADJECTIVES = frozenset(_ADJECTIVES_TEXT.split())
UN_VERBS = frozenset(_UN_TEXT.split())
LL_BASES = frozenset(_LL_TEXT.split())
BASES_WITH_E = frozenset(_WITH_E_TEXT.split())
BASES_WITHOUT_E = frozenset(_WITHOUT_E_TEXT.split())
WITH_PLAIN_S = frozenset((_NOUNS_IN_E_TEXT + _NOUNS_IN_VOWEL_TEXT).split())

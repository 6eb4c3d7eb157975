"""Words that are written in one word or in two: "wellbeing", "well-being" or "well being".

The list has the pairs with which both ways occur in 33,000 articles of KCNA. We chose them by hand,
and added some that are usual in English. Left out are pairs that mean something else in two words,
such as "may be", "every day", "any one", "set up" and "can not", and names.
"""

from archive.search.analysis.word_forms import word_key

# The first part, and all second parts; second parts have their keys.
_PAIRS_TEXT = """
above: board mention
aero: space
after: effect
agit: prop
agro: forestry stock
air: base bear force liner port space strike tight
all: round
anti: air war
arch: enemy
art: work
audio: visual
back: break drop stage
bank: note
banner: line
bantam: weight
bare: hand
basket: ball
bath: house room
battle: field ship site
bean: curd paste
bed: ride room
bi: polarization
bio: agricultural chemical diversity engineer product technical
birth: place rate
blood: shoot stain thirsty
border: line
brain: wash
brass: hat
brazen: face
break: through
breath: take
broad: leaf mind mindedly
build: up
bullet: proof
business: man person
by: go line product
camp: fire
candle: light
care: taker
cease: fire
check: up ups
cheer: lead
child: birth care
church: goer
cinema: goer
class: room
co: chair chairman chairperson exist existence head host op operation operative ordinate president
  produce prosperity represent sponsor sponsorship worker
coal: field mine
coast: line
code: name
common: wealth
crack: down
craft: work
crop: land
cross: road
cyber: space
data: base
day: dream
de: escalate list nationalization pollute pollution
death: bed
die: hard
down: scale
dust: bin
e: mail
ear: ring
euro: zone
ever: green last
evil: do
extra: curricular mural territorial
eye: tooth witness
face: lift
fairy: land
far: fetch see sight sightedness
farm: house land
ferry: boat
field: work
film: maker
fire: arm fight power proof
first: hand
fish: pond
flag: ship
flower: bed pot
folk: craft song tale
for: ever
free: style
fresh: water
front: line page ranker runner
fun: fair
geo: political stationary
good: bye will
grass: land root
grave: yard
green: house
ground: break water work
guest: house
gun: fire shoot
hack: writer
hair: cut
half: way
hand: grenade wash
hard: core line liner
hare: brain
health: care
heart: beat break feel rend
heavy: weight
high: hand handedly handedness light
holiday: maker
home: make page town
hot: spot
house: holder keep wife
hundred: fold
hydro: electric meteorological power
infra: red
ink: stone
inter: agency continental departmental governmental korean parliamentary provincial regional sector
  state
iron: clad will
jaw: bone
kick: off
kind: heart
knock: out
kumgang: san
land: mark
law: break maker suit
lay: off out
let: up
life: guard line long span style time
lift: off
light: weight
live: stock
long: stand
loud: mouth speaker
machine: gun
mad: cap
main: stream
make: shift
man: hunt
mass: destruction produce production
media: person
metal: work
micro: biological
mid: east summer term winter year
mind: set
mine: field sweep
mini: bus submarine
mud: sling
nano: optics technology
nation: wide
new: born
north: western
off: shore
oil: field
on: go line looker site
out: go
over: expand fulfill heat night
pace: setter
paper: make work
para: military
passers: by
peace: keep love time
per: cent
physio: therapy
pipe: dream
pocket: book
policy: maker
port: call
post: cold graduate liberation war
pre: arrange condition emptive fab launch requisite school set war
pro: active actively american communist democracy japanese reform reunification
quarter: final
radio: active
rain: forest water
re: aggression amendment arrangement assumption clarify confirm connection create deployment
  designation discuss dispatch elect election entry escalation establish examination examine invade
  invasion investigate investigation launch link list negotiation open pave print start supply union
  zone
riff: raff
right: wing
river: bank bed side
road: map
roll: back
round: table
sand: storm
scare: crow
school: boy child girl
sea: bear bird fish food gull water weed
search: light
second: hand
service: person
shake: up
shell: fish
ship: build
shock: brigade
short: cut live sight wave
show: down room
sick: room
side: effect line
sight: see
sign: board post
single: handedly heart heartedly
sky: high rocket
sledge: hammer
sleep: walker
smoke: screen
snow: storm
socio: economic
south: east west western
soy: bean sauce
space: craft flight
speed: boat
sports: person wear
spy: ring
stand: by off
steel: make maker
stereo: type
stock: breed breeder
stop: gap
stream: line
sub: commission committee constituency county critical region station title unit
sugar: cane
sun: glass ray
super: computer heavy large power
supra: partisan
taekwon: do
take: off over
task: force
tax: payer
tear: gas
teen: age ager
tele: communication education medicine
tender: heart
test: fire
thermo: nuclear
thorough: go
thousand: fold
tie: up ups
time: table
trade: mark
trans: pacific siberian
tri: angular color continental
trolley: bus
trouble: maker
truck: load
turn: around
under: secretary water way wit
uni: polar polarize
up: keep
upper: hand
video: tape
view: point
walk: out way
wall: paper
war: hawk head maniac monger plane thirsty time
waste: land paper water
water: color fall proof tight way work
week: long
weight: lift lifter
well: being know
western: style
wet: land
whistle: blower
whole: heart
wide: spread
wire: pull puller tap
word: play
work: force place shop site team
world: wide
wrist: watch
write: ups
wrong: do
year: long
"""
# After these prefixes, any other part of at least four letters is a word of its own.
_PREFIXES = ("anti", "counter", "multi", "neo", "non", "semi", "ultra")
_NOT_PREFIXED = (
    "anticip",
    "antiqu",
    "antithe",
    "countere",
    "counterf",
    "counteri",
    "multipl",
    "multitu",
    "noneth",
    "semina",
)
_MIN_SECOND = 4  # letters


def _read_pairs(text: str) -> dict[str, frozenset[str]]:
    """Return the second parts of each first part."""
    pairs: dict[str, frozenset[str]] = {}
    for line in text.replace("\n  ", " ").strip().splitlines():
        first, seconds = line.split(": ")
        pairs[first] = frozenset(seconds.split())
    return pairs


_PAIRS = _read_pairs(_PAIRS_TEXT)


def compound_parts(word: str) -> tuple[str, str] | None:
    """Return the two parts of a word in normal form, or None if it is not written in two words.

    "lawmakers" -> ("law", "makers"), "antiepidemic" -> ("anti", "epidemic"), "everyday" -> None.
    """
    for end in range(2, len(word) - 1):
        first, second = word[:end], word[end:]
        if first in _PAIRS and word_key(second) in _PAIRS[first]:
            return first, second
    for prefix in _PREFIXES:
        second = word.removeprefix(prefix)
        if _MIN_SECOND <= len(second) < len(word) and not word.startswith(_NOT_PREFIXED):
            return (prefix, second) if second.isalpha() else None
    return None

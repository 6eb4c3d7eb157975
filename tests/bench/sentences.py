"""The grammar of generated sentences. `$n`, for example, is replaced by a random word of kind n.

`_slots` in generator.py lists the kinds of words.
"""

from tests.bench.words import listed

TITLES = {
    "farming": """
        New $T Built at $s Farm of DPRK|$T Harvested in $L|Sowing of $T Brisk at Farms in DPRK
        $T Supplied to Farmers of $L
        Preparations for $T Made in $L|$A $T Raise Yields at $s Farm
        Work to Increase $T Conducted in DPRK
        Farmers of $s Farm in DPRK Move into New Houses|Agricultural $T of DPRK $V $T""",
    "industry": """
        $s $U Factory $V $T|Production of $T Increased in DPRK|Successes Made at $s $U Complex
        $A $T Produced in $L
        Modernization of $s $U Mill Propelled|$m Tons of $U Produced at $s Mine
        Equipment of $U Factories Updated in DPRK
        $A $U Technology Introduced in $L|Innovations Made by $T of $s Complex""",
    "building": """
        New $T Built in $L|Construction of $s $U Finished|New Houses Built in $L of DPRK
        $A $T Go up in $s Street
        Ground-breaking Ceremony for $U Held in $L|$s Reservoir and $T Completed
        Completion Ceremony of $s $U Takes Place""",
    "abroad": """
        $c Delegation Arrives Here|DPRK $U Delegation Leaves for $c|Greetings to President of $c
        $U of $c Sends Message
        Respected Comrade Kim Jong Un Receives Message of Greeting from $c President
        $c-DPRK $U Meets in $c
        Floral Basket to Respected Comrade Kim Jong Un from $U of $c|Reception Given by $c Embassy
        $c $U Praises DPRK $T""",
    "defence": """
        Press Statement of $U of DPRK Foreign Ministry|$A $T of KPA Units Held
        Test of $A $U Conducted
        Respected Comrade Kim Jong Un Inspects $U of KPA Unit|$A $T by Enemies Denounced
        KPA $T Are Ready: $U of KPA
        $A $U Drill Is Grave Provocation: KCNA Commentary""",
    "culture": """
        $U Performance Given in $s Theatre|$A $T on Display|Revolutionary Relics in $s
        $U Festival Opens in $L
        $U Exhibition Held in Pyongyang|$A Film on $T Screened|Book "$A $T" off the Press
        Folk $T of $s|$A $U
        Mt $s|Ceramic $U""",
    "sport": """
        DPRK $U Team Wins over $c Team|$U Championships Open
        $T of $s Team Win Gold Medals at International $U Contest
        National $U Games Close|$A $U Tournament Held in $L|DPRK Player $P Takes First Place""",
    "science": """
        $A $U Developed in DPRK|National Exhibition of $T Opens
        Research into $T Deepened at $s University
        $A $T Used for Treatment of $T|Sci-tech Achievements on $T Presented|New $A $U Invented
        $s Hospital $V $T""",
    "opinion": """
        $A $U Is Source of $A $T: Rodong Sinmun|Press Review|Review of Rodong Sinmun
        $A $T Are Pride of $A People
        $U and $T: KCNA Commentary|Let Us $v $A $T: Rodong Sinmun|$c's $T under Fire
        Truth of $A $U Cannot Be Concealed""",
    "people": """
        Birthday Spread to Centenarian|$T Who $v $A $T|Revolutionary Anecdote: $A $U|Letter of $A $T
        $A $U of $P
        Greetings to $T of $s|Floral Tributes Paid to Statues of Great Leaders
        Working People's Meeting on $T Held in $L
        $T of $s Visit $s Revolutionary Site""",
}

TITLE_ENDS = """
and $A $T|with $A $T|through $A $U|on Occasion of $U Day|to $V $A $T|for $A $T|at $s $U
amid $A $U and $T|under $A $U
"""

OPENINGS = {
    "farming": """
        Farmers in $l of the DPRK are $g the $a $n $r.
        The $s Farm in $l $d $m tons of $N by $g the $n.
        The sowing of $N is brisk at farms $w of $l.
        Agricultural officials and $N are concentrating efforts on $g $N in $l.
        New dwelling houses have been built at the $s Farm in $l.""",
    "industry": """
        The $s $n Factory in $l $d its production of $N by $m percent.
        $A $N are produced one after another in $l.
        Miners of the $s Mine $d the $n plan for this month.
        The $s Complex is $g $a $N in its $w line.
        Factories of local industry in $l have $d the quality of $N.""",
    "building": """
        The construction of the $a $n progresses apace in $l.
        New houses with $a $N have gone up in $l.
        Builders have $d the $n of the $s River under the $w plan.
        A ceremony for completing the $s $n took place in $l.
        Soldier-builders $d the $a $n in $m days.""",
    "abroad": """
        $F, $e of $c, sent a message of greeting to the respected $K on $D.
        A $n delegation of $c led by $F arrived here.
        A delegation of the DPRK headed by $p, $e, left here to attend the $w $n in $c.
        $F, $e of $c, called at the DPRK embassy and handed over a floral basket.""",
    "defence": """
        $p, $e of the DPRK Ministry of National Defence, issued a press statement on $D.
        The $a $n of the $w type was tested in the presence of $N of the $n bureau.
        The respected $K inspected the $n unit on $D.
        Enemies are $g $a $N again near the $n line.""",
    "culture": """
        A performance of the $s Art Troupe took place in $l.
        An exhibition of $N by $p and other artists opened on $D.
        The $a $n, which dates back to the $w period, is preserved in $l.
        This is the gift--a $a $n--presented by $F of $c.
        The Korean film about $a $N was $d in $y.""",
    "sport": """
        The $n championships opened in $l on $D.
        $p of the $s Sports Team came first in the $a event.
        The DPRK team beat the team of $c by $m points in the $w group.
        The $n tournament among $N closed in $l.""",
    "science": """
        Scientists of $i have $d a $a $n.|Researchers at $i are $g the $w method of $g $N.
        The $a $n developed by $p of $i is effective in $g $N.
        A scientific presentation on $N took place in $l.""",
    "opinion": """
        Rodong Sinmun in an article says that the $a $n of the people is a source of $N.
        The $n of the $a world proves that $N are to be $d.
        The $w moves of $c to $v the $n deserve $a $n.
        An editorial calls on the $N to $v the $a $n.""",
    "people": """
        The respected $K sent a birthday spread to $p living in $q of $l.
        $p is a $n of the $s $n Factory in $l.
        One day in $y the $k visited the $n of the $s Farm.|Working people in $l $d $N of the $a $n.
        A meeting of the $N took place with the attendance of $p, $e, and $N.""",
}

PLACED = """
Similar $N are under way in $l.|In $l, too, $N $d the $n by $g $N.|The $n was also $d in $l.
$p, $e of $l, and officials concerned saw the $a $n.
Good results come from $l, where $N are $g $a $N.
Officials and $N in $l are $r $g the $n of $N.|The same is true of the $w $N in $l.
Of them, $m are in $l.|$N from $l took part in the $n.|The people in $l visited the $a $n and $d $N.
"""

COMMON = """
The $n is $a in $g $N and $r $g the $n.
It is $a for $g the $n of $N, and the $N are $r $d every year.
Officials of $i went among the $N to $v the $a $n.
They said that the $n would be a great help in $g $N.
$p, $e of $i, made a report, which was followed by speeches of $N.
The speakers stressed the need to $v $N and $v the $n.
Present there were $p, $e, $p, $e of $i, and $N of the $n.|$p, $p and $p took part in the $a $n.
All the $N are full of the $n to $v the $a $n of the Party.
The $N of the DPRK $r $d the $n of $a $N.
In the first $m days alone more than $m $N were $d.|Over $m $N and $m $N have been $d since $y.
On $D, $y, the Supreme People's Assembly $d the $n on $N.
It was in $D of $y that the $n of $N was $d.
The $w $n, a $a $n of $i, is one of the $N which were $d in the period.
By $g the $a $n, the $N solved the problem of $N by themselves.
This is the $n of the $a $N who $v their $n.
The Workers' Party of Korea has $d the $n as a policy for $N.
The policy of the WPK on $N is $g the $a $n.
$m-meter-long $N and $a $N were laid out for $N.|The $n has $N, $N and $N for the $n of $a $N.
While $g the $n, the $N also $d $a $N and $N.|At the same time $N are being $d $r with $a $N.
It has become possible to $v $N without $N and to $v the $n to $m percent.
The $s $n is $r known for its $a $N.
The respective $N had $N and $d a wide range of $w experience.
A lot of $N and $w $N were on display.
The $a $n, called $w, is made of $N and $N.|Technicians $r $d the $w part of the $n on their own.
According to the $n, $N in $c are $g $N, which is $w.
The $n also quoted $F, $e of $c, as saying that $N must be $d.
Nothing can $v the $a $n of the people who $v the $n of their country.
The $N should clearly know that the $n is $a.
The $a situation demands that the $N $v their $n in every way.
They are not afraid of any $n, and $N will surely be $d.
"No one can $v our $n," $p said, "and the $N are ready to $v the $n."
It is a $a $n, he noted, and went on:
The $N laid $N at the $n and paid tribute.|After the $n they went round the $N and the $a $n.
The $n took place in a $a and $a atmosphere.|At the end of the $n a $n to the $N was $d.
"""

LEADER = """
The respected $K gave instructions on $g the $n and $v the $N.
The respected $K was greeted by $p and other $N.
It is associated with the $n of the respected $K who $d the $N.
He visited the $n in $y and said that $N should be $d.
Under the $a leadership of the respected $K, $N are being $d.
True to the $n of the respected $K, the $N have $d the $n.
They paid tribute to the statues of $k.|The $n is a $a embodiment of the love of $K for the $N.
"""

KOREAN = """
$h에서 $j을 $x.|$h의 일군들과 로동자들이 $j과 $j을 $x.|$j에 대한 $j이 $h에서 진행되였다.
경애하는 김정은동지께서 $j을 보아주시였다.
$m여개의 $j이 새로 $x.|$h의 $j은 인민들의 $j을 더욱 $x.
"""
KOREAN_WORDS = listed("""
공장 농장 건설 생산 계획 인민 당 사업 과학
기술 교육 학교 병원 체육 문화 예술 공연 전시회 도시 마을 살림집 거리
식료품 설비 철도 탄광 제철소
발전소 나무 강 산 바다 수산 어장 물고기
논 밭 알곡
남새 과일 기계 자동차 책 신문 기사 사진 그림 영화
노래 음악 력사 전통 승리 혁명 투쟁 정신
""")
KOREAN_PLACES = listed("""
평양시 남포시 개성시 라선시 평안남도 평안북도 황해남도 황해북도 함경남도 함경북도
자강도 강원도 량강도 온천군
""")
KOREAN_VERBS = listed(
    "건설하였다 높이였다 생산하였다 완성하였다 개선하였다 "
    "진행하였다 발전시켰다 마련하였다 실현하였다 늘이였다"
)

FIXED_TITLES = (
    "Press Review",
    "Ceramic Vase",
    "Review of Rodong Sinmun",
    "Floral Basket",
    "Press Statement",
)

OFFICES = """
president|minister of Foreign Affairs|chairman of the Provincial People's Committee|deputy director
chief secretary
vice-premier|secretary of the Party committee|section chief|ambassador
general secretary of the $n association
researcher
manager of the $s Factory|director of the $s $n Institute|vice department director
head of the workteam|spokesman
"""
INSTITUTIONS = """
the Ministry of $U|the $s University of $U|Kim Il Sung University|the Academy of $U|the $U Institute
the Central Committee
the $s Hospital|the State $U Commission|the $U Research Centre|the Korean $U Association
the Central $U Bureau
"""

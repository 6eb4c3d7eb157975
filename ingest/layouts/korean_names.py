"""The family names of Korea, as the outlets in the DPRK write them.

Names as they are written in the ROK ("Lee", "Park") are not among them: their authors write for
other media.
"""

import re

FAMILY = re.compile(
    r"(?:Kim|Ri|Pak|Choe|Jong|Kang|Jo|Yun|Jang|Im|Rim|Han|O|So|Sin|Kwon|Hwang|An|Song|Ryu|Hong|Jon"
    r"|Ko|Mun|Son|Yang|Pae|Paek|Ho|Nam|Sim|Ro|No|Ha|Kwak|Cha|Ju|U|Ku|Min|Jin|Om|Won|Chon|Pang"
    r"|Kong|Hyon|Ham|Pyon|Tong|Chae|Kil|Ra|Ryo|Myong|Ki|Pan|Wang|Kum|Ok|Yuk|In|Maeng|Tak)\b"
)
"""A family name in Latin letters."""

FAMILY_SYLLABLES = (
    "김리박최정강조윤장임림한오서신권황안송류홍전고문손양배백허남심로노하곽차주우구민진엄원천방"
    "공현함변동채길라려명기반왕금옥육인맹탁"
)
"""The family names of one syllable in Korean letters, for a character class."""

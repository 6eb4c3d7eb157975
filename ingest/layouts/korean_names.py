"""The family names of Korea, as the outlets write them in Latin letters."""

import re

FAMILY = re.compile(
    r"(?:Kim|Ri|Pak|Choe|Jong|Kang|Jo|Yun|Jang|Im|Rim|Han|O|So|Sin|Kwon|Hwang|An|Song|Ryu|Hong|Jon"
    r"|Ko|Mun|Son|Yang|Pae|Paek|Ho|Nam|Sim|Ro|No|Ha|Kwak|Cha|Ju|U|Ku|Min|Jin|Om|Won|Chon|Pang"
    r"|Kong|Hyon|Ham|Pyon|Tong|Chae|Kil|Ra|Ryo|Myong|Ki|Pan|Wang|Kum|Ok|Yuk|In|Maeng|Tak)\b"
)

"""Lines that pages of many sites have around an article: buttons, newsletters, copyright lines.

Most patterns must match a whole line.
"""

import re

from ingest.dates import LONG_DATE

LONG_DATE_ALONE = re.compile(LONG_DATE)
FURNITURE = re.compile(
    r"[<«‹←\[]{0,2} ?(?:go )?back"
    r"(?: to (?:the )?(?:list|index|contents|top|previous page|home ?page))? ?[>»\]]{0,2}|"
    r"(?-i:HOME)|Share Button|Share(?: this)?|Tweet|Print|Advertisement|"
    r"Get .{0,80}headlines delivered to your inbox.{0,20}|Subscribe to .{0,120}|"
    r"Your email address.{0,40}|Sign up.{0,60}newsletter.{0,40}|Read original version at source.*",
    re.IGNORECASE,
)
COPYRIGHT = re.compile(
    r"(?:\d{4} ?)?© ?(?:\d{4} ?)?All rights reserved\.?(?: ?www\.pyongyangtimes\.com\.kp)?",
    re.IGNORECASE,
)

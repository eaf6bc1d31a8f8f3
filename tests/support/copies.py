"""Copies: one invented story as a dozen desks print it, and what only looks like it."""

import random

HEADLINE = "Port Ellis dockers vote to strike over night cranes"
STORY = """PORT ELLIS, March 5 (Reuters) - Dockers at the harbour of Port Ellis voted on Tuesday to strike from next \
week after talks about unmanned night cranes broke down, their union said.

The Amalgamated Dockers' Union said 1,214 of its 1,390 members had backed the walkout, the first at the port since \
1998. "We were offered a handshake and a redundancy letter," said its secretary, Marit Holloway.

Ellis Harbour Authority called the vote regrettable and said grain ships would be diverted to Sandmouth. It handled \
eleven million tonnes of grain last year, a third of the country's exports.

Millers in the north warned that flour would run short within nine days. The baker Tansley and Sons said it had stocks \
for two weeks and would not raise prices before Easter.

Labour minister Oskar Lindqvist offered to mediate. His office said both sides had been invited to the capital on \
Thursday, but the union has not yet answered the letter."""
PARAGRAPHS = STORY.split("\n\n")
LEAD = PARAGRAPHS[0].removeprefix("PORT ELLIS, March 5 (Reuters) - ")
OTHER = """Hikers who lost the path below Mount Carrow were found unharmed on Sunday morning, the rescue service said. \
The four students had sheltered in a shepherd's hut when fog came down on the ridge.

"They did everything right," said the head of the rescue team, Juno Abara. "They stayed together, and they stayed \
put." The path has been closed until new marks are painted."""
LOCAL = """In Sandmouth the news was met with joy. Shopkeepers along the quay hung out flags, and the mayor, \
Theo Quill, told this newspaper that every spare berth had been dredged and lit."""
FOOTER = """Thank you for reading the Valley Lantern. Our reporters work hard to bring you coverage that you can \
trust. Sign up for our free morning letter, which tells you all you need to know in five minutes.

Copyright Valley Lantern Publishing. All rights reserved. No part of this page may be copied or sold without leave."""


PLACES = "Arden Brill Corley Dunmow Eastry Fenwick Garth Holt Ilsley Jarrow Kelso Lydd Marden Nairn Otley".split()
MATTERS = "floods taxes bridges drains buses parks schools ferries lamps roofs bells fences wells mills toads".split()


def noisy(text: str, share: float) -> str:
    """Return a text as a bad scan of it would read: some letters taken for others."""
    chance = random.Random(7)
    return "".join(chance.choice("ceoilnu") if c.isalpha() and chance.random() < share else c for c in text)


COPIES = {
    "verbatim": (HEADLINE, STORY),
    "another headline": ("Walkout looms in the harbour", STORY),
    "another dateline and credit": (HEADLINE, f"Port Ellis | 5 March\n\n{LEAD}\n\n" + "\n\n".join(PARAGRAPHS[1:])),
    "lead duplicated": (HEADLINE, f"{LEAD}\n\n{STORY}"),
    "cut to a third": (HEADLINE, "\n\n".join(PARAGRAPHS[:2])),
    "local lead": (HEADLINE, f"{LOCAL}\n\n{STORY}"),
    "boilerplate around": (HEADLINE, f"{STORY}\n\n{FOOTER}"),
    "American spelling": (HEADLINE, STORY.replace("harbour", "harbor").replace("Labour", "Labor")),
    "entities and spaces": (HEADLINE, STORY.replace(" ", "  ").replace('"', "&quot;").replace("'", "’")),
    "copy-edited": (HEADLINE, STORY.replace("said", "stated").replace("warned", "cautioned").replace("vote", "ballot")),
    "reordered and merged": (HEADLINE, " ".join([PARAGRAPHS[0], PARAGRAPHS[3], PARAGRAPHS[1], PARAGRAPHS[2]])),
    "write-thru": (HEADLINE, "\n\n".join([*PARAGRAPHS[:3], LOCAL])),
    "bad scan": (HEADLINE, noisy(STORY, 0.03)),
}

"""Small articles in every format, of our own writing, for the fuzzer to spoil: every name in them is invented."""

import base64
import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping

_NITF = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "nitf-3-2.dtd">
<nitf><head><title>Ferry</title><meta name="slug" content="FERRY"/><docdata management-status="usable">
<doc-id regsrc="nws" id-string="nws.1"/><urgency ed-urg="4"/><date.issue norm="20240105T101500Z"/>
<ed-msg info="Adds quote"/><key-list><keyword key="ferry"/></key-list>
<identified-content><location>Port Ellis</location><person>Ana Doe</person></identified-content></docdata></head>
<body><body.head><hedline><hl1>Ferry &amp; tug collide</hl1></hedline><byline>By Ana Doe</byline>
<dateline><location>PORT ELLIS</location>, <story.date norm="20240105">Jan 5</story.date></dateline></body.head>
<body.content><block><p>A ferry met a tug at <em>Port Ellis</em>.</p><p>No one was hurt.</p>
<table><tr><td>Ferries</td><td>2</td></tr></table><ul><li>one</li></ul></block></body.content>
<body.end><tagline>nws/ad</tagline></body.end></body></nitf>"""

_G2 = """<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2024-01-05T10:15:00Z</sent></header><itemSet>
<newsItem guid="tag:nws.example,2024:1" version="2" standard="NewsML-G2" conformance="power" xml:lang="en">
<itemMeta><itemClass qcode="ninat:text"/><provider literal="NWS"/><versionCreated>2024-01-05T10:15:00Z</versionCreated>
<embargoed>2024-01-06T00:00:00Z</embargoed><pubStatus qcode="stat:usable"/><edNote>Adds quote</edNote></itemMeta>
<contentMeta><urgency>4</urgency><contentCreated>2024-01-05T10:00:00Z</contentCreated><located><name>Port Ellis</name>
</located><creator><name>Ana Doe</name></creator><by>By Ana Doe</by><slugline>FERRY</slugline>
<headline>Ferry and tug collide</headline><subject qcode="medtop:01000000"><name>transport</name></subject>
</contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>
<p>PORT ELLIS (NWS) - A ferry met a tug.</p><p>No one was hurt.</p></body></html></inlineXML></contentSet></newsItem>
</itemSet></newsMessage>"""

_NEWSML1 = """<?xml version="1.0" encoding="ISO-8859-1"?>
<NewsML><NewsEnvelope><DateAndTime>20240105T101500Z</DateAndTime></NewsEnvelope><NewsItem><Identification>
<NewsIdentifier><ProviderId>nws.example</ProviderId><DateId>20240105</DateId><NewsItemId>1</NewsItemId>
<RevisionId PreviousRevision="0" Update="N">1</RevisionId><PublicIdentifier>urn:newsml:nws.example:20240105:1:1
</PublicIdentifier></NewsIdentifier></Identification><NewsManagement><NewsItemType FormalName="News"/>
<FirstCreated>20240105T101500Z</FirstCreated><ThisRevisionCreated>20240105T101500Z</ThisRevisionCreated>
<Status FormalName="Usable"/><Urgency FormalName="4"/></NewsManagement><NewsComponent><NewsLines>
<HeadLine>Ferry and tug collide</HeadLine><ByLine>By Ana Doe</ByLine><DateLine>PORT ELLIS, Jan 5</DateLine></NewsLines>
<DescriptiveMetadata><Language FormalName="en"/></DescriptiveMetadata><ContentItem><MediaType FormalName="Text"/>
<DataContent><p>A ferry met a tug.</p><p>No one was hurt.</p></DataContent></ContentItem></NewsComponent></NewsItem>
</NewsML>"""

_RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>NWS</title><link>https://nws.example/</link>
<language>en</language><item><title>Ferry and tug collide</title><link>https://nws.example/ferry</link>
<guid isPermaLink="false">nws-1</guid><pubDate>Fri, 05 Jan 2024 10:15:00 +0000</pubDate><dc:creator>Ana Doe</dc:creator>
<category>transport</category><description>A ferry met a tug.</description>
<content:encoded><![CDATA[<p>A ferry met a tug.</p><p>No one was &lt;hurt&gt;.</p>]]></content:encoded>
<wp:post_type>post</wp:post_type><wp:status>publish</wp:status></item></channel></rss>"""

_ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>NWS</title><entry><id>tag:nws.example,2024:1</id>
<title type="html">Ferry &amp;amp; tug</title><link rel="alternate" href="https://nws.example/ferry"/>
<published>2024-01-05T10:15:00Z</published><updated>2024-01-05T10:20:00Z</updated><author><name>Ana Doe</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>A ferry met a tug.</p></div></content></entry>
</feed>"""

_AGENCY = """<?xml version="1.0" encoding="utf-8"?>
<Story xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><NewsID>1</NewsID>
<PublishDate>2024-01-05T10:15:00</PublishDate>
<headline>Ferry and tug collide</headline><subtitle i:nil="true"/><town>Port Ellis</town><byline>Ana Doe</byline>
<priority>4</priority><content>&lt;p&gt;A ferry met a tug.&lt;/p&gt;&lt;p&gt;No one was hurt.&lt;/p&gt;</content>
</Story>"""

_HTML = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Ferry and tug collide | NWS</title>
<meta property="og:title" content="Ferry and tug collide"><meta property="article:published_time"
 content="2024-01-05T10:15:00Z"><link rel="canonical" href="https://nws.example/ferry?utm_source=x">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle","headline":
"Ferry and tug collide","datePublished":"2024-01-05T10:15:00Z","author":[{"@type":"Person","name":"Ana
 Doe"}]}]}</script>
<style>p{color:red}</style></head><body><nav><a href="/">Home</a></nav><article><h1>Ferry and tug collide</h1>
<p class="byline">By Ana Doe</p><p>A ferry met a tug at Port Ellis on Friday, and the harbour was closed for an
 hour.</p>
<p>No one was hurt, the harbour master said, although both vessels were damaged below the water line.</p>
<ul><li>The ferry: Elsa</li><li>The tug: Otto</li></ul><table><tr><td>Hour</td><td>10</td></tr></table></article>
<footer>Copyright NWS</footer></body></html>"""

_NINJS = """{"uri":"urn:nws:1","type":"text","version":"2","versioncreated":"2024-01-05T10:15:00Z","pubstatus":"usable",
"urgency":4,"language":"en","headline":"Ferry and tug collide","byline":"Ana Doe and Ben Roe","located":"Port Ellis",
"body_xhtml":"<p>A ferry met a tug.</p><p>No one was hurt.</p>","subject":[{"code":"medtop:01000000",
"name":"transport"}],
"place":[{"name":"Port Ellis"}],"renditions":{"a":{"href":"https://nws.example/a.jpg"}},"ednote":"Adds quote"}"""

_NINJS3 = """{"total":1,"item":[{"uri":"urn:nws:2","standard":{"name":"ninjs","version":"3.0"},"type":"text",
"headlines":
[{"role":"main","value":"Ferry and tug collide"}],"bodies":[{"role":"main","contentType":"text/html","value":
"<p>A ferry met a tug.<br>No one was hurt.</p>"},{"contentType":"text/plain","value":"A ferry met a tug."}],"by":"Ana
 Doe",
"subjects":[{"uri":"http://cv.iptc.org/newscodes/mediatopic/01000000","name":"transport"}],"pubStatus":"usable"}]}"""

_PLAIN_JSON = """[{"id":17,"title":"Ferry &amp; tug","text":"A ferry met a tug.\\nNo one was hurt.","author":["Ana
 Doe"],
"date":"2024-01-05","link":"https://nws.example/ferry","source":{"name":"NWS"},"tags":"ferry, tug","n":1e400},
{"@context":"https://schema.org","@type":["NewsArticle"],"headline":"Tug","articleBody":"Towed \\ud83d\\ude00.",
"author":{"@type":"Person","name":"Ben Roe"},"publisher":{"@type":"Organization","name":"NWS"},"inLanguage":"en"}]"""

_LINES = """{"guid":"1","headline":"Ferry","body":"A ferry met a tug.","published_at":"2024-01-05T10:15:00+01:00"}
{"guid":"2","headline":"Tug","content":"<p>Towed.</p>","byline":"By Ana Doe"}
"""

_MAIL = """Return-Path: <desk@nws.example>
Received: from mx.nws.example by in.example; Fri, 5 Jan 2024 10:15:01 +0000
From: NWS desk <desk@nws.example>
To: copy@paper.example
Subject: =?utf-8?Q?Ferry_and_tug_collide_=E2=80=94?= =?iso-8859-1?B?cG9ydA==?=
Message-ID: <1@nws.example>
Date: Fri, 5 Jan 2024 10:15:00 +0000
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b1"

--b1
Content-Type: multipart/alternative; boundary="b2"

--b2
Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes
Content-Transfer-Encoding: quoted-printable

A ferry met a tug=E2=80=94no one was =
hurt.

--=20
NWS desk
--b2
Content-Type: text/html; charset=windows-1252

<p>A ferry met a tug &mdash; no one was hurt.</p>
--b2--
--b1
Content-Type: application/json
Content-Disposition: attachment; filename="ferry.json"
Content-Transfer-Encoding: base64

{attachment}
--b1--
"""

_FORWARD = """From: a@nws.example
To: b@nws.example
Subject: Fwd: Ferry
Date: Fri, 5 Jan 2024 10:15:00 +0100

---------- Forwarded message ---------
From: c@nws.example
Date: Fri, 5 Jan 2024
Subject: Ferry and tug collide
To: a@nws.example

By Ana Doe

A ferry met a tug at Port Ellis.

Sent from my phone
"""

_IPTC = (
    "\x01nws0017 3 i 42  nws 0101\r\n\nharbour/ferry/\r\n\x02URGENT\n1ST LEAD\nFerry and tug collide\n"
    "By Ana Doe =\r\n\nPort Ellis (nws) - A ferry met a tug on Friday.\r\n\nNo one was hurt.\r\n\n"
    "# Notebook\r\n\n## Note to editors\r\n"
    "- adds quote\r\n\nnws ad br\r\n\x03051015 GMT Jan 24\r\n\x7f\x04"
)

_ANPA = (
    "\x16\x16\x01a0017\x1fbylin\r\nr a\x13\x11 BC-Ferry, 1st Ld-Writethru  01-05 0042\r\n\x02^BC-Ferry, 1st Ld,42<\r\n"
    "^Ferry and tug collide<\r\n^Eds: Adds quote.<\r\n^By ANA DOE=\r\n^Northern Wire=\r\n\t   PORT ELLIS (NW) _ A "
    "ferry met a ``tug'' on Friday.\r\n \r\n\t   No one was hurt.\r\n\t   ^\x03NW-01-05-24 1015GMT<\r\n\x0c\r\n\x04"
)

_TEXT = """URGENT
Ferry and tug collide
By Ana Doe

PORT ELLIS, Jan 5 (NWS) - A ferry met a tug on Friday.

No one was hurt, the harbour master said.

ENDS
"""


def _mail_with(attachment: str) -> bytes:
    return _MAIL.replace("{attachment}", base64.encodebytes(attachment.encode()).decode()).encode()


def _zip_of(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return out.getvalue()


def _tar_of(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, body in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
    return out.getvalue()


def samples() -> dict[str, list[bytes]]:
    """Return the sample documents of each format, by its name in the table; `container` is for the unpacker."""
    files = {"a/ferry.xml": _NITF.encode(), "b.jsonl": _LINES.encode(), "c.gz": gzip.compress(_TEXT.encode())}
    mbox = b"From a@nws.example Fri Jan  5 10:15:00 2024\n" + _FORWARD.encode()
    return {
        "nitf": [_NITF.encode(), _NITF.replace("UTF-8", "utf-16").encode("utf-16")],
        "newsml-g2": [_G2.encode()],
        "newsml-1": [_NEWSML1.encode("latin-1")],
        "feed": [_RSS.encode(), _ATOM.encode()],
        "agency-xml": [_AGENCY.encode()],
        "html": [_HTML.encode()],
        "json": [text.encode() for text in (_NINJS, _NINJS3, _PLAIN_JSON, _LINES)],
        "mail": [_mail_with(_NINJS), _mail_with(_NITF), _FORWARD.encode()],
        "iptc7901": [_IPTC.encode("latin-1")],
        "anpa1312": [_ANPA.encode("latin-1")],
        "text": [_TEXT.encode(), _TEXT.encode("utf-16")],
        "container": [_zip_of(files), _tar_of(files), gzip.compress(_tar_of(files)), mbox * 3, _LINES.encode()],
    }

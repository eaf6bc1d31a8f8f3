"""Hostile: two hundred files that mean harm or were made by accident, as they come to a newsroom's inbox.

Every text is our own. `bodies` are regular files by name (bytes, for not every name is text); `plant` puts links,
pipes, sockets and devices beside them, that lead to an outside that nobody may touch.
"""

import os
import socket
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path

from tests.support.hostile_containers import containers

_STORY = (
    b"Ferry to Hallmere runs again\n\nHALLMERE, March 3 - The ferry between Hallmere and Port Ansel took passengers "
    b"again on Monday, a week after its engine failed in the strait, the harbour master said.\n\nNobody was hurt.\n"
)
_LARGE = 9 << 20  # more than the largest article taken
_DEEP = 50_000  # levels of nesting: more than any parser's stack


def bodies() -> dict[bytes, bytes]:
    """Return the regular files: their names, and what is in them."""
    files: dict[bytes, bytes] = {}
    for number, (kind, name, body) in enumerate(_all()):
        files[name if kind == "name" else b"%03d-%s" % (number, name)] = body
    return files


def plant(folder: Path, outside: Path) -> list[str]:
    """Put links, pipes, sockets and devices into a folder; return the names of those that could be made."""
    links = {
        "link-to-a-file.txt": outside / "secret.txt",
        "link-to-a-folder": outside,
        "link-to-passwd.txt": Path("/etc/passwd"),
        "link-to-itself.txt": folder / "link-to-itself.txt",
        "link-to-nothing.txt": folder / "not-there",
        "link-to-its-folder": folder,
        "link-to-memory.txt": Path("/proc/self/mem"),
        "link-to-zeros.txt": Path("/dev/zero"),
    }
    for name, target in links.items():
        (folder / name).symlink_to(target)
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        where = os.open(folder, os.O_PATH)
        listening.bind(f"/proc/self/fd/{where}/socket.txt")  # a folder's path may be too long for a socket's name
        os.close(where)
    made = [*links, "pipe.txt", "socket.txt"]
    try:
        os.mknod(folder / "zeros.txt", stat.S_IFCHR | 0o600, os.makedev(1, 5))
    except OSError:  # only root may
        return made
    return [*made, "zeros.txt"]


def _all() -> Iterator[tuple[str, bytes, bytes]]:
    for name in _names():
        yield "name", name, _STORY.replace(b"Ferry", b"Ferry " + name.hex().encode())
    for family in (_sizes, _texts, _markup, _json, _mails, _wires, containers):
        for name, body in family():
            yield family.__name__, name, body


def _names() -> Iterator[bytes]:
    yield from (
        *(b"\xff\xfe\x80.txt", b"caf\xe9.txt", b"a" * 251 + b".txt", "ä".encode() * 125 + b".txt"),
        *(b"two\nlines.txt", b"tab\there.txt", b"bell\x07.txt", b"\x1b[31mred\x1b[0m.txt", b"cr\rlf.txt"),
        *(b"-rf.txt", b"--help.txt", b"$(reboot).txt", b"`id`.txt", b"; rm -rf x.txt", b"| cat.txt", b"&.txt"),
        *(b"x..txt", b"%2e%2e%2fetc%2fpasswd.txt", b"\\..\\boot.ini.txt", b"C:\\x.txt", b"con.txt", b"LPT1"),
        *(b"<script>alert(1)</script>.txt".replace(b"/", b"_"), b"'; DROP TABLE article; --.txt", b'quote".txt'),
        *("\u202etxt.exe.txt".encode(), "\u200b.txt".encode(), "e\u0301.txt".encode(), "\U0001f5de.txt".encode()),
        *(b" .txt", b"space at end .txt", b"*.txt", b"?.txt", b"[a-z].txt", b"{}.txt", b"%s%n.txt", b"{0.x}.txt"),
        *(b"no-suffix", b"txt", b"many.dots.in.a.name.txt", b"UPPER.TXT", b"story.TXT.zip.txt", b"page.html.exe"),
        *(b"1", b"null", b"None", b"true.json.txt", b"0x41.txt", b"\xe2\x80\xa8line-separator.txt", b"\xc2\x85nel.txt"),
    )


def _sizes() -> Iterator[tuple[bytes, bytes]]:
    yield b"empty.txt", b""
    yield b"empty.zip", b""
    yield b"empty.jsonl", b""
    yield b"one-byte.txt", b"x"
    yield b"one-nul.txt", b"\0"
    yield b"newlines.txt", b"\n" * 100_000
    yield b"spaces.txt", b" " * 1_000_000
    yield b"too-large.txt", b"x" * _LARGE
    yield b"too-large.xml", b"<nitf>" + b"y" * _LARGE
    yield b"one-line.txt", b"word " * 1_500_000
    yield b"one-word.txt", b"w" * 8_000_000


def _texts() -> Iterator[tuple[bytes, bytes]]:
    yield b"random.txt", zlib.compress(os.urandom(40_000))
    yield b"random.xml", os.urandom(20_000)
    yield b"random.html", os.urandom(20_000)
    yield b"nul-bytes.txt", _STORY.replace(b" ", b"\0")
    yield b"utf-16.txt", _STORY.decode().encode("utf-16")
    yield b"utf-16-cut.txt", _STORY.decode().encode("utf-16")[:-1]
    yield b"utf-32.txt", _STORY.decode().encode("utf-32")
    yield b"utf-7.txt", "+ADw-script+AD4- Ferry runs".encode("utf-7")
    yield b"mixed.txt", _STORY + "Größe ".encode() + "Größe".encode("latin-1") + "Größe".encode("utf-16-le")
    yield b"surrogates.txt", _STORY + b"\xed\xa0\x80\xed\xb0\x80"
    yield b"overlong.txt", _STORY + b"\xc0\xaf\xe0\x80\xaf"
    yield b"bom.txt", b"\xef\xbb\xbf" * 1_000 + _STORY
    yield b"controls.txt", bytes(range(32)) * 100 + _STORY
    yield b"bidi.txt", _STORY + "\u202e\u2066".encode() * 1_000
    yield b"combining.txt", b"a" + "\u0301".encode() * 100_000
    yield b"dashes.txt", b"- " * 200_000
    yield b"datelines.txt", b"\n\n".join([b"LONDON (Reuters) - "] * 20_000)
    yield b"bylines.txt", b"By " + b"and By " * 50_000
    yield b"brackets.txt", b"(" * 200_000
    yield b"urls.txt", b"http://a/" * 100_000
    yield b"executable.txt", b"\x7fELF" + os.urandom(5_000)
    yield b"picture.txt", b"\x89PNG\r\n\x1a\n" + os.urandom(5_000)
    yield (
        b"pickle.txt",
        b"\x80\x04\x95\x1e\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x8c\x06system\x93\x8c\x04true\x85R.",
    )


def _markup() -> Iterator[tuple[bytes, bytes]]:
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (at, b"&l%d;" % (at - 1) * 10) for at in range(1, 10))
    yield b"laughs.xml", b'<?xml version="1.0"?><!DOCTYPE n [<!ENTITY l0 "lol">' + laughs + b"]><nitf>&l9;</nitf>"
    yield b"quadratic.xml", b'<!DOCTYPE n [<!ENTITY a "' + b"a" * 50_000 + b'">]><nitf>' + b"&a;" * 50_000 + b"</nitf>"
    for scheme in (b"file:///etc/passwd", b"http://127.0.0.1:9/x", b"gopher://127.0.0.1:9/_x", b"php://filter/x"):
        name = scheme.split(b":")[0]
        yield b"entity-%s.xml" % name, b'<!DOCTYPE n [<!ENTITY e SYSTEM "%s">]><nitf>&e;</nitf>' % scheme
        yield b"dtd-%s.xml" % name, b'<!DOCTYPE n SYSTEM "%s"><nitf><body>x</body></nitf>' % scheme
    yield b"include.xml", b'<nitf xmlns:x="http://www.w3.org/2001/XInclude"><x:include href="/etc/passwd"/></nitf>'
    yield b"style.xml", b'<?xml-stylesheet href="file:///etc/passwd"?><nitf><body>x</body></nitf>'
    yield b"deep.xml", b"<nitf>" + b"<p>" * _DEEP
    yield b"deep.html", b"<div>" * _DEEP + _STORY
    yield b"wide.xml", b"<nitf " + b" ".join(b'a%d="b"' % at for at in range(50_000)) + b"/>"
    yield b"cut.xml", b"<nitf><body><body.content><p>The ferry"
    yield b"cut-newsml.xml", b'<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>'
    yield b"wrong-charset.xml", b'<?xml version="1.0" encoding="utf-16"?><nitf><body>x</body></nitf>'
    yield b"no-charset.xml", b'<?xml version="1.0" encoding="no-such"?><nitf><body>x</body></nitf>'
    yield b"comment.xml", b"<nitf><!-- " + b"- " * 100_000
    yield b"cdata.xml", b"<nitf><![CDATA[" * 10_000
    yield b"script.html", b"<html><body><script>while(1);</script><img src=x onerror=alert(1)>" + _STORY + b"</body>"
    yield b"json-ld.html", b'<script type="application/ld+json">' + b"[" * _DEEP + b"</script>" + _STORY
    yield b"refresh.html", b'<meta http-equiv="refresh" content="0;url=file:///etc/passwd"><p>' + _STORY
    yield b"base.html", b'<base href="javascript:alert(1)"><a href="x">' * 5_000 + _STORY
    yield b"attributes.html", b"<p " + b"a=b " * 200_000 + b">" + _STORY
    yield b"entities.html", b"&amp" * 200_000 + b"&#x110000;&#0;" + _STORY
    yield b"feed.xml", b"<rss version='2.0'><channel>" + b"<item><title>t</title></item>" * 3_000 + b"</channel></rss>"
    yield b"atom.xml", b"<feed xmlns='http://www.w3.org/2005/Atom'>" + b"<entry>" * 20_000


def _json() -> Iterator[tuple[bytes, bytes]]:
    yield b"deep.json", b"[" * _DEEP
    yield b"deep-objects.json", b'{"a":' * _DEEP
    yield b"cut.json", b'{"headline": "Ferry runs", "body": "It'
    yield b"twice.json", b'{"headline": "a", "headline": ["b"], "body": "x"}'
    yield b"number.json", b'{"headline": "Ferry", "body": "Runs", "version": ' + b"9" * 50_000 + b"}"
    yield b"exponent.json", b'{"headline": "Ferry", "body": "Runs", "urgency": 1e999999}'
    yield b"nan.json", b'{"headline": "Ferry", "body": "Runs", "version": NaN}'
    yield b"surrogate.json", b'{"headline": "Ferry \\ud800 runs", "body": "It took passengers again \\udfff today."}'
    yield b"nul.json", b'{"headline": "Ferry\\u0000", "body": "Runs\\u0000 again"}'
    yield b"types.json", b'{"headline": {"a": 1}, "body": [1, null, true], "authors": 7, "published_at": []}'
    yield b"null.json", b"null"
    yield b"text.json", b'"only a string"'
    yield b"date.json", b'{"headline": "Ferry", "body": "Runs", "published_at": "9999-99-99T99:99:99+99:99"}'
    yield b"far.json", b'{"headline": "Ferry", "body": "Runs", "published_at": 1e300, "embargoed": "tomorrow"}'
    yield b"keys.json", b"{" + b",".join(b'"k%d":1' % at for at in range(50_000)) + b"}"
    yield b"mass.jsonl", b'{"headline": "Ferry", "body": ""}\n' * 3_000
    yield b"half.jsonl", b'{"headline": "Ferry", "body": "Runs again"}\nnot json\n{"headline"\n\n[]\n'
    yield b"sql.json", b'{"headline": "x\'); DROP TABLE article; --", "body": "Robert came to school again today."}'
    yield b"proto.json", b'{"__proto__": {"x": 1}, "__class__": "os", "headline": "Ferry", "body": "Runs again"}'


def _mails() -> Iterator[tuple[bytes, bytes]]:
    head = b"From: desk@example.org\nSubject: Ferry runs\nMIME-Version: 1.0\n"
    part = b"--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nx\n"
    yield b"attachments.eml", head + b'Content-Type: multipart/mixed; boundary="b"\n\n' + part * 1_000 + b"--b--\n"
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (at, at) for at in range(2_000))
    yield b"nested.eml", head + nested
    yield b"headers.eml", head + b"X-Long: " + b"a" * 1_000_000 + b"\n\n" + _STORY
    yield b"many-headers.eml", head + b"X: y\n" * 50_000 + b"\n" + _STORY
    yield b"charset.eml", head + b"Content-Type: text/plain; charset=no-such-charset\n\n" + _STORY
    yield b"base64.eml", head + b"Content-Transfer-Encoding: base64\n\n" + b"!!!not base64 at all!!!"
    yield b"path.eml", head + b'Content-Disposition: attachment; filename="../../../etc/cron.d/x"\n\n' + _STORY
    yield b"encoded.eml", head.replace(b"Ferry runs", b"=?utf-8?q?" + b"=00" * 1_000 + b"?=") + b"\n" + _STORY
    yield b"no-body.eml", head
    yield b"boundary.eml", head + b"Content-Type: multipart/mixed\n\n--\n--\n"
    mail = b"From x@example.org Thu Jan  1 00:00:00 1970\n" + head + b"\n" + _STORY + b"\n"
    yield b"cut.mbox", (mail * 3)[:-200]
    yield b"froms.mbox", b"From x Thu Jan  1 00:00:00 1970\n" * 2_000


def _wires() -> Iterator[tuple[bytes, bytes]]:
    yield b"anpa.txt", b"\x16\x16\x01a0001\x1f\nu p\x13\x11^BC-Ferry\x02" + b"\x03" * 5_000
    yield b"anpa-cut.txt", b"\x16\x16\x01a0001\x1fxx-\x02Ferry runs again"
    yield b"iptc.txt", b"\x01AAA0001 4 POL 0010\r\n\x02" + _STORY + b"\x03\x04" * 5_000
    yield b"iptc-starts.txt", b"\x01" * 50_000
    yield b"iptc-nested.txt", b"\x01AAA0001 4 POL 0010\r\n\x02" * 2_000
    yield b"ends.txt", _STORY + b"\n-30-" * 20_000
